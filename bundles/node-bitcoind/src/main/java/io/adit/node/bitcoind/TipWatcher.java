package io.adit.node.bitcoind;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.adit.api.State;
import io.adit.api.coin.Coin;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the node for templates in two threads: one polls its tip and fetches a template when that
 * has changed, the other has a long poll under way that the node answers when there is a new tip.
 * What the poll meets decides the state; a long poll that fails has the poll look at once.
 */
final class TipWatcher {
  private static final Logger log = LoggerFactory.getLogger(TipWatcher.class);

  private final String name;
  private final Coin coin;
  private final RpcClient rpc;
  private final Pace pace;
  private final News news;
  private final TemplateReader reader;
  private final LongPoll longPoll;
  private final List<Thread> threads;
  private final Semaphore wake = new Semaphore(0);
  private final State ready;

  /** Whether the node has been seen to be on the coin's chain; the poll's own. */
  private boolean chainChecked;

  /** Whether a template is to be fetched whatever the tip; the poll's own. */
  private boolean templateDue = true;

  /** By the system's nanosecond clock; the poll's own. */
  private long fetchedAt;

  private State.Kind reportedKind = State.Kind.STARTING;
  private String reportedCause = "";

  /**
   * Starts nothing yet.
   *
   * @param longPolls as {@code rpc}, for the long polls alone
   */
  TipWatcher(String name, Coin coin, RpcClient rpc, RpcClient longPolls, Pace pace, News news) {
    this.name = name;
    this.coin = coin;
    this.rpc = rpc;
    this.pace = pace;
    this.news = news;
    reader = new TemplateReader(coin);
    ready = State.ready("bitcoind at " + rpc.where() + ", chain " + coin.chain());
    longPoll = new LongPoll(this, longPolls);
    threads =
        List.of(
            Threads.daemon(name + "-poll", this::poll),
            Threads.daemon(name + "-longpoll", longPoll::run));
  }

  void start() {
    threads.forEach(Thread::start);
  }

  /** Has the poll fetch a template at once. */
  void pollNow() {
    wake.release();
  }

  /** To be taken before the node is asked, for {@link #take}. */
  long tips() {
    return news.tips();
  }

  private void poll() {
    try {
      while (true) {
        Duration pause = pollOnce();
        if (wake.tryAcquire(pause.toNanos(), TimeUnit.NANOSECONDS)) {
          wake.drainPermits();
          templateDue = true;
        }
      }
    } catch (InterruptedException e) {
      // Only stop() interrupts: the thread ends.
      Thread.currentThread().interrupt();
    }
  }

  /** Asks once; returns how long to wait before the next time. */
  private Duration pollOnce() throws InterruptedException {
    try {
      if (!chainChecked) {
        checkChain();
        chainChecked = true;
      }
      if (isTemplateDue()) {
        long tips = tips();
        take(reader.read(rpc.call("getblocktemplate", request())), tips);
        templateDue = false;
        fetchedAt = System.nanoTime();
      }
      return pace.poll();
    } catch (RefusedException e) {
      return without(State.refused(e.getMessage()), e.getMessage());
    } catch (RpcException e) {
      if (e.isSyncing()) {
        return without(State.waiting(progress(e)), "syncing");
      }
      String detail = rpc.where() + " says: " + e.getMessage();
      return without(e.isPassing() ? State.waiting(detail) : State.refused(detail), detail);
    } catch (IOException e) {
      // One cause for the log: a node that dies first resets connections, then refuses them.
      return without(State.waiting(e.getMessage() + "; trying again"), "unreachable");
    } catch (RuntimeException e) {
      // A fault of ours, which must not end the thread.
      log.error("node {}: its answer could not be used", name, e);
      String detail = rpc.where() + ": " + e;
      return without(State.waiting(detail), detail);
    }
  }

  private boolean isTemplateDue() throws IOException, RpcException, RefusedException {
    return templateDue
        || System.nanoTime() - fetchedAt >= pace.template().toNanos()
        || !news.isOn(rpc.call("getbestblockhash").asText());
  }

  private void checkChain() throws IOException, RpcException, RefusedException {
    String chain = rpc.call("getblockchaininfo").path("chain").asText();
    if (!chain.equals(coin.chain())) {
      throw new RefusedException(
          String.format(
              "%s is on chain \"%s\", but %s needs chain \"%s\"",
              rpc.where(), chain, coin.name(), coin.chain()));
    }
  }

  private String progress(RpcException why) {
    try {
      JsonNode info = rpc.call("getblockchaininfo");
      return String.format(
          "%s is syncing: %d of %d blocks (%s)",
          rpc.where(),
          info.path("blocks").asLong(),
          info.path("headers").asLong(),
          why.getMessage());
    } catch (IOException | RpcException | RefusedException e) {
      return rpc.where() + " is syncing (" + why.getMessage() + ")";
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
    News.Outcome outcome = news.offer(template.block(), tips, ready);
    if (outcome == News.Outcome.DOUBTFUL) {
      pollNow();
      return false;
    }
    report(ready, "");
    longPoll.next(template.longPollId());
    return outcome == News.Outcome.NEW;
  }

  private Duration without(State state, String cause) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    chainChecked = false;
    templateDue = true;
    longPoll.breakOff();
    news.without(state);
    report(state, cause);
    return pace.retry(state.kind());
  }

  /** Logs once per change. */
  private synchronized void report(State state, String cause) {
    if (state.kind() == reportedKind && cause.equals(reportedCause)) {
      return;
    }
    reportedKind = state.kind();
    reportedCause = cause;
    if (state.isReady()) {
      log.info("node {} is ready: {}", name, state.detail());
    } else if (state.kind() == State.Kind.REFUSED) {
      log.error("node {} cannot be used: {}", name, state.detail());
    } else {
      log.warn("node {} is waited for: {}", name, state.detail());
    }
  }

  /** Tells both threads to end, which they do as soon as their connections are closed. */
  void stop() {
    threads.forEach(Thread::interrupt);
  }

  /** Waits for both threads to have ended. */
  void awaitEnd(Deadline deadline) {
    deadline.await(threads);
  }
}
