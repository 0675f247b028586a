package io.adit.api.job;

import io.adit.api.Bytes;
import java.util.Objects;

/**
 * A coinbase transaction without its witness, cut in two where the miner's extranonce goes.
 *
 * @param start up to extranonce1
 * @param end from after extranonce2
 */
public record Coinbase(Bytes start, Bytes end) {
  public Coinbase {
    Objects.requireNonNull(start);
    Objects.requireNonNull(end);
  }
}
