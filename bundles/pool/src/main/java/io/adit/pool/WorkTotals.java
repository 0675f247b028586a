package io.adit.pool;

import io.adit.api.pool.RejectReason;
import io.adit.api.pool.WorkStatistics;
import io.adit.api.pool.WorkStatistics.HashRates;
import io.adit.api.store.StatisticsStore.WorkerRecord;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What a worker, a user or a pool has done up to one moment.
 *
 * @param shares accepted
 * @param credited difficulty, for them
 * @param best highest difficulty reached, 0 before the first share
 * @param lastMillis when the latest was accepted, milliseconds since 1970; 0 before the first
 * @param rejects by reason
 * @param rates averages of what was credited
 */
record WorkTotals(
    long shares,
    double credited,
    double best,
    long lastMillis,
    Map<RejectReason, Long> rejects,
    DecayedRates rates) {
  /** Reads a record; what has passed since it was made counts as time without work. */
  static WorkTotals of(WorkerRecord kept, long nowMillis) {
    double age = seconds(kept.timeMillis() - kept.sinceMillis());
    double passed = seconds(nowMillis - kept.timeMillis());
    return new WorkTotals(
        kept.shares(),
        kept.difficulty(),
        kept.bestShare(),
        kept.lastShareMillis(),
        kept.rejects(),
        DecayedRates.of(kept.credited(), age).after(passed, 0));
  }

  /** Not negative, though a clock may have been set back. */
  private static double seconds(long millis) {
    return Math.max(0, millis) / 1000.0;
  }

  WorkerRecord toRecord(String pool, String worker, long nowMillis) {
    return new WorkerRecord(
        pool,
        worker,
        nowMillis,
        nowMillis - Math.round(rates.age() * 1000),
        rates.rates(),
        shares,
        credited,
        best,
        lastMillis,
        rejects);
  }

  WorkTotals plus(WorkTotals other) {
    Map<RejectReason, Long> sums = new EnumMap<>(RejectReason.class);
    sums.putAll(rejects);
    other.rejects.forEach((reason, count) -> sums.merge(reason, count, Long::sum));
    return new WorkTotals(
        shares + other.shares,
        credited + other.credited,
        Math.max(best, other.best),
        Math.max(lastMillis, other.lastMillis),
        sums,
        rates.plus(other.rates));
  }

  /** Shares judged, accepted or not. */
  long judged() {
    return shares + rejects.values().stream().mapToLong(Long::longValue).sum();
  }

  /** For people; {@code hashes} is how many it takes on average for a share of difficulty 1. */
  WorkStatistics statistics(double hashes) {
    List<Double> perSecond = rates.rates();
    return new WorkStatistics(
        new HashRates(
            perSecond.get(0) * hashes,
            perSecond.get(1) * hashes,
            perSecond.get(2) * hashes,
            perSecond.get(3) * hashes,
            perSecond.get(4) * hashes),
        shares,
        credited,
        best,
        lastMillis,
        rejects);
  }
}
