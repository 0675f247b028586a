package io.adit.pool;

import io.adit.api.pool.PoolSnapshot.WorkerSnapshot;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.DoubleAdder;

/**
 * Estimates each worker's hash rate from the difficulty it is credited with, averaged over some
 * minutes with exponential decay. Event loops credit without a lock; one thread ticks.
 */
final class WorkerRates {
  private static final double AVERAGED_SECONDS = 300;

  /**
   * A worker that has left is forgotten when its rate has decayed to this part of a share of
   * difficulty 1 a second.
   */
  private static final double FORGOTTEN = 1e-6;

  private final Map<String, Rate> rates = new ConcurrentHashMap<>();

  private static final class Rate {
    final DoubleAdder credited = new DoubleAdder();
    int connections;
    volatile double decayed;
    volatile double seconds;
  }

  void authorized(String worker) {
    rates.compute(
        worker,
        (name, known) -> {
          Rate rate = known == null ? new Rate() : known;
          rate.connections++;
          return rate;
        });
  }

  void left(String worker) {
    rates.computeIfPresent(
        worker,
        (name, rate) -> {
          rate.connections--;
          return isForgotten(rate) ? null : rate;
        });
  }

  void credit(String worker, double difficulty) {
    Rate rate = rates.get(worker);
    if (rate != null) {
      rate.credited.add(difficulty);
    }
  }

  /** Takes in what was credited since the last tick, that many seconds ago. */
  void tick(double seconds) {
    for (String worker : rates.keySet()) {
      rates.computeIfPresent(
          worker,
          (name, rate) -> {
            double keep = Math.exp(-seconds / AVERAGED_SECONDS);
            rate.decayed = rate.decayed * keep + rate.credited.sumThenReset();
            rate.seconds = rate.seconds * keep + seconds;
            return isForgotten(rate) ? null : rate;
          });
    }
  }

  private static boolean isForgotten(Rate rate) {
    return rate.connections == 0
        && rate.decayed / AVERAGED_SECONDS < FORGOTTEN
        && rate.credited.sum() == 0;
  }

  /** All workers; {@code hashes} is how many it takes on average for a share of difficulty 1. */
  List<WorkerSnapshot> snapshot(double hashes) {
    return rates.entrySet().stream()
        .map(
            entry -> {
              Rate rate = entry.getValue();
              double perSecond = rate.seconds == 0 ? 0 : rate.decayed / rate.seconds;
              return new WorkerSnapshot(entry.getKey(), rate.connections, perSecond * hashes);
            })
        .toList();
  }
}
