package io.adit.pool;

import io.adit.api.State;
import io.adit.api.pool.PoolSnapshot;
import io.adit.api.pool.Verdict;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What of a pool may be seen from outside. */
final class Overview {
  /** Hashes, on average, for one that meets a target: 2^256 / (target + 1). */
  private static final double ALL_HASHES = 0x1p256;

  private final PoolSettings settings;
  private final List<Port> ports;
  private final JobFeed feed;
  private final Nodes nodes;
  private final BlockCourier courier;
  private final WorkerBook book;

  Overview(
      PoolSettings settings,
      List<Port> ports,
      JobFeed feed,
      Nodes nodes,
      BlockCourier courier,
      WorkerBook book) {
    this.settings = settings;
    this.ports = ports;
    this.feed = feed;
    this.nodes = nodes;
    this.courier = courier;
    this.book = book;
  }

  /** How the pool is doing now. Any thread. */
  PoolSnapshot of(Services now) {
    Work work = feed.news().work();
    List<LoopCounters> counters = ports.stream().flatMap(port -> port.counters().stream()).toList();
    Map<Verdict, Long> shares = new EnumMap<>(Verdict.class);
    for (Verdict verdict : Verdict.values()) {
      shares.put(verdict, counters.stream().mapToLong(loop -> loop.of(verdict)).sum());
    }
    double hashes =
        now.pow() == null
            ? 0
            : ALL_HASHES / (now.pow().difficultyOne().toBigInteger().doubleValue() + 1);
    WorkerBook.Snapshot statistics = book.snapshot(hashes);
    return new PoolSnapshot(
        settings.name(),
        state(work, now),
        ports.stream().filter(Port::isOpen).map(Port::endpoint).toList(),
        settings.coin().name(),
        nodes.snapshots(),
        counters.stream().mapToLong(LoopCounters::open).sum(),
        counters.stream().mapToLong(LoopCounters::ever).sum(),
        shares,
        LoopCounters.processing(counters),
        courier.accepted(),
        feed.made(),
        work == null ? 0 : work.job().template().height(),
        statistics.all(),
        statistics.users(),
        statistics.workers());
  }

  private State state(Work work, Services now) {
    for (Port port : ports) {
      if (!port.isOpen()) {
        return port.state();
      }
    }
    if (settings.numbering().isMissing(now)) {
      return State.waiting(settings.numbering().waitsFor(now));
    }
    if (work == null) {
      return State.waiting("no work: " + nodes.state().detail());
    }
    return State.ready(
        "listening at " + String.join(", ", ports.stream().map(Port::endpoint).toList()));
  }
}
