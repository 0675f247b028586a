package io.adit.pool;

import io.adit.api.fleet.SharedSessions.Kept;
import java.util.Optional;

/**
 * The question whether other servers know the session that a miner wants to resume. For the thread
 * of its connection's loop.
 */
final class Taking {
  private final String session;
  private final long untilNanos;
  private boolean answered;
  private boolean failed;
  private Optional<Kept> kept = Optional.empty();

  /**
   * One that has just been asked.
   *
   * @param untilNanos when it counts as not to be answered
   */
  Taking(String session, long untilNanos) {
    this.session = session;
    this.untilNanos = untilNanos;
  }

  String session() {
    return session;
  }

  boolean isOverdue(long nowNanos) {
    return !answered && untilNanos - nowNanos < 0;
  }

  void answer(Optional<Kept> answer) {
    answered = true;
    kept = answer;
  }

  /** There is no answer, and there will be none. */
  void fail() {
    answered = true;
    failed = true;
  }

  boolean isAnswered() {
    return answered;
  }

  /** Whether nobody could be asked. */
  boolean isFailed() {
    return failed;
  }

  /** What was taken over; empty if there was nothing. */
  Optional<Kept> kept() {
    return kept;
  }
}
