package io.adit.transport.netty;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Lets one of many like warnings through, and the next a minute later. For all threads. */
final class Throttle {
  private static final long PERIOD_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final LongSupplier nanos;
  private final AtomicLong next;

  Throttle(LongSupplier nanos) {
    this.nanos = nanos;
    next = new AtomicLong(nanos.getAsLong());
  }

  boolean permits() {
    long now = nanos.getAsLong();
    long due = next.get();
    return now - due >= 0 && next.compareAndSet(due, now + PERIOD_NANOS);
  }
}
