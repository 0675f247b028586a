package io.adit.api.job;

import io.adit.api.Bytes;
import java.util.Objects;

/**
 * What a pool puts into its coinbase transactions.
 *
 * @param payoutScript output script that takes the block's whole value
 * @param tag text that names the pool in the coinbase's input
 * @param extranonceSize bytes of extranonce1 and extranonce2 together
 */
public record CoinbaseSettings(Bytes payoutScript, String tag, int extranonceSize) {
  public CoinbaseSettings {
    Objects.requireNonNull(payoutScript);
    Objects.requireNonNull(tag);
  }
}
