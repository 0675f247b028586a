package io.adit.storage.redis;

import io.adit.api.ledger.Share;
import io.adit.api.pool.WorkerNames;
import io.adit.api.store.ShareBatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a batch of shares adds up to: for each pool, user and worker; and for each of its minutes
 * and hours. As keys and arguments of {@link Script#SHARES}.
 */
final class Counts {
  /** How long the sums of minutes are kept. */
  static final Duration MINUTES_KEPT = Duration.ofHours(1);

  private static final class Sum {
    long shares;
    double difficulty;
    double best;
    long last;

    void add(Share share) {
      shares++;
      difficulty += share.difficulty();
      best = Math.max(best, share.reached());
      last = Math.max(last, share.timeMillis());
    }
  }

  private record Piece(Span span, String pool, long startSeconds) {}

  private final Keys keys;
  private final long keepMillis;
  private final Map<String, Sum> sums = new LinkedHashMap<>();
  private final Map<Piece, Map<String, double[]>> credited = new LinkedHashMap<>();

  /**
   * Counts shares.
   *
   * @param keepMillis how long counters are kept
   */
  Counts(List<Share> shares, Keys keys, long keepMillis) {
    this.keys = keys;
    this.keepMillis = keepMillis;
    shares.forEach(this::add);
  }

  private void add(Share share) {
    String pool = share.pool();
    String worker = share.worker();
    String user = WorkerNames.user(worker);
    sum(keys.shares(pool)).add(share);
    sum(keys.userShares(pool, user)).add(share);
    sum(keys.workerShares(pool, worker)).add(share);
    for (Span span : Span.values()) {
      Map<String, double[]> fields =
          credited.computeIfAbsent(
              new Piece(span, pool, span.start(share.timeMillis())), key -> new LinkedHashMap<>());
      credit(fields, "pool", share);
      credit(fields, "user:" + user, share);
      credit(fields, "worker:" + worker, share);
    }
  }

  private Sum sum(String key) {
    return sums.computeIfAbsent(key, k -> new Sum());
  }

  private static void credit(Map<String, double[]> fields, String field, Share share) {
    fields.computeIfAbsent(field, key -> new double[1])[0] += share.difficulty();
  }

  /** The keys that the batch changes. */
  List<String> keys(ShareBatch batch) {
    List<String> all = new ArrayList<>();
    all.add(keys.position(batch.ledger()));
    all.addAll(sums.keySet());
    for (Piece piece : credited.keySet()) {
      all.add(keys.credited(piece.span(), piece.pool(), piece.startSeconds()));
    }
    return all;
  }

  /** By how much. */
  List<String> arguments(ShareBatch batch) {
    List<String> all = new ArrayList<>();
    all.add(Long.toString(batch.start()));
    all.add(Long.toString(batch.end()));
    all.add(Long.toString(keepMillis));
    all.add(Integer.toString(sums.size()));
    all.add(Integer.toString(credited.size()));
    for (Sum sum : sums.values()) {
      all.add(Long.toString(sum.shares));
      all.add(Double.toString(sum.difficulty));
      all.add(Double.toString(sum.best));
      all.add(Long.toString(sum.last));
    }
    credited.forEach(
        (piece, fields) -> {
          all.add(Long.toString(goesMillis(piece)));
          all.add(Integer.toString(fields.size()));
          fields.forEach(
              (field, difficulty) -> {
                all.add(field);
                all.add(Double.toString(difficulty[0]));
              });
        });
    return all;
  }

  private long goesMillis(Piece piece) {
    long kept =
        piece.span() == Span.MINUTE ? Math.min(MINUTES_KEPT.toMillis(), keepMillis) : keepMillis;
    return (piece.startSeconds() + piece.span().seconds()) * 1000 + kept;
  }
}
