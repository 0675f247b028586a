package io.adit.pool;

import io.adit.api.pool.RejectReason;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.DoubleAccumulator;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what a worker, or a pool, does. Event loops count, without a lock and without garbage; one
 * thread, the pool's, lets time pass; anyone may read.
 */
@SuppressWarnings(
    "EnumOrdinal") // a reason's place in an array that leaves this class only as a map
final class WorkTally {
  private static final RejectReason[] REASONS = RejectReason.values();

  private final LongAdder shares = new LongAdder();

  /** Since time last passed. */
  private final DoubleAdder creditedNow = new DoubleAdder();

  private final DoubleAccumulator best = new DoubleAccumulator(Math::max, 0);
  private final LongAccumulator lastMillis = new LongAccumulator(Math::max, 0);
  private final AtomicLongArray rejects = new AtomicLongArray(REASONS.length);

  /** Up to when time last passed. Written by the pool's thread alone, as what is below is. */
  private final DoubleAdder creditedBefore = new DoubleAdder();

  private volatile DecayedRates rates = DecayedRates.NONE;

  /** Shares judged when it was last asked for news. */
  private long known;

  void accepted(double difficulty, double reached, long nowMillis) {
    creditedNow.add(difficulty);
    best.accumulate(reached);
    lastMillis.accumulate(nowMillis);
    // Last: a share that is counted has told all else.
    shares.increment();
  }

  void rejected(RejectReason reason) {
    rejects.getAndIncrement(reason.ordinal());
  }

  boolean hasShares() {
    return shares.sum() > 0;
  }

  /** Takes in what was credited in the seconds since it was last called. */
  void pass(double seconds) {
    double more = creditedNow.sumThenReset();
    creditedBefore.add(more);
    rates = rates.after(seconds, more);
  }

  /** Takes in what was done in an earlier run of the server. */
  void restore(WorkTotals earlier) {
    shares.add(earlier.shares());
    creditedBefore.add(earlier.credited());
    best.accumulate(earlier.best());
    lastMillis.accumulate(earlier.lastMillis());
    earlier.rejects().forEach((reason, count) -> rejects.getAndAdd(reason.ordinal(), count));
    rates = rates.plus(earlier.rates());
    known += earlier.judged();
  }

  /** Averages up to when time last passed. */
  DecayedRates rates() {
    return rates;
  }

  /** What was done up to when time last passed; shares and rejects up to now. */
  WorkTotals totals() {
    Map<RejectReason, Long> counts = new EnumMap<>(RejectReason.class);
    for (RejectReason reason : REASONS) {
      long count = rejects.get(reason.ordinal());
      if (count > 0) {
        counts.put(reason, count);
      }
    }
    return new WorkTotals(
        shares.sum(), creditedBefore.sum(), best.get(), lastMillis.get(), counts, rates);
  }

  /** Whether a share was judged since this was last asked. */
  boolean hasNews() {
    long judged = shares.sum();
    for (int i = 0; i < REASONS.length; i++) {
      judged += rejects.get(i);
    }
    boolean news = judged != known;
    known = judged;
    return news;
  }
}
