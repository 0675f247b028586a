package io.adit.launcher.miner;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What the miner has done so far. */
final class Tally {
  private static final double NANOS = 1e9;
  private static final double MEGA = 1e6;

  final LongAdder hashes = new LongAdder();
  final AtomicLong accepted = new AtomicLong();
  final AtomicLong rejected = new AtomicLong();
  final AtomicLong blocks = new AtomicLong();
  private final long start;
  private long lastTime;
  private long lastHashes;

  /** Counts from a time of {@link System#nanoTime}. */
  Tally(long start) {
    this.start = start;
    lastTime = start;
  }

  /** A line for people; its hash rate is that since the last call. */
  synchronized String progress(long now) {
    long total = hashes.sum();
    String line = line(total - lastHashes, now - lastTime);
    lastTime = now;
    lastHashes = total;
    return line;
  }

  /** A line about the whole time. */
  String summary(long now) {
    return line(hashes.sum(), now - start)
        + String.format(Locale.ROOT, ", in %.1f s", (now - start) / NANOS);
  }

  private String line(long hashed, long nanos) {
    return String.format(
        Locale.ROOT,
        "%.2f MH/s, accepted %d, rejected %d, blocks %d",
        hashed / (Math.max(nanos, 1) / NANOS) / MEGA,
        accepted.get(),
        rejected.get(),
        blocks.get());
  }
}
