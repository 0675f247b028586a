package io.adit.node.bitcoind;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;

/**
 * Fetches templates when told to, one at a time, on a thread of its own: making one takes some
 * nodes seconds, and whether they are alive has to be known all the time.
 */
final class TemplateFetch {
  private final TipWatcher watcher;
  private final RpcClient rpc;
  private final Pace pace;

  /** Whether one is to be fetched after that under way. */
  private boolean wanted;

  private boolean underWay;

  /** When the last one that came was asked for, by the system's nanosecond clock. */
  private long askedAt = System.nanoTime();

  private Duration taken = Duration.ZERO;

  /**
   * @param rpc for these questions alone
   */
  TemplateFetch(TipWatcher watcher, RpcClient rpc, Pace pace) {
    this.watcher = watcher;
    this.rpc = rpc;
    this.pace = pace;
  }

  /** Has one fetched, asking not before now. */
  synchronized void want() {
    wanted = true;
    notifyAll();
  }

  /** As {@link #want}, unless there is a question under way. */
  synchronized void wantAny() {
    if (!underWay) {
      want();
    }
  }

  /** Whether the newest one is old enough for another. */
  synchronized boolean isDue() {
    return System.nanoTime() - askedAt >= pace.refresh(taken).toNanos();
  }

  /** Gives up the question under way. */
  void breakOff() {
    rpc.breakOff();
  }

  /** Fetches until interrupted. */
  void run() {
    try {
      while (true) {
        awaitWant();
        fetch();
        end();
      }
    } catch (InterruptedException e) {
      // Only the watcher's stop() interrupts: the thread ends.
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void awaitWant() throws InterruptedException {
    while (!wanted) {
      wait();
    }
    wanted = false;
    underWay = true;
  }

  private synchronized void end() {
    underWay = false;
  }

  private void fetch() throws InterruptedException {
    long tips = watcher.tips();
    long start = System.nanoTime();
    try {
      JsonNode answer = rpc.call("getblocktemplate", watcher.request());
      came(start);
      watcher.takeFetched(watcher.read(answer), tips);
    } catch (IOException | RpcException | RefusedException | RuntimeException e) {
      watcher.failed(e, tips);
    }
  }

  private synchronized void came(long start) {
    askedAt = start;
    taken = Duration.ofNanos(System.nanoTime() - start);
  }
}
