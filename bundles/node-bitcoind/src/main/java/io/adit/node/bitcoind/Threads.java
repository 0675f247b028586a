package io.adit.node.bitcoind;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/** Starting and ending threads. */
final class Threads {
  /**
   * Longest wait for a thread that has been told to end; looking up a host name cannot be broken
   * off.
   */
  private static final long END_MILLIS = 1_000;

  private Threads() {}

  static Thread daemon(String name, Runnable task) {
    Thread thread = new Thread(task, "adit-node-" + name);
    thread.setDaemon(true);
    return thread;
  }

  static void await(ExecutorService executor) {
    try {
      executor.awaitTermination(END_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static void await(List<Thread> threads) {
    try {
      for (Thread thread : threads) {
        thread.join(END_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
