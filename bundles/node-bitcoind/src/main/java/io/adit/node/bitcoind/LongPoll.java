package io.adit.node.bitcoind;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Keeps a question under way that the node answers when it has a new tip.
 *
 * @see <a href="https://github.com/bitcoin/bips/blob/master/bip-0022.mediawiki">BIP 22, long
 *     polling</a>
 */
final class LongPoll {
  /** A connection may have died without a word; the node may also have no news for so long. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  /**
   * Between two questions, when the first brought nothing: some answer at once whatever they know.
   */
  private static final long PAUSE_MILLIS = 1_000;

  private final TipWatcher watcher;
  private final RpcClient rpc;

  /** Never counted down: a pause ends by its time, or by an interrupt. */
  private final CountDownLatch noMore = new CountDownLatch(1);

  /** What to ask with: that of the last template, empty while there is none. */
  private Optional<String> id = Optional.empty();

  LongPoll(TipWatcher watcher, RpcClient rpc) {
    this.watcher = watcher;
    this.rpc = rpc;
  }

  /** What the next question is to be asked with. */
  synchronized void next(Optional<String> next) {
    id = next;
    notifyAll();
  }

  /** Asks no more until there is another id. */
  void breakOff() {
    next(Optional.empty());
    rpc.breakOff();
  }

  /** Asks until interrupted. */
  void run() {
    try {
      while (true) {
        // In this order: an answer to an id that is no longer there then counts as doubtful.
        long tips = watcher.tips();
        Optional<String> current = current();
        if (current.isEmpty()) {
          awaitId();
        } else if (!ask(current.get(), tips)) {
          noMore.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        }
      }
    } catch (InterruptedException e) {
      // Only the watcher's stop() interrupts: the thread ends.
      Thread.currentThread().interrupt();
    }
  }

  private synchronized Optional<String> current() {
    return id;
  }

  private synchronized void awaitId() throws InterruptedException {
    while (id.isEmpty()) {
      wait();
    }
  }

  /** Asks once; whether it brought news. */
  private boolean ask(String current, long tips) throws InterruptedException {
    try {
      Template template =
          watcher.read(
              rpc.call(PATIENCE, "getblocktemplate", watcher.request().put("longpollid", current)));
      return watcher.take(template, tips);
    } catch (IOException | RpcException | RefusedException | RuntimeException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      // The poll finds out what is the matter, says so, and has a new id when it is over.
      next(Optional.empty());
      watcher.pollNow();
      return false;
    }
  }
}
