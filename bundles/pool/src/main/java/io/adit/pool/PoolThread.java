package io.adit.pool;

import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A pool's own thread, for all that is not a miner's line. A task that fails is logged, and the
 * next one runs.
 */
final class PoolThread implements Executor {
  private static final Logger log = LoggerFactory.getLogger(PoolThread.class);

  private final String pool;
  private final ScheduledExecutorService executor;

  PoolThread(String pool) {
    this.pool = pool;
    executor =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "adit-pool-" + pool);
              thread.setDaemon(true);
              return thread;
            });
  }

  @Override
  public void execute(Runnable task) {
    executor.execute(() -> guarded(task));
  }

  void schedule(Runnable task, long millis) {
    executor.schedule(() -> guarded(task), millis, TimeUnit.MILLISECONDS);
  }

  /** Runs {@code task} about once a second. */
  void everySecond(Runnable task) {
    executor.scheduleAtFixedRate(() -> guarded(task), 1, 1, TimeUnit.SECONDS);
  }

  private void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      log.error("{}: a fault in the pool's clockwork; it goes on", pool, e);
    }
  }

  /** Ends the thread; what is under way has a second to finish. */
  void stop() {
    executor.shutdown();
    try {
      if (!executor.awaitTermination(1, TimeUnit.SECONDS)) {
        log.warn("{}: gave up {} tasks", pool, executor.shutdownNow().size());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      executor.shutdownNow();
    }
  }
}
