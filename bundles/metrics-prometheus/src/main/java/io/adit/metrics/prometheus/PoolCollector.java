package io.adit.metrics.prometheus;

import io.adit.api.pool.Pool;
import io.adit.api.pool.PoolSnapshot;
import io.adit.api.pool.PoolSnapshot.NodeSnapshot;
import io.adit.api.pool.PoolSnapshot.ProcessingTime;
import io.adit.api.pool.PoolSnapshot.WorkerSnapshot;
import io.adit.api.pool.RejectReason;
import io.adit.api.pool.Verdict;
import io.adit.api.pool.WorkStatistics.HashRates;
import io.prometheus.client.Collector;
import io.prometheus.client.Collector.MetricFamilySamples.Sample;
import io.prometheus.client.CounterMetricFamily;
import io.prometheus.client.GaugeMetricFamily;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * Asks every pool how it stands when Prometheus asks, and adds them up. Nothing is counted here, so
 * that this bundle can come and go without losing a count.
 */
final class PoolCollector extends Collector {
  private static final String OTHER = "other";
  private static final double NANOS = 1e9;

  private final Supplier<List<Pool>> pools;
  private final int maxWorkers;

  PoolCollector(Supplier<List<Pool>> pools, int maxWorkers) {
    this.pools = pools;
    this.maxWorkers = maxWorkers;
  }

  @Override
  public List<MetricFamilySamples> collect() {
    List<PoolSnapshot> snapshots = pools.get().stream().map(Pool::snapshot).toList();
    return List.of(
        new GaugeMetricFamily(
            "stratum_active_connections",
            "Connections of miners open now.",
            sum(snapshots, PoolSnapshot::connections)),
        // It only grows, but a counter of this library would have to be called ..._total.
        new GaugeMetricFamily(
            "stratum_total_connections",
            "Connections of miners ever made.",
            sum(snapshots, PoolSnapshot::totalConnections)),
        shares(snapshots),
        processing(snapshots),
        new CounterMetricFamily(
            "stratum_blocks_found_total",
            "Blocks found and taken by the node.",
            sum(snapshots, PoolSnapshot::blocks)),
        new GaugeMetricFamily(
            "stratum_active_workers",
            "Workers authorised on open connections.",
            activeWorkers(snapshots)),
        workerHashRates(snapshots),
        new GaugeMetricFamily(
            "stratum_current_block_height",
            "Height of the block being mined, the highest of all pools.",
            snapshots.stream().mapToInt(PoolSnapshot::height).max().orElse(0)),
        new CounterMetricFamily(
            "stratum_jobs_generated_total",
            "Jobs made from block templates.",
            sum(snapshots, PoolSnapshot::jobs)),
        poolHashRates(snapshots),
        rejects(snapshots),
        bestShares(snapshots),
        nodes(
            snapshots,
            "adit_node_up",
            "Whether a node is well: 1, or 0 while it is away, still syncing or refuses to work.",
            node -> node.state().isReady() ? 1 : 0),
        nodes(
            snapshots,
            "adit_node_height",
            "Height of the block that a node's template is for; 0 while it has none.",
            NodeSnapshot::height),
        nodes(
            snapshots,
            "adit_node_serving",
            "Whether a node is the one of its pool whose templates are worked on: 1, or 0.",
            node -> node.serving() ? 1 : 0));
  }

  private static double sum(List<PoolSnapshot> snapshots, ToLongFunction<PoolSnapshot> count) {
    return snapshots.stream().mapToLong(count).sum();
  }

  private static MetricFamilySamples shares(List<PoolSnapshot> snapshots) {
    CounterMetricFamily family =
        new CounterMetricFamily(
            "stratum_shares_total", "Shares submitted, by verdict.", List.of("status"));
    for (Verdict verdict : Verdict.values()) {
      family.addMetric(
          List.of(verdict.label()),
          sum(snapshots, snapshot -> snapshot.shares().getOrDefault(verdict, 0L)));
    }
    return family;
  }

  /** Pools with different buckets are added up bucket by bucket, as if each had those of all. */
  private static MetricFamilySamples processing(List<PoolSnapshot> snapshots) {
    Map<Long, Long> counts = new TreeMap<>();
    long above = 0;
    long sumNanos = 0;
    for (PoolSnapshot snapshot : snapshots) {
      ProcessingTime time = snapshot.processing();
      int bounds = time.boundsNanos().size();
      for (int i = 0; i < bounds; i++) {
        counts.merge(time.boundsNanos().get(i), time.counts().get(i), Long::sum);
      }
      above += time.counts().get(bounds);
      sumNanos += time.sumNanos();
    }
    String name = "stratum_share_processing_seconds";
    List<Sample> samples = new ArrayList<>();
    long cumulative = 0;
    for (Map.Entry<Long, Long> bucket : counts.entrySet()) {
      cumulative += bucket.getValue();
      samples.add(bucket(name, bucket.getKey() / NANOS, cumulative));
    }
    cumulative += above;
    samples.add(bucket(name, Double.POSITIVE_INFINITY, cumulative));
    samples.add(new Sample(name + "_count", List.of(), List.of(), cumulative));
    samples.add(new Sample(name + "_sum", List.of(), List.of(), sumNanos / NANOS));
    return new MetricFamilySamples(
        name, Type.HISTOGRAM, "Time from a submit's line to its verdict.", samples);
  }

  private static Sample bucket(String name, double bound, long cumulative) {
    return new Sample(
        name + "_bucket", List.of("le"), List.of(doubleToGoString(bound)), cumulative);
  }

  private static double activeWorkers(List<PoolSnapshot> snapshots) {
    return snapshots.stream()
        .flatMap(snapshot -> snapshot.workers().stream())
        .filter(worker -> worker.connections() > 0)
        .map(WorkerSnapshot::name)
        .distinct()
        .count();
  }

  /** Names come from miners: without a limit on them, anyone could fill Prometheus with series. */
  private MetricFamilySamples workerHashRates(List<PoolSnapshot> snapshots) {
    Map<String, Double> rates =
        snapshots.stream()
            .flatMap(snapshot -> snapshot.workers().stream())
            .collect(
                Collectors.groupingBy(
                    WorkerSnapshot::name,
                    Collectors.summingDouble(
                        worker -> worker.statistics().hashRates().fiveMinutes())));
    GaugeMetricFamily family =
        new GaugeMetricFamily(
            "stratum_worker_hashrate",
            "Hashes a second, averaged over five minutes with exponential decay, estimated from"
                + " credited shares; the slowest workers together as \""
                + OTHER
                + "\".",
            List.of("worker"));
    double rest = rates.getOrDefault(OTHER, 0.0);
    boolean hasRest = rates.remove(OTHER) != null;
    List<String> fastestFirst =
        rates.keySet().stream()
            .sorted(
                Comparator.<String>comparingDouble(rates::get)
                    .reversed()
                    .thenComparing(Comparator.naturalOrder()))
            .toList();
    for (int i = 0; i < fastestFirst.size(); i++) {
      double rate = rates.get(fastestFirst.get(i));
      if (i < maxWorkers) {
        family.addMetric(List.of(fastestFirst.get(i)), rate);
      } else {
        hasRest = true;
        rest += rate;
      }
    }
    if (hasRest) {
      family.addMetric(List.of(OTHER), rest);
    }
    return family;
  }

  private static MetricFamilySamples poolHashRates(List<PoolSnapshot> snapshots) {
    GaugeMetricFamily family =
        new GaugeMetricFamily(
            "stratum_pool_hashrate",
            "Hashes a second of all workers, averaged over the window with exponential decay,"
                + " estimated from credited shares.",
            List.of("pool", "window"));
    for (PoolSnapshot snapshot : snapshots) {
      HashRates rates = snapshot.statistics().hashRates();
      family.addMetric(List.of(snapshot.name(), "1m"), rates.minute());
      family.addMetric(List.of(snapshot.name(), "5m"), rates.fiveMinutes());
      family.addMetric(List.of(snapshot.name(), "15m"), rates.quarterHour());
      family.addMetric(List.of(snapshot.name(), "1h"), rates.hour());
      family.addMetric(List.of(snapshot.name(), "1d"), rates.day());
    }
    return family;
  }

  private static MetricFamilySamples rejects(List<PoolSnapshot> snapshots) {
    CounterMetricFamily family =
        new CounterMetricFamily(
            "stratum_share_rejects_total",
            "Shares not accepted, by reason; goes on from what the store has kept.",
            List.of("pool", "reason"));
    for (PoolSnapshot snapshot : snapshots) {
      for (RejectReason reason : RejectReason.values()) {
        family.addMetric(
            List.of(snapshot.name(), reason.label()),
            snapshot.statistics().rejects().getOrDefault(reason, 0L));
      }
    }
    return family;
  }

  /** Each node once: a name that two have must not make two samples of one series. */
  private static MetricFamilySamples nodes(
      List<PoolSnapshot> snapshots, String name, String help, ToLongFunction<NodeSnapshot> value) {
    GaugeMetricFamily family = new GaugeMetricFamily(name, help, List.of("pool", "node"));
    for (PoolSnapshot snapshot : snapshots) {
      Map<String, Long> values = new LinkedHashMap<>();
      for (NodeSnapshot node : snapshot.nodes()) {
        values.merge(node.name(), value.applyAsLong(node), Math::max);
      }
      values.forEach((node, one) -> family.addMetric(List.of(snapshot.name(), node), one));
    }
    return family;
  }

  private static MetricFamilySamples bestShares(List<PoolSnapshot> snapshots) {
    GaugeMetricFamily family =
        new GaugeMetricFamily(
            "stratum_best_share_difficulty",
            "Highest difficulty that a share has reached.",
            List.of("pool"));
    for (PoolSnapshot snapshot : snapshots) {
      family.addMetric(List.of(snapshot.name()), snapshot.statistics().bestShare());
    }
    return family;
  }
}
