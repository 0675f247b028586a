package io.adit.node.bitcoind;

import io.adit.api.State;
import io.adit.api.node.BlockTemplate;
import io.adit.api.node.Node;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is known of the node, and who wants to know. Listeners are called one after the other on a
 * thread of this class, so that a slow one delays no question to the node. They hear of every
 * state; of the templates that came while they were busy they hear of the newest alone.
 */
final class News {
  private static final Logger log = LoggerFactory.getLogger(News.class);

  private final ExecutorService teller;
  private final List<Subscription> watches = new CopyOnWriteArrayList<>();

  private State state;

  /** The newest; null when there is none that may be mined on. */
  private BlockTemplate template;

  /** How many times the tip has changed or been lost, as far as seen here. */
  private long tips;

  News(String name, State state) {
    this.state = state;
    teller = Executors.newSingleThreadExecutor(task -> Threads.daemon(name + "-news", task));
  }

  synchronized State state() {
    return state;
  }

  /** Taken before a question is asked, for {@link #offer}. */
  synchronized long tips() {
    return tips;
  }

  /** Whether the newest template is for a block on that one, by its hash as people write it. */
  synchronized boolean isOn(String tip) {
    return template != null && template.previous().toDisplayHex().equals(tip);
  }

  /** What became of an offer. */
  enum Outcome {
    /** Listeners are told. */
    NEW,
    /** Nothing in it is new. */
    KNOWN,
    /** It may be older than what is known; the node must be asked again to find out. */
    DOUBTFUL
  }

  /**
   * Takes a template.
   *
   * @param askedAt what {@link #tips} was when the node was asked. Of two answers with different
   *     tips that were under way at the same time, neither is known to be the newer.
   */
  synchronized Outcome offer(BlockTemplate offered, long askedAt, State ready) {
    boolean sameTip = template != null && template.previous().equals(offered.previous());
    if (!sameTip && askedAt != tips) {
      return Outcome.DOUBTFUL;
    }
    if (sameTip && !Refresh.isWorthwhile(template, offered)) {
      change(ready);
      return Outcome.KNOWN;
    }
    if (!sameTip) {
      tips++;
    }
    change(ready);
    template = offered;
    tell(subscription -> tellTemplate(subscription, offered));
    return Outcome.NEW;
  }

  /**
   * There is no work until the next template is offered.
   *
   * @param askedAt what {@link #tips} was when the node was asked
   * @return whether that is so: not if the tip has changed meanwhile
   */
  synchronized boolean without(State why, long askedAt) {
    if (askedAt != tips) {
      return false;
    }
    template = null;
    tips++;
    change(why);
    return true;
  }

  private void change(State changed) {
    if (!changed.equals(state)) {
      state = changed;
      tell(subscription -> subscription.listener.state(changed));
    }
  }

  /** Whether that is still the newest. */
  private synchronized boolean isCurrent(BlockTemplate told) {
    return told.equals(template);
  }

  private void tellTemplate(Subscription subscription, BlockTemplate told) {
    if (isCurrent(told)) {
      subscription.listener.template(told);
    }
  }

  synchronized Node.Watch watch(Node.Listener listener) {
    Subscription subscription = new Subscription(listener);
    State now = state;
    BlockTemplate newest = template;
    execute(
        () -> {
          subscription.call(it -> it.listener.state(now));
          if (newest != null) {
            subscription.call(it -> tellTemplate(it, newest));
          }
        });
    watches.add(subscription);
    return subscription;
  }

  private void tell(Call call) {
    // Those who watch now; a later one is told the state of things when it begins.
    List<Subscription> watching = List.copyOf(watches);
    execute(() -> watching.forEach(subscription -> subscription.call(call)));
  }

  private void execute(Runnable task) {
    if (!teller.isShutdown()) {
      teller.execute(task);
    }
  }

  private interface Call {
    void to(Subscription subscription);
  }

  private final class Subscription implements Node.Watch {
    private final Node.Listener listener;
    private boolean closed;

    Subscription(Node.Listener listener) {
      this.listener = listener;
    }

    /**
     * Holds the lock meanwhile: a close from another thread waits until the call has ended, one
     * from within the call does not.
     */
    synchronized void call(Call call) {
      if (closed || teller.isShutdown()) {
        return;
      }
      try {
        call.to(this);
      } catch (RuntimeException e) {
        log.error("a listener failed on news from the node", e);
      }
    }

    @Override
    public synchronized void close() {
      closed = true;
      watches.remove(this);
    }
  }

  /** Tells nothing any more, and has the thread end. */
  synchronized void stop() {
    // Not the watches: their locks are taken before this one, and a listener may hold its own.
    teller.shutdownNow();
  }

  /** Waits for the thread to have ended. */
  void awaitEnd(Deadline deadline) {
    deadline.await(teller);
  }
}
