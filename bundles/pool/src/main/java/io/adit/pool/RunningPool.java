package io.adit.pool;

import io.adit.api.State;
import io.adit.api.node.Node;
import io.adit.api.pool.PoolSnapshot;
import io.adit.api.pool.Verdict;
import io.adit.api.transport.Transport;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A pool's parts, put together. The pool has one thread of its own, for all that is not a miner's
 * line: templates, blocks, the ticking of time, opening and closing its port.
 */
final class RunningPool {
  private static final Logger log = LoggerFactory.getLogger(RunningPool.class);
  private static final double TICK_SECONDS = 1;

  /** Hashes, on average, for one that meets a target: 2^256 / (target + 1). */
  private static final double ALL_HASHES = 0x1p256;

  private final PoolSettings settings;
  private final PoolThread thread;
  private final Clock clock = Clock.systemUTC();
  private final WorkerRates rates = new WorkerRates();
  private final Extranonces extranonces;
  private final JobFeed feed;
  private final BlockCourier courier;
  private final ShareJudge judge;

  private volatile Services services = Services.NONE;
  private volatile Node node;
  private Node.Watch watch;
  private boolean started;

  /** The open port; null while there is none. */
  private volatile Door door;

  private volatile State doorState = State.starting("not open yet");
  private Transport transport;

  /** A port, and what its event loops keep. */
  private record Door(
      Transport transport, Transport.Listener listener, WorkDesk desk, List<LoopState> loops) {}

  RunningPool(PoolSettings settings) {
    this.settings = settings;
    thread = new PoolThread(settings.name());
    extranonces = new Extranonces(settings.extranonce1Size());
    feed = new JobFeed(settings, () -> services, this::announce, thread, clock);
    courier = new BlockCourier(settings, () -> services, () -> node, thread, clock);
    judge = new ShareJudge(settings, rates, courier, clock);
  }

  synchronized void start() {
    started = true;
    openDoor();
    watchNode();
    thread.everySecond(this::tick);
  }

  synchronized void stop() {
    started = false;
    unwatchNode();
    closeDoor();
    thread.stop();
  }

  synchronized void transport(Transport newTransport) {
    closeDoor();
    transport = newTransport;
    openDoor();
  }

  synchronized void withoutTransport(Transport gone) {
    if (transport == gone) {
      closeDoor();
      transport = null;
    }
  }

  private void openDoor() {
    if (!started || transport == null) {
      return;
    }
    List<LoopState> loops = new ArrayList<>();
    while (loops.size() < transport.loops()) {
      loops.add(new LoopState(settings.extranonce1Size(), settings.extranonce2Size()));
    }
    WorkDesk desk = new WorkDesk(settings, () -> services, System::nanoTime);
    Conversation conversation =
        new Conversation(
            settings, loops, () -> services, judge, desk, extranonces, rates, System::nanoTime);
    try {
      Transport.Listener listener = transport.listen(settings.endpoint(), conversation);
      door = new Door(transport, listener, desk, List.copyOf(loops));
      doorState = State.ready("listening at " + listener.endpoint());
      log.info("{}: listening at {}", settings.name(), listener.endpoint());
      announce(feed.work());
    } catch (IOException e) {
      doorState = State.refused(e.getMessage());
      log.error("{}: {}", settings.name(), e.getMessage());
    }
  }

  /**
   * Leaves the port and its connections with the transport, for this pool's next version to take
   * over.
   */
  private void closeDoor() {
    Door open = door;
    if (open != null) {
      doorState = State.waiting("no transport");
      door = null;
      open.listener().park();
    }
  }

  synchronized void node(Node newNode) {
    unwatchNode();
    node = newNode;
    watchNode();
  }

  synchronized void withoutNode(Node gone) {
    if (node == gone) {
      unwatchNode();
      node = null;
      if (started) {
        thread.execute(feed::lost);
      }
    }
  }

  private void watchNode() {
    if (started && node != null) {
      watch = node.watch(feed);
    }
  }

  private void unwatchNode() {
    if (watch != null) {
      watch.close();
      watch = null;
    }
  }

  /** Works with a service more, or with another one. */
  void bind(UnaryOperator<Services> change) {
    boolean wasComplete = change(change);
    Door open = door;
    if (!wasComplete && services.isComplete() && open != null) {
      thread.execute(feed::announce);
      open.listener().onEachLoop(loop -> open.loops().get(loop.index()).resume());
    }
  }

  /** Works without a service; returns when no line is being handled with it any more. */
  void unbind(UnaryOperator<Services> change) {
    change(change);
    Door open = door;
    if (open != null) {
      open.listener().onEachLoop(loop -> open.loops().get(loop.index()).letGo());
      open.transport().quiesce().toCompletableFuture().join();
    }
  }

  private synchronized boolean change(UnaryOperator<Services> change) {
    boolean wasComplete = services.isComplete();
    services = change.apply(services);
    return wasComplete;
  }

  private void announce(Work work) {
    Door open = door;
    if (open != null) {
      long forgetBefore = clock.millis() - settings.jobTimeout().toMillis();
      open.listener()
          .onEachLoop(
              loop -> open.desk().announce(open.loops().get(loop.index()), work, forgetBefore));
    }
  }

  private void tick() {
    Door open = door;
    feed.tick(open != null && open.desk().takeUrgent());
    rates.tick(TICK_SECONDS);
    if (open != null) {
      open.listener().onEachLoop(loop -> open.desk().retarget(open.loops().get(loop.index())));
    }
  }

  PoolSnapshot snapshot() {
    Door open = door;
    Node current = node;
    Work work = feed.work();
    Services now = services;
    List<LoopCounters> counters = new ArrayList<>();
    if (open != null) {
      for (LoopState loop : open.loops()) {
        counters.add(loop.counters);
      }
    }
    Map<Verdict, Long> shares = new EnumMap<>(Verdict.class);
    for (Verdict verdict : Verdict.values()) {
      shares.put(verdict, counters.stream().mapToLong(loop -> loop.of(verdict)).sum());
    }
    double hashes =
        now.pow() == null
            ? 0
            : ALL_HASHES / (now.pow().difficultyOne().toBigInteger().doubleValue() + 1);
    return new PoolSnapshot(
        settings.name(),
        state(current, work),
        open == null ? "" : open.listener().endpoint().toString(),
        settings.coin().name(),
        current == null ? "" : current.describe(),
        counters.stream().mapToLong(LoopCounters::open).sum(),
        counters.stream().mapToLong(LoopCounters::ever).sum(),
        shares,
        LoopCounters.processing(counters),
        courier.accepted(),
        feed.made(),
        work == null ? 0 : work.job().template().height(),
        rates.snapshot(hashes));
  }

  private State state(Node current, Work work) {
    if (!doorState.isReady() || work != null) {
      return doorState;
    }
    return State.waiting("no work: " + (current == null ? "no node" : current.state().detail()));
  }
}
