package io.adit.node.bitcoind;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.adit.api.State;
import io.adit.api.coin.Coin;
import io.adit.api.node.BlockTemplate;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the node for its tip and for templates in three threads: one polls the tip, by which is told
 * whether the node is alive; one fetches a template when that has changed; one has a long poll
 * under way that the node answers when there is a new tip. What the first two meet decides the
 * state.
 */
final class TipWatcher {
  private static final Logger log = LoggerFactory.getLogger(TipWatcher.class);

  private final String name;
  private final Coin coin;
  private final RpcClient rpc;
  private final Pace pace;
  private final Inquiry inquiry;
  private final News news;
  private final TemplateReader reader;
  private final TemplateFetch fetch;
  private final LongPoll longPoll;
  private final List<Thread> threads;
  private final State ready;

  /** Whether the node has been seen to be on the coin's chain since it last failed. */
  private volatile boolean chainChecked;

  /** Whether the long poll under way may be one that the node has forgotten. */
  private volatile boolean longPollDoubtful;

  /** Whether a template is to be fetched at once, whatever the tip. Guarded by this. */
  private boolean hinted = true;

  private State.Kind reportedKind = State.Kind.STARTING;
  private String reportedCause = "";

  /**
   * Starts nothing yet.
   *
   * @param fetches as {@code rpc}, for templates alone
   * @param longPolls as {@code rpc}, for the long polls alone
   */
  TipWatcher(
      String name,
      Coin coin,
      RpcClient rpc,
      RpcClient fetches,
      RpcClient longPolls,
      Pace pace,
      Pulse pulse,
      News news) {
    this.name = name;
    this.coin = coin;
    this.rpc = rpc;
    this.pace = pace;
    inquiry = new Inquiry(rpc, pulse);
    this.news = news;
    reader = new TemplateReader(coin);
    ready = State.ready("bitcoind at " + rpc.where() + ", chain " + coin.chain());
    fetch = new TemplateFetch(this, fetches, pace);
    longPoll = new LongPoll(this, longPolls);
    threads =
        List.of(
            Threads.daemon(name + "-poll", this::poll),
            Threads.daemon(name + "-template", fetch::run),
            Threads.daemon(name + "-longpoll", longPoll::run));
  }

  void start() {
    threads.forEach(Thread::start);
  }

  /** Has a template fetched at once. */
  synchronized void pollNow() {
    hinted = true;
    notifyAll();
  }

  /** Somebody says that there is a new tip, by its hash as people write it. */
  void hint(String tip) {
    // To one that syncs, each of a million blocks is new.
    if (news.state().isReady() && !news.isOn(tip)) {
      pollNow();
    }
  }

  /** To be taken before the node is asked, for {@link #take}. */
  long tips() {
    return news.tips();
  }

  private void poll() {
    try {
      while (true) {
        pollOnce();
        pause();
      }
    } catch (InterruptedException e) {
      // Only stop() interrupts: the thread ends.
      Thread.currentThread().interrupt();
    }
  }

  private void pollOnce() throws InterruptedException {
    long tips = tips();
    boolean wanted = takeHint();
    Consumer<Duration> silent = limit -> silent(limit, tips);
    try {
      if (!chainChecked) {
        inquiry.checkChain(coin, silent);
        chainChecked = true;
      }
      String tip = inquiry.tip(silent);
      if (wanted) {
        fetch.want();
      } else if (fetch.isDue() || !news.isOn(tip)) {
        fetch.wantAny();
      }
    } catch (IOException | RpcException | RefusedException | RuntimeException e) {
      failed(e, tips);
    }
  }

  private synchronized boolean takeHint() {
    boolean taken = hinted;
    hinted = false;
    return taken;
  }

  /**
   * Until the next look at the tip, which comes sooner when the state changes or there is a hint.
   */
  private synchronized void pause() throws InterruptedException {
    long start = System.nanoTime();
    while (!hinted) {
      long left = pace.next(news.state().kind()).toNanos() - (System.nanoTime() - start);
      if (left <= 0) {
        return;
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
  }

  /** The parameter of {@code getblocktemplate}. */
  ObjectNode request() {
    ObjectNode request = RpcClient.object();
    ArrayNode rules = request.putArray("rules");
    coin.templateRules().forEach(rules::add);
    return request;
  }

  Template read(JsonNode answer) throws RefusedException {
    return reader.read(answer);
  }

  /** Takes what the node answered; whether it was news. */
  boolean take(Template template, long tips) {
    News.Outcome outcome = offer(template.block(), tips);
    if (outcome == News.Outcome.DOUBTFUL) {
      pollNow();
      return false;
    }
    longPoll.next(template.longPollId());
    return outcome == News.Outcome.NEW;
  }

  private synchronized News.Outcome offer(BlockTemplate template, long tips) {
    News.Outcome outcome = news.offer(template, tips, ready);
    if (outcome != News.Outcome.DOUBTFUL) {
      report(ready, "");
    }
    return outcome;
  }

  /** As {@link #take}, for an answer to {@link TemplateFetch}. */
  void takeFetched(Template template, long tips) {
    if (longPollDoubtful) {
      longPollDoubtful = false;
      longPoll.breakOff();
    }
    take(template, tips);
  }

  /**
   * Takes what has kept the node from answering; not if there was news while it was asked, as the
   * next question then tells more.
   *
   * @param askedAt {@link #tips} before that
   * @throws InterruptedException if it was the end of the watch
   */
  void failed(Exception failure, long askedAt) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    if (failure instanceof RuntimeException) {
      log.error("node {}: its answer could not be used", name, failure);
    }
    Outage outage =
        failure instanceof RpcException e && e.isSyncing()
            ? Outage.ofSyncing(inquiry.progress(e))
            : Outage.of(failure, rpc.where());
    lost(outage, askedAt);
  }

  /** It may answer yet; until then it cannot be told from one that is dead. */
  private void silent(Duration limit, long askedAt) {
    String words = "cannot reach " + rpc.where() + ": no answer within " + limit.toMillis() + " ms";
    lost(Outage.of(new SocketTimeoutException(words), rpc.where()), askedAt);
  }

  private void lost(Outage outage, long askedAt) {
    if (!without(outage, askedAt)) {
      return;
    }
    chainChecked = false;
    // It may yet bring word of a new tip; but only as a hint, for the node may be another by then.
    longPoll.next(Optional.empty());
    longPollDoubtful = true;
    fetch.breakOff();
  }

  private synchronized boolean without(Outage outage, long askedAt) {
    if (!news.without(outage.state(), askedAt)) {
      return false;
    }
    report(outage.state(), outage.cause());
    return true;
  }

  /** Logs once per change. Under the lock, in the order in which the state changes. */
  private void report(State state, String cause) {
    if (state.kind() == reportedKind && cause.equals(reportedCause)) {
      return;
    }
    reportedKind = state.kind();
    reportedCause = cause;
    // The pause may be another in this state.
    notifyAll();
    if (state.isReady()) {
      log.info("node {} is ready: {}", name, state.detail());
    } else if (state.kind() == State.Kind.REFUSED) {
      log.error("node {} cannot be used: {}", name, state.detail());
    } else {
      log.warn("node {} is waited for: {}", name, state.detail());
    }
  }

  /** Tells its threads to end, which they do as soon as their connections are closed. */
  void stop() {
    threads.forEach(Thread::interrupt);
  }

  /** Waits for its threads to have ended. */
  void awaitEnd(Deadline deadline) {
    deadline.await(threads);
  }
}
