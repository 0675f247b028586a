package io.adit.testing.verdict;

import io.adit.api.node.BlockTemplate;

/** Something that happens to a pool. */
sealed interface Event {
  /** The node has a new tip. */
  record NewTip(BlockTemplate template) implements Event {}

  /** There is another job on the same tip. */
  record Refresh() implements Event {}

  /** A miner asks for a difficulty, from its next job on. */
  record Suggest(int connection, double difficulty) implements Event {}

  /** A miner asks which version bits it may roll. */
  record Configure(int connection, int mask) implements Event {}

  /**
   * A miner's connection breaks; it comes back with the name of its session.
   *
   * @param missed whether there is another job while it is away
   */
  record Reconnect(int connection, boolean missed) implements Event {}

  /**
   * Something that was handed in before comes again.
   *
   * @param back how many others were handed in since
   * @param byOther whether the other miner hands it in
   */
  record Repeat(int back, boolean byOther, Spelling spelling) implements Event {}

  /**
   * A miner hands in something.
   *
   * @param job how many jobs before the last one; beyond the first one, a job that never was
   * @param extranonce2 as much of it as there is room for
   * @param surplus bytes of extranonce2 that are too many, or negative
   * @param randomBits from which the version bits are made
   */
  record Submit(
      int connection,
      boolean byStranger,
      int job,
      long extranonce2,
      int surplus,
      Ntime ntime,
      int nonce,
      Bits bits,
      int randomBits,
      Spelling spelling)
      implements Event {}

  /** The time that a share has. */
  enum Ntime {
    JOB,
    EARLIEST,
    TOO_EARLY,
    AHEAD,
    TOO_FAR_AHEAD,
    ZERO,
    LAST_OF_ALL
  }

  /** The version bits that a share has. */
  enum Bits {
    NONE,
    WITHIN_THE_MASK,
    OF_THE_JOB,
    ANY
  }

  /** How a share is written. */
  enum Spelling {
    PADDED,
    CAPITALS,
    UNPADDED,
    NUMBERS
  }
}
