package io.adit.ledger;

import java.time.Duration;

/**
 * Sizes and times of the ledger.
 *
 * @param capacity shares held for the slowest store, a power of two
 * @param batch records handed to a store at once, at most
 * @param interval how long a record waits for others to share its batch
 * @param firstRetry time to the second attempt at a batch; each further one waits twice as long
 * @param maxRetry time between two attempts, at most
 * @param stopLimit how long stopping waits for a store that takes nothing, or parting with a store
 *     may take
 */
record Settings(
    int capacity,
    int batch,
    Duration interval,
    Duration firstRetry,
    Duration maxRetry,
    Duration stopLimit) {
  static final Settings DEFAULT =
      new Settings(
          1 << 20,
          5000,
          Duration.ofMillis(200),
          Duration.ofMillis(100),
          Duration.ofSeconds(2),
          Duration.ofMillis(1500));
}
