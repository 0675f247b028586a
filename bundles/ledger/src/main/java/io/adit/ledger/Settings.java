package io.adit.ledger;

import java.time.Duration;

/**
 * Sizes and times of the ledger.
 *
 * @param durability what a share has survived when it is answered
 * @param segmentBytes of a file of shares; must not change as long as there are any
 * @param maxBytes that the shares may take which some store has yet to take
 * @param newStore where a store begins that was never fed before
 * @param batch records handed to a store at once, at most
 * @param interval how long a record waits for others to share its batch
 * @param firstRetry time to the second attempt at a batch; each further one waits twice as long
 * @param maxRetry time between two attempts, at most
 * @param idleSync how long a share may be kept from the disk when nobody waits for that
 * @param absence how long a store must have been gone to be given up
 * @param stopLimit how long stopping, or parting with a store, may take
 */
record Settings(
    Durability durability,
    int segmentBytes,
    long maxBytes,
    NewStore newStore,
    int batch,
    Duration interval,
    Duration firstRetry,
    Duration maxRetry,
    Duration idleSync,
    Duration absence,
    Duration stopLimit) {
  /** What an answered share has survived. */
  enum Durability {
    /** The end of the process: the operating system has it. */
    OS,
    /** A power cut: the disk has it. */
    FSYNC
  }

  /** Where a store begins that was never fed before. */
  enum NewStore {
    /** With the oldest record that is kept. */
    OLDEST,
    /** With what comes from now on. */
    NOW
  }

  static Settings of(Durability durability, long maxBytes, NewStore newStore) {
    return new Settings(
        durability,
        1 << 22,
        maxBytes,
        newStore,
        20_000,
        Duration.ofMillis(200),
        Duration.ofMillis(100),
        Duration.ofSeconds(2),
        Duration.ofSeconds(5),
        Duration.ofMinutes(5),
        Duration.ofMillis(1500));
  }
}
