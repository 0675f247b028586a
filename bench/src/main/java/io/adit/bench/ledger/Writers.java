package io.adit.bench.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Threads that append, in the place of the server's event loops. */
final class Writers {
  interface Body<T> {
    T run(int writer, Candidate.Appender appender) throws Exception;
  }

  /** Of each of the threads. */
  static final String NAME = "writer";

  private Writers() {}

  static <T> List<T> run(Candidate ledger, int writers, Body<T> body) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(writers, each -> new Thread(each, NAME));
    try {
      List<Future<T>> running = new ArrayList<>();
      for (int i = 0; i < writers; i++) {
        int writer = i;
        running.add(threads.submit(() -> body.run(writer, ledger.appender())));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> each : running) {
        results.add(each.get());
      }
      return results;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a writer failed", e.getCause());
    } finally {
      threads.shutdown();
      threads.awaitTermination(10, TimeUnit.SECONDS);
    }
  }
}
