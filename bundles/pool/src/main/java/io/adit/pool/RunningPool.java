package io.adit.pool;

import io.adit.api.ledger.StatisticsLedger;
import io.adit.api.node.Node;
import io.adit.api.pool.PoolSnapshot;
import io.adit.api.transport.Connection;
import io.adit.api.transport.Transport;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/**
 * A pool's parts, put together. The pool has one thread of its own, for all that is not a miner's
 * line: templates, blocks, the ticking of time, opening its ports again.
 *
 * <p>Its lock guards what comes and goes: transport, doors. It is not held while waiting for the
 * pool's thread, which takes it, too.
 */
final class RunningPool {
  private static final Duration BLOCKS_LIMIT = Duration.ofSeconds(1);

  private final PoolSettings settings;
  private final PoolThread thread;
  private final LongSupplier nanos;
  private final WorkerBook book;
  private final Extranonces extranonces;
  private final SessionKeeper keeper;
  private final JobFeed feed;
  private final Nodes nodes;
  private final BlockCourier courier;
  private final Confirmations confirmations;
  private final ShareJudge judge;
  private final Memory memory;
  private final List<Port> ports;
  private final Overview overview;
  private final NumberWatch numberWatch;
  private final long beganNanos;

  private volatile Services services = Services.NONE;
  private Transport transport;
  private boolean started;

  /**
   * A pool that {@link #start} opens.
   *
   * @param clock what the time is, for people, nodes and miners
   * @param nanos a clock that nobody sets, for how long something takes
   */
  RunningPool(PoolSettings settings, Clock clock, LongSupplier nanos) {
    this.settings = settings;
    this.nanos = nanos;
    beganNanos = nanos.getAsLong();
    thread = new PoolThread(settings.name());
    book = new WorkerBook(settings.name());
    extranonces = new Extranonces(settings.extranonce1Size(), settings.jobTimeout(), nanos);
    keeper = new SessionKeeper(settings.name(), nanos);
    feed = new JobFeed(settings, () -> services, this::announce, clock, nanos);
    nodes = new Nodes(settings.name(), feed, thread, nanos);
    courier = new BlockCourier(settings.name(), () -> services, nodes::all, thread, clock);
    confirmations =
        new Confirmations(settings.name(), settings.confirmations(), courier, nodes, thread, nanos);
    judge = new ShareJudge(settings, book, courier, clock);
    memory = new Memory(settings.name(), book, thread, clock, nanos);
    ports =
        settings.ports().stream()
            .map(port -> new Port(settings.name(), port, this::newLoop))
            .toList();
    overview = new Overview(settings, ports, feed, nodes, courier, book);
    numberWatch = new NumberWatch(settings);
  }

  private LoopState newLoop(LoopCounters counters) {
    return new LoopState(settings.extranonce1Size(), settings.extranonce2Size(), counters);
  }

  synchronized void start() {
    started = true;
    openDoors();
    nodes.open();
    thread.everySecond(this::tick);
  }

  void stop() {
    synchronized (this) {
      started = false;
      nodes.close();
      closeDoors(true, "stopped");
    }
    courier.finish(BLOCKS_LIMIT);
    memory.keepAll();
    thread.stop();
  }

  /**
   * Works with that transport from now on. Connections stay with the one before it, and end there.
   */
  synchronized void transport(Transport newTransport) {
    closeDoors(false, "another transport has come");
    transport = newTransport;
    openDoors();
  }

  synchronized void withoutTransport(Transport gone) {
    if (transport == gone) {
      closeDoors(true, "no transport");
      transport = null;
    }
  }

  private synchronized void openDoors() {
    if (!started || transport == null) {
      return;
    }
    for (Port port : ports) {
      if (!port.isOpen()) {
        port.open(transport, loops -> staff(port.settings(), loops));
        // In the order of the news, which come on that thread.
        thread.execute(() -> announce(port, feed.news(), false));
      }
    }
  }

  private Port.Staff staff(PortSettings port, List<LoopState> loops) {
    WorkDesk desk = new WorkDesk(port, settings.jobTimeout(), () -> services, nanos);
    Subscriptions subscriptions =
        new Subscriptions(settings, desk, extranonces, keeper, () -> services, nanos);
    Enrolment enrolment = new Enrolment(settings, port.payout(), desk, subscriptions, book);
    return new Port.Staff(
        desk,
        enrolment,
        new Conversation(
            loops, () -> services, judge, desk, enrolment, subscriptions, book, nanos));
  }

  /** What miners had here is free; those that an open door adopts bring theirs back. */
  private void closeDoors(boolean park, String why) {
    for (Port port : ports) {
      for (LoopState loop : port.close(park, why)) {
        loop.takings.clear();
        for (Connection connection : loop.connections) {
          connection.session().extranonce1().ifPresent(extranonces::free);
          connection.session().workers().forEach(worker -> book.of(worker.name()).left());
        }
      }
    }
  }

  /** Works with a node more. */
  void node(Node node, Map<String, ?> properties) {
    nodes.add(node, properties);
  }

  /** Works without a node; its listener is not called any more when this returns. */
  void withoutNode(Node gone) {
    nodes.remove(gone);
    thread.pass();
  }

  void statistics(StatisticsLedger ledger) {
    memory.use(ledger);
  }

  void withoutStatistics(StatisticsLedger gone) {
    memory.letGo(gone);
  }

  /** Works with a service more, or with another one. */
  void bind(UnaryOperator<Services> change) {
    boolean wasComplete = change(change);
    if (!wasComplete && services.isComplete()) {
      thread.execute(
          () -> {
            // What was held back is judged by what is known now.
            feed.announce();
            onEachLoop((staff, loop) -> loop.resume());
          });
    }
  }

  /** Works without a service; returns when nothing is being done with it any more. */
  void unbind(UnaryOperator<Services> change) {
    change(change);
    onEachLoop((staff, loop) -> loop.letGo());
    ports.forEach(Port::quiesce);
    thread.pass();
  }

  /** Works with what is newly known of miners' software, for those that are there, too. */
  void profiles(UnaryOperator<Services> change) {
    change(change);
    onEachLoop(
        (staff, loop) -> {
          Services current = services;
          if (current.isComplete()) {
            loop.forEach(connection -> staff.enrolment().profile(connection.session(), current));
          }
        });
  }

  private synchronized boolean change(UnaryOperator<Services> change) {
    boolean wasComplete = services.isComplete();
    services = change.apply(services);
    return wasComplete;
  }

  private void onEachLoop(BiConsumer<Port.Staff, LoopState> task) {
    ports.forEach(port -> port.onEachLoop(task));
  }

  private void announce(JobFeed.News news, boolean urgentOnly) {
    ports.forEach(port -> announce(port, news, urgentOnly));
  }

  private static void announce(Port port, JobFeed.News news, boolean urgentOnly) {
    port.onEachLoop(
        (staff, loop) -> staff.desk().announce(loop, news.work(), news.tip(), urgentOnly));
  }

  private void tick() {
    openDoors();
    boolean urgent = false;
    for (Port port : ports) {
      urgent |= port.takeUrgent();
    }
    nodes.tick();
    feed.tick(urgent);
    // The ledger may have come, or have opened, since.
    courier.resume();
    confirmations.tick();
    memory.tick();
    extranonces.expire();
    numberWatch.look(services);
    onEachLoop(
        (staff, loop) -> {
          staff.desk().retarget(loop);
          staff.conversation().tick(loop);
        });
    if (nanos.getAsLong() - beganNanos > settings.staleJobThreshold().toNanos()) {
      onEachLoop((staff, loop) -> staff.desk().hearAdopted(loop));
    }
  }

  PoolSnapshot snapshot() {
    return overview.of(services);
  }
}
