package io.adit.storage.jdbc;

import io.adit.api.ledger.Share;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What shares add up to for each worker, and for each of its minutes. In the order of names and
 * times: servers that add to the same rows in the same order never wait for each other in a circle.
 */
final class Sums {
  private static final long MINUTE = 60_000;

  /** A worker's shares. */
  record Worker(Rows.Key key, long shares, double difficulty, long first, long last) {}

  /**
   * A worker's shares of a minute.
   *
   * @param start milliseconds since 1970
   */
  record Minute(Rows.Key worker, long start, long shares, double difficulty) {}

  private final List<Worker> workers;
  private final List<Minute> minutes;

  private static final class Sum {
    long shares;
    double difficulty;
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    final Map<Long, Sum> minutes = new HashMap<>(2);

    void add(Share share) {
      shares++;
      difficulty += share.difficulty();
      first = Math.min(first, share.timeMillis());
      last = Math.max(last, share.timeMillis());
    }
  }

  Sums(List<Share> shares) {
    Map<Rows.Key, Sum> byWorker = new HashMap<>();
    for (Share share : shares) {
      Rows.Key key = new Rows.Key(Rows.text(share.pool()), Rows.text(share.worker()));
      Sum sum = byWorker.computeIfAbsent(key, k -> new Sum());
      sum.add(share);
      long start = Math.floorDiv(share.timeMillis(), MINUTE) * MINUTE;
      sum.minutes.computeIfAbsent(start, k -> new Sum()).add(share);
    }
    workers =
        byWorker.entrySet().stream()
            .map(e -> worker(e.getKey(), e.getValue()))
            .sorted(Comparator.comparing(Worker::key))
            .toList();
    minutes =
        workers.stream()
            .flatMap(
                worker ->
                    byWorker.get(worker.key()).minutes.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(e -> minute(worker.key(), e.getKey(), e.getValue())))
            .toList();
  }

  List<Worker> workers() {
    return workers;
  }

  List<Minute> minutes() {
    return minutes;
  }

  private static Worker worker(Rows.Key key, Sum sum) {
    return new Worker(key, sum.shares, sum.difficulty, sum.first, sum.last);
  }

  private static Minute minute(Rows.Key key, long start, Sum sum) {
    return new Minute(key, start, sum.shares, sum.difficulty);
  }
}
