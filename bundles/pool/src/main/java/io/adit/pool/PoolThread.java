package io.adit.pool;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A pool's own thread, for all that is not a miner's line. A task that fails is logged, and the
 * next one runs. After {@link #stop} nothing runs any more.
 */
final class PoolThread implements Executor {
  private static final Logger log = LoggerFactory.getLogger(PoolThread.class);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(1);
  private static final Duration PASS_LIMIT = Duration.ofSeconds(5);

  private final String pool;
  private final ScheduledExecutorService executor;
  private volatile Thread thread;

  PoolThread(String pool) {
    this.pool = pool;
    executor =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread started = new Thread(task, "adit-pool-" + pool);
              started.setDaemon(true);
              thread = started;
              return started;
            });
  }

  @Override
  public void execute(Runnable task) {
    tryExecute(task);
  }

  /** Runs {@code task} soon; false if the thread has ended. */
  boolean tryExecute(Runnable task) {
    try {
      executor.execute(() -> guarded(task));
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  /** Runs {@code task} after that time; false if the thread has ended. */
  boolean schedule(Runnable task, long millis) {
    try {
      executor.schedule(() -> guarded(task), millis, TimeUnit.MILLISECONDS);
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  /** Runs {@code task} about once a second. */
  void everySecond(Runnable task) {
    executor.scheduleWithFixedDelay(() -> guarded(task), 1, 1, TimeUnit.SECONDS);
  }

  private void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | LinkageError e) {
      log.error("{}: a fault in the pool's clockwork; it goes on", pool, e);
    }
  }

  /** Returns when all tasks handed in before have run, and those under way have ended. */
  void pass() {
    if (Thread.currentThread() == thread) {
      return;
    }
    try {
      Future<?> marker = executor.submit(() -> {});
      marker.get(PASS_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      log.debug("{}: the pool's thread has ended", pool);
    } catch (TimeoutException | ExecutionException e) {
      log.warn("{}: the pool's thread is busy for more than {}", pool, PASS_LIMIT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends the thread; what is under way has a second to finish. */
  void stop() {
    executor.shutdownNow();
    try {
      if (!executor.awaitTermination(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        log.warn("{}: the pool's thread does not end", pool);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
