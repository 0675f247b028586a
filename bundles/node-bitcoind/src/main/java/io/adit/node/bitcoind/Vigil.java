package io.adit.node.bitcoind;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Watches over a question to the node from its making to its closing: says so, once, when nothing
 * was heard for longer than the {@link Pulse} allows. The question stays open: it may be answered
 * yet.
 */
final class Vigil implements AutoCloseable {
  private final Pulse pulse;
  private final Consumer<Duration> silent;
  private final long startNanos;
  private CompletableFuture<Void> alarm;
  private boolean over;

  /**
   * @param silent gets the limit that has passed, on a thread of the JDK's and not after {@link
   *     #close}; must return soon
   */
  Vigil(Pulse pulse, Consumer<Duration> silent) {
    this.pulse = pulse;
    this.silent = silent;
    startNanos = pulse.now();
    setAlarm(pulse.limit().toNanos());
  }

  private synchronized void setAlarm(long nanos) {
    alarm = new CompletableFuture<Void>().completeOnTimeout(null, nanos, TimeUnit.NANOSECONDS);
    alarm.thenRun(this::look);
  }

  /** Looks whether it is time to say so; called when it may be. */
  synchronized void look() {
    if (over) {
      return;
    }
    long now = pulse.now();
    long quiet = Math.min(now - startNanos, now - pulse.heardNanos());
    Duration limit = pulse.limit();
    if (quiet < limit.toNanos()) {
      setAlarm(limit.toNanos() - quiet);
    } else {
      over = true;
      silent.accept(limit);
    }
  }

  /** The question is answered, or never will be. */
  @Override
  public synchronized void close() {
    over = true;
    alarm.cancel(false);
  }
}
