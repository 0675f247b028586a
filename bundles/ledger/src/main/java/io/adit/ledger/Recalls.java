package io.adit.ledger;

import io.adit.api.store.StatisticsStore;
import io.adit.api.store.StatisticsStore.WorkerRecord;
import io.adit.api.store.StoreException;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Pools' questions for the statistics that were kept, until a store has answered. A question is
 * handed to stores as a record would be: to one that is there and works, again until then.
 */
final class Recalls {
  /** So that a store is not read whole that has workers of many years. */
  private static final Duration SPAN = Duration.ofDays(30);

  /** A question, and its answer to come. */
  record Recall(String pool, CompletableFuture<List<WorkerRecord>> answer) {}

  private final ListLog<Recall> log = new ListLog<>();
  private final LatestLog waiting;
  private final Clock clock;
  private boolean closed;

  /** {@code waiting} has what is not in every store yet. */
  Recalls(LatestLog waiting, Clock clock) {
    this.waiting = waiting;
    this.clock = clock;
  }

  Log<Recall> log() {
    return log;
  }

  synchronized CompletionStage<List<WorkerRecord>> ask(String pool) {
    if (closed) {
      return CompletableFuture.failedStage(stopped(pool));
    }
    Recall recall = new Recall(pool, new CompletableFuture<>());
    log.append(recall);
    return recall.answer().minimalCompletionStage();
  }

  /** Answers from that store, and from what it has yet to be handed. */
  void answer(List<Recall> recalls, StatisticsStore store) throws StoreException {
    long since = clock.instant().minus(SPAN).toEpochMilli();
    for (Recall recall : recalls) {
      if (!recall.answer().isDone()) {
        Map<String, WorkerRecord> byWorker = new LinkedHashMap<>();
        store.recall(recall.pool(), since).forEach(kept -> byWorker.put(kept.worker(), kept));
        waiting.of(recall.pool()).forEach(held -> byWorker.put(held.worker(), held));
        recall.answer().complete(List.copyOf(byWorker.values()));
      }
    }
  }

  /** Whoever waits for an answer, or asks from now on, is told that there will be none. */
  void close() {
    synchronized (this) {
      closed = true;
    }
    for (Recall recall : log.all()) {
      recall.answer().completeExceptionally(stopped(recall.pool()));
    }
  }

  private static IllegalStateException stopped(String pool) {
    return new IllegalStateException(
        "statistics of " + pool + " were not recalled: the ledger has stopped");
  }
}
