package io.adit.node.bitcoind;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How long a node may keep silent before it is taken for dead. A busy one answers late: each answer
 * of any kind is a sign of life, and who usually takes longer is waited for longer. One that is
 * stopped or cut off gives none. Any thread.
 */
final class Pulse {
  /** A node that takes longer than a third of it counts as away for as long as it does. */
  static final Duration LONGEST = Duration.ofSeconds(5);

  /** So many times what it usually takes. */
  private static final int TIMES = 3;

  /** With an answer each second, what a node once took is forgotten by half in 22 seconds. */
  private static final int MEMORY = 32;

  private final Duration least;
  private final LongSupplier nanos;
  private volatile long heardNanos;

  /** What the slowest of the latest answers took. Guarded by this. */
  private long usualNanos;

  /** Before its first answer, nobody knows what a node usually takes. Guarded by this. */
  private boolean hasAnswered;

  /**
   * Of a node that is only now asked something.
   *
   * @param least how long one that answers in no time may keep silent
   * @param nanos a clock that nobody sets
   */
  Pulse(Duration least, LongSupplier nanos) {
    this.least = least;
    this.nanos = nanos;
    heardNanos = nanos.getAsLong();
  }

  /** What the clock says. */
  long now() {
    return nanos.getAsLong();
  }

  /** An answer has come, of whatever kind. */
  void heard() {
    heardNanos = now();
  }

  /** When the last one came. */
  long heardNanos() {
    return heardNanos;
  }

  /** The node has answered a question that it can answer at once, and has taken so long. */
  synchronized void answered(Duration taken) {
    hasAnswered = true;
    usualNanos = Math.max(taken.toNanos(), usualNanos - usualNanos / MEMORY);
  }

  /** For how long nothing may be heard while a question is open. */
  synchronized Duration limit() {
    long longest = LONGEST.toNanos();
    long nanos = hasAnswered ? Math.min(TIMES * usualNanos, longest) : longest;
    return Duration.ofNanos(Math.max(nanos, least.toNanos()));
  }
}
