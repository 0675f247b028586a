package io.adit.pool;

import io.adit.api.pool.PoolSnapshot.ProcessingTime;
import io.adit.api.pool.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;

/** What one event loop has counted. Only that loop's thread writes; anyone may read. */
@SuppressWarnings(
    "EnumOrdinal") // a verdict's place in an array that leaves this class only summed up
final class LoopCounters {
  /** Upper bounds of the buckets of processing times: from 1 µs to 100 ms. */
  private static final long[] BOUNDS = {
    1_000,
    2_000,
    5_000,
    10_000,
    20_000,
    50_000,
    100_000,
    200_000,
    500_000,
    1_000_000,
    5_000_000,
    20_000_000,
    100_000_000
  };

  private static final int VERDICTS = Verdict.values().length;
  private static final int BUCKETS = VERDICTS;
  private static final int SUM = BUCKETS + BOUNDS.length + 1;
  private static final int OPEN = SUM + 1;
  private static final int EVER = OPEN + 1;

  private final AtomicLongArray counts = new AtomicLongArray(EVER + 1);

  void judged(Verdict verdict, long nanos) {
    add(verdict.ordinal(), 1);
    int bucket = 0;
    while (bucket < BOUNDS.length && nanos > BOUNDS[bucket]) {
      bucket++;
    }
    add(BUCKETS + bucket, 1);
    add(SUM, nanos);
  }

  void opened() {
    add(OPEN, 1);
    add(EVER, 1);
  }

  void adopted() {
    add(OPEN, 1);
  }

  void closed() {
    add(OPEN, -1);
  }

  /** All connections are gone, without a word of each. */
  void allClosed() {
    counts.setRelease(OPEN, 0);
  }

  private void add(int index, long amount) {
    counts.setRelease(index, counts.getPlain(index) + amount);
  }

  long open() {
    return counts.getAcquire(OPEN);
  }

  long ever() {
    return counts.getAcquire(EVER);
  }

  long of(Verdict verdict) {
    return counts.getAcquire(verdict.ordinal());
  }

  /** The processing times of all those loops. */
  static ProcessingTime processing(List<LoopCounters> loops) {
    List<Long> bounds = new ArrayList<>();
    List<Long> buckets = new ArrayList<>();
    for (int i = 0; i <= BOUNDS.length; i++) {
      if (i < BOUNDS.length) {
        bounds.add(BOUNDS[i]);
      }
      buckets.add(sum(loops, BUCKETS + i));
    }
    return new ProcessingTime(bounds, buckets, sum(loops, SUM));
  }

  private static long sum(List<LoopCounters> loops, int index) {
    return loops.stream().mapToLong(loop -> loop.counts.getAcquire(index)).sum();
  }
}
