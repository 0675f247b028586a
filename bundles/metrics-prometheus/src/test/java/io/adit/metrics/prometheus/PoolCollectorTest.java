package io.adit.metrics.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.api.State;
import io.adit.api.pool.Pool;
import io.adit.api.pool.PoolSnapshot;
import io.adit.api.pool.PoolSnapshot.NodeSnapshot;
import io.adit.api.pool.PoolSnapshot.ProcessingTime;
import io.adit.api.pool.PoolSnapshot.WorkerSnapshot;
import io.adit.api.pool.RejectReason;
import io.adit.api.pool.Verdict;
import io.adit.api.pool.WorkStatistics;
import io.adit.api.pool.WorkStatistics.HashRates;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.exporter.common.TextFormat;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PoolCollectorTest {
  private static final ProcessingTime TIMES =
      new ProcessingTime(
          List.of(1_000L, 10_000L, 1_000_000L), List.of(1L, 20L, 5L, 2L), 3_500_000L);

  private static final WorkStatistics STATISTICS =
      new WorkStatistics(
          new HashRates(1e12, 5e12, 15e12, 60e12, 24e12),
          21,
          500,
          123_456.5,
          1_700_000_000_000L,
          Map.of(RejectReason.STALE, 3L, RejectReason.NOT_RECORDED, 1L));

  private static final List<NodeSnapshot> NODES =
      List.of(
          new NodeSnapshot("bitcoind at a", State.waiting("connection refused"), 899, false),
          new NodeSnapshot("bitcoind at b", State.ready("regtest"), 900, true),
          new NodeSnapshot("bitcoind at c", State.ready("regtest"), 898, false));

  private static WorkerSnapshot worker(String name, int connections, double fiveMinutes) {
    return new WorkerSnapshot(
        name,
        connections,
        new WorkStatistics(new HashRates(-1, fiveMinutes, -15, -60, -24), 1, 1, 1, 1, Map.of()));
  }

  private static Pool pool(
      long connections, int height, ProcessingTime times, WorkerSnapshot... workers) {
    return pool("main", connections, height, times, workers);
  }

  private static Pool pool(
      String name, long connections, int height, ProcessingTime times, WorkerSnapshot... workers) {
    return pool(name, NODES, connections, height, times, workers);
  }

  private static Pool pool(
      String name,
      List<NodeSnapshot> nodes,
      long connections,
      int height,
      ProcessingTime times,
      WorkerSnapshot... workers) {
    PoolSnapshot snapshot =
        new PoolSnapshot(
            name,
            State.ready(""),
            List.of("stratum+tcp://0.0.0.0:3333"),
            "bitcoin",
            nodes,
            connections,
            connections + 100,
            Map.of(
                Verdict.VALID, 21L,
                Verdict.STALE, 3L,
                Verdict.DUPLICATE, 2L,
                Verdict.LOW_DIFFICULTY, 1L,
                Verdict.INVALID, 0L),
            times,
            4,
            50,
            height,
            STATISTICS,
            List.of(),
            List.of(workers));
    return () -> snapshot;
  }

  private static List<String> scrape(String format, int maxWorkers, Pool... pools) {
    CollectorRegistry registry = new CollectorRegistry();
    registry.register(new PoolCollector(() -> List.of(pools), maxWorkers));
    StringWriter text = new StringWriter();
    try {
      TextFormat.writeFormat(format, text, registry.metricFamilySamples());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return text.toString().lines().toList();
  }

  private static List<String> samples(int maxWorkers, Pool... pools) {
    return scrape(TextFormat.CONTENT_TYPE_004, maxWorkers, pools).stream()
        .filter(line -> !line.startsWith("#"))
        .toList();
  }

  @Test
  void everyNameIsExactAndEveryStatusThereBeforeAnyPoolIs() {
    assertThat(samples(10))
        .containsExactly(
            "stratum_active_connections 0.0",
            "stratum_total_connections 0.0",
            "stratum_shares_total{status=\"valid\",} 0.0",
            "stratum_shares_total{status=\"stale\",} 0.0",
            "stratum_shares_total{status=\"duplicate\",} 0.0",
            "stratum_shares_total{status=\"low_difficulty\",} 0.0",
            "stratum_shares_total{status=\"invalid\",} 0.0",
            "stratum_share_processing_seconds_bucket{le=\"+Inf\",} 0.0",
            "stratum_share_processing_seconds_count 0.0",
            "stratum_share_processing_seconds_sum 0.0",
            "stratum_blocks_found_total 0.0",
            "stratum_active_workers 0.0",
            "stratum_current_block_height 0.0",
            "stratum_jobs_generated_total 0.0");
  }

  @Test
  void typesAreNamedAsTheirSamplesAre() {
    assertThat(scrape(TextFormat.CONTENT_TYPE_004, 10).stream().filter(l -> l.startsWith("# TYPE")))
        .containsExactly(
            "# TYPE stratum_active_connections gauge",
            "# TYPE stratum_total_connections gauge",
            "# TYPE stratum_shares_total counter",
            "# TYPE stratum_share_processing_seconds histogram",
            "# TYPE stratum_blocks_found_total counter",
            "# TYPE stratum_active_workers gauge",
            "# TYPE stratum_worker_hashrate gauge",
            "# TYPE stratum_current_block_height gauge",
            "# TYPE stratum_jobs_generated_total counter",
            "# TYPE stratum_pool_hashrate gauge",
            "# TYPE stratum_share_rejects_total counter",
            "# TYPE stratum_best_share_difficulty gauge",
            "# TYPE adit_node_up gauge",
            "# TYPE adit_node_height gauge",
            "# TYPE adit_node_serving gauge");
  }

  @Test
  void helpIsThereUnderEachName() {
    assertThat(scrape(TextFormat.CONTENT_TYPE_004, 10))
        .contains(
            "# HELP stratum_total_connections Connections of miners ever made.",
            "# HELP stratum_shares_total Shares submitted, by verdict.");
  }

  @Test
  void openMetricsHasTheSameSampleNames() {
    Pool pool = pool(7, 900, TIMES, worker("a", 1, 2));
    assertThat(names(scrape(TextFormat.CONTENT_TYPE_OPENMETRICS_100, 10, pool)))
        .isEqualTo(names(scrape(TextFormat.CONTENT_TYPE_004, 10, pool)));
  }

  private static List<String> names(List<String> lines) {
    return lines.stream()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.replaceFirst("[{ ].*", ""))
        .toList();
  }

  @Test
  void twoPoolsAreAddedUpAndTheHighestBlockIsShown() {
    assertThat(samples(10, pool(7, 900, TIMES), pool(5, 800, TIMES)))
        .contains(
            "stratum_active_connections 12.0",
            "stratum_total_connections 212.0",
            "stratum_shares_total{status=\"valid\",} 42.0",
            "stratum_shares_total{status=\"stale\",} 6.0",
            "stratum_shares_total{status=\"duplicate\",} 4.0",
            "stratum_shares_total{status=\"low_difficulty\",} 2.0",
            "stratum_shares_total{status=\"invalid\",} 0.0",
            "stratum_blocks_found_total 8.0",
            "stratum_current_block_height 900.0",
            "stratum_jobs_generated_total 100.0");
  }

  @Test
  void theHistogramIsCumulativeAndInSeconds() {
    assertThat(samples(10, pool(7, 900, TIMES)))
        .containsSubsequence(
            "stratum_share_processing_seconds_bucket{le=\"1.0E-6\",} 1.0",
            "stratum_share_processing_seconds_bucket{le=\"1.0E-5\",} 21.0",
            "stratum_share_processing_seconds_bucket{le=\"0.001\",} 26.0",
            "stratum_share_processing_seconds_bucket{le=\"+Inf\",} 28.0",
            "stratum_share_processing_seconds_count 28.0",
            "stratum_share_processing_seconds_sum 0.0035");
  }

  @Test
  void poolsWithDifferentBucketsAreAddedUp() {
    ProcessingTime others = new ProcessingTime(List.of(5_000L), List.of(3L, 4L), 0);
    assertThat(samples(10, pool(7, 900, TIMES), pool(5, 900, others)))
        .containsSubsequence(
            "stratum_share_processing_seconds_bucket{le=\"1.0E-6\",} 1.0",
            "stratum_share_processing_seconds_bucket{le=\"5.0E-6\",} 4.0",
            "stratum_share_processing_seconds_bucket{le=\"1.0E-5\",} 24.0",
            "stratum_share_processing_seconds_bucket{le=\"0.001\",} 29.0",
            "stratum_share_processing_seconds_bucket{le=\"+Inf\",} 35.0");
  }

  private static List<String> hashRates(int maxWorkers, Pool... pools) {
    return samples(maxWorkers, pools).stream()
        .filter(line -> line.startsWith("stratum_worker_hashrate"))
        .toList();
  }

  @Test
  void theFastestWorkersHaveALabelAndTheRestShareOne() {
    Pool pool =
        pool(
            7,
            900,
            TIMES,
            worker("slow", 1, 1),
            worker("fast", 1, 1000),
            worker("idle", 1, 0.5),
            worker("middle", 1, 100));
    assertThat(hashRates(2, pool))
        .containsExactly(
            "stratum_worker_hashrate{worker=\"fast\",} 1000.0",
            "stratum_worker_hashrate{worker=\"middle\",} 100.0",
            "stratum_worker_hashrate{worker=\"other\",} 1.5");
  }

  @Test
  void oneNameInTwoPoolsIsOneWorker() {
    Pool first = pool(7, 900, TIMES, worker("a", 1, 10));
    Pool second = pool(7, 900, TIMES, worker("a", 1, 32), worker("gone", 0, 7));
    assertThat(hashRates(10, first, second))
        .containsExactly(
            "stratum_worker_hashrate{worker=\"a\",} 42.0",
            "stratum_worker_hashrate{worker=\"gone\",} 7.0");
    assertThat(samples(10, first, second)).contains("stratum_active_workers 1.0");
  }

  @Test
  void aWorkerCalledOtherIsCountedWithTheRest() {
    Pool pool =
        pool(7, 900, TIMES, worker("other", 1, 1000), worker("a", 1, 10), worker("b", 1, 5));
    assertThat(hashRates(1, pool))
        .containsExactly(
            "stratum_worker_hashrate{worker=\"a\",} 10.0",
            "stratum_worker_hashrate{worker=\"other\",} 1005.0");
  }

  @Test
  void everyPoolHasItsOwnRatesRejectsAndBestShare() {
    List<String> samples =
        samples(10, pool("main", 7, 900, TIMES), pool("scrypt", 5, 800, TIMES)).stream()
            .filter(line -> line.startsWith("stratum_") && line.contains("pool=\""))
            .toList();
    assertThat(samples)
        .containsSubsequence(
            "stratum_pool_hashrate{pool=\"main\",window=\"1m\",} 1.0E12",
            "stratum_pool_hashrate{pool=\"main\",window=\"5m\",} 5.0E12",
            "stratum_pool_hashrate{pool=\"main\",window=\"15m\",} 1.5E13",
            "stratum_pool_hashrate{pool=\"main\",window=\"1h\",} 6.0E13",
            "stratum_pool_hashrate{pool=\"main\",window=\"1d\",} 2.4E13",
            "stratum_pool_hashrate{pool=\"scrypt\",window=\"1m\",} 1.0E12",
            "stratum_share_rejects_total{pool=\"main\",reason=\"job_not_found\",} 0.0",
            "stratum_share_rejects_total{pool=\"main\",reason=\"stale\",} 3.0",
            "stratum_share_rejects_total{pool=\"main\",reason=\"not_recorded\",} 1.0",
            "stratum_share_rejects_total{pool=\"scrypt\",reason=\"stale\",} 3.0",
            "stratum_best_share_difficulty{pool=\"main\",} 123456.5",
            "stratum_best_share_difficulty{pool=\"scrypt\",} 123456.5")
        .hasSize(2 * (5 + RejectReason.values().length + 1));
  }

  @Test
  void everyNodeOfAPoolShowsWhetherItIsWellHowFarItIsAndWhetherItServes() {
    assertThat(nodes(pool("main", 7, 900, TIMES)))
        .containsExactly(
            "adit_node_up{pool=\"main\",node=\"bitcoind at a\",} 0.0",
            "adit_node_up{pool=\"main\",node=\"bitcoind at b\",} 1.0",
            "adit_node_up{pool=\"main\",node=\"bitcoind at c\",} 1.0",
            "adit_node_height{pool=\"main\",node=\"bitcoind at a\",} 899.0",
            "adit_node_height{pool=\"main\",node=\"bitcoind at b\",} 900.0",
            "adit_node_height{pool=\"main\",node=\"bitcoind at c\",} 898.0",
            "adit_node_serving{pool=\"main\",node=\"bitcoind at a\",} 0.0",
            "adit_node_serving{pool=\"main\",node=\"bitcoind at b\",} 1.0",
            "adit_node_serving{pool=\"main\",node=\"bitcoind at c\",} 0.0");
  }

  @Test
  void aNodeIsOneSeriesWhileItsReplacementIsThereToo() {
    List<NodeSnapshot> both =
        List.of(
            new NodeSnapshot("devnet", State.ready(""), 5, true),
            new NodeSnapshot("devnet", State.starting(""), 0, false));

    assertThat(nodes(pool("main", both, 7, 900, TIMES)))
        .containsExactly(
            "adit_node_up{pool=\"main\",node=\"devnet\",} 1.0",
            "adit_node_height{pool=\"main\",node=\"devnet\",} 5.0",
            "adit_node_serving{pool=\"main\",node=\"devnet\",} 1.0");
  }

  private static List<String> nodes(Pool... pools) {
    return samples(10, pools).stream().filter(line -> line.startsWith("adit_node_")).toList();
  }

  @Test
  void aNameCannotBreakOutOfItsLabel() {
    Pool pool = pool(7, 900, TIMES, worker("x\"} 1\n\\evil", 1, 3));
    assertThat(hashRates(10, pool))
        .containsExactly("stratum_worker_hashrate{worker=\"x\\\"} 1\\n\\\\evil\",} 3.0");
  }
}
