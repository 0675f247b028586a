package io.adit.transport.netty;

import io.adit.api.transport.Endpoint;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Since when a connection has been silent, deaf, or closing. For the thread of its loop. */
final class Timeouts {
  private final Limits limits;
  private final Output output;
  private final LongSupplier nanos;
  private long lastLineNanos;
  private boolean closing;
  private long closingNanos;

  Timeouts(Limits limits, Output output, LongSupplier nanos) {
    this.limits = limits;
    this.output = output;
    this.nanos = nanos;
    restart();
  }

  /** The miner has completed a line, or was not listened to until now. */
  final void restart() {
    lastLineNanos = nanos.getAsLong();
  }

  /** Only the rest is to be sent from now on. */
  void closing() {
    closing = true;
    closingNanos = nanos.getAsLong();
  }

  /**
   * Why the connection has to go; empty while it may stay.
   *
   * @param heldBack whether the miner's silence is of our making
   */
  Optional<String> overdue(long nowNanos, Endpoint endpoint, boolean heldBack) {
    if (closing) {
      return nowNanos - closingNanos > limits.closePatience().toNanos()
          ? Optional.of("did not take the rest in " + limits.closePatience())
          : Optional.empty();
    }
    if (isOver(endpoint.writeTimeout(), output.stalledNanos(nowNanos))) {
      return Optional.of("took nothing for " + endpoint.writeTimeout());
    }
    return !heldBack && isOver(endpoint.readTimeout(), nowNanos - lastLineNanos)
        ? Optional.of("completed no line for " + endpoint.readTimeout())
        : Optional.empty();
  }

  private static boolean isOver(Duration limit, long nanos) {
    return !limit.isZero() && nanos > limit.toNanos();
  }
}
