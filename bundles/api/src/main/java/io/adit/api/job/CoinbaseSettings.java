package io.adit.api.job;

import io.adit.api.Bytes;
import java.util.Objects;
import java.util.Optional;

/**
 * What a pool puts into a coinbase transaction. Two that are equal make equal coinbases of a job.
 *
 * @param payoutScript output script that takes the block's value, less the fee
 * @param fee what is taken off for somebody else
 * @param tag text that names the pool in the coinbase's input; left out where there is no room
 * @param extranonceSize bytes of extranonce1 and extranonce2 together
 * @param maxSize bytes of the transaction without its witness, at most
 */
public record CoinbaseSettings(
    Bytes payoutScript, Optional<Fee> fee, String tag, int extranonceSize, int maxSize) {
  /** Hardware of large farms goes up to that. */
  public static final int DEFAULT_MAX_SIZE = 6500;

  /**
   * A part of the block's value.
   *
   * @param script output script that takes it
   * @param hundredthsOfPercent how much, of the block's value, rounded down to whole satoshis
   */
  public record Fee(Bytes script, int hundredthsOfPercent) {
    private static final int ALL = 10_000;

    public Fee {
      Objects.requireNonNull(script);
      if (hundredthsOfPercent < 0 || hundredthsOfPercent > ALL) {
        throw new IllegalArgumentException(
            "fee: " + hundredthsOfPercent + " (expected: 0.." + ALL + " hundredths of a percent)");
      }
    }

    /** The fee of a block of that value, both in satoshis. */
    public long of(long value) {
      return value / ALL * hundredthsOfPercent + value % ALL * hundredthsOfPercent / ALL;
    }
  }

  public CoinbaseSettings {
    Objects.requireNonNull(payoutScript);
    Objects.requireNonNull(fee);
    Objects.requireNonNull(tag);
  }

  /** One that pays everything to one script. */
  public CoinbaseSettings(Bytes payoutScript, String tag, int extranonceSize) {
    this(payoutScript, Optional.empty(), tag, extranonceSize, DEFAULT_MAX_SIZE);
  }
}
