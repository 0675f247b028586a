package io.adit.node.bitcoind;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/** The end of a wait, shared by all that is waited for. */
final class Deadline {
  private final long end;

  private Deadline(long end) {
    this.end = end;
  }

  static Deadline in(Duration time) {
    return new Deadline(System.nanoTime() + time.toNanos());
  }

  private long left() {
    return end - System.nanoTime();
  }

  /** Waits for the tasks to have ended, but not longer than until then, nor if interrupted. */
  void await(ExecutorService executor) {
    try {
      executor.awaitTermination(left(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for the threads to have ended, but not longer than until then, nor if interrupted. */
  void await(List<Thread> threads) {
    try {
      for (Thread thread : threads) {
        TimeUnit.NANOSECONDS.timedJoin(thread, left());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
