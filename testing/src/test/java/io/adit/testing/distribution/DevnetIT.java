package io.adit.testing.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The first run: no node, no database. */
@ExtendWith(Outputs.class)
@Timeout(180)
class DevnetIT {
  /** About 4300 hashes for a share. */
  private static final String EASY =
      """
      mining:
        initial_difficulty: 0.000001
        min_difficulty: 0.000001
        max_difficulty: 0.000001
      """;

  @TempDir Path directory;

  private final AditProcess.Ports ports = AditProcess.Ports.free();

  private AditProcess start(String config) {
    return AditProcess.start(directory, ports, ports.section() + config);
  }

  private MinerProcess miner(String... options) {
    return MinerProcess.start(MinerProcess.tcp(ports.first()), options);
  }

  @Test
  void aMinersFirstShareIsAcceptedSoonAfterItConnects() {
    try (AditProcess server = start("");
        MinerProcess miner = miner("--shares", "1")) {
      miner.awaitLine("^connected to ");
      long connected = System.nanoTime();
      assertThat(miner.awaitExit()).isZero();
      Duration took = Duration.ofNanos(System.nanoTime() - connected);

      assertThat(miner.summary().accepted()).isPositive();
      System.out.printf(
          Locale.ROOT,
          "Devnet: first accepted share, and the miner's end, %.1f s after connecting%n",
          took.toMillis() / 1000.0);
      assertThat(took).isLessThan(Duration.ofSeconds(30));
      assertThat(server.isAlive()).isTrue();
    }
  }

  @Test
  void theChainGrowsByTheMinersBlocks() {
    try (AditProcess server = start("node:\n  devnet_difficulty: 0.0001\n");
        MinerProcess miner = miner()) {
      server.awaitLine(": block 3 accepted: [0-9a-f]{64}$");
      await()
          .atMost(RunningProcess.LIMIT)
          .until(() -> server.metrics().get("stratum_blocks_found_total") >= 3);
      await().atMost(RunningProcess.LIMIT).until(() -> miner.count("block found") >= 3);
      assertThat(miner.stop()).isZero();
      assertThat(miner.summary().blocks()).isGreaterThanOrEqualTo(3);
    }
  }

  @Test
  void metricsHaveTheirNamesAndCountWhatHappened() {
    try (AditProcess server = start(EASY);
        StratumClient onlooker = StratumClient.login(ports.first(), MinerProcess.WORKER + "2");
        MinerProcess miner = miner()) {
      await()
          .atMost(RunningProcess.LIMIT)
          .until(
              () ->
                  server
                          .metrics()
                          .getOrDefault(
                              "stratum_worker_hashrate{worker=\"" + MinerProcess.WORKER + "\",}",
                              0.0)
                      > 0);
      assertThat(miner.stop()).isZero();
      onlooker.send("{\"id\":7,\"method\":\"mining.submit\",\"params\":[]}\n");
      assertThat(onlooker.reply(7).path("error").isArray()).isTrue();
      await()
          .atMost(RunningProcess.LIMIT)
          .until(() -> server.metrics().get("stratum_active_connections") == 1);

      Map<String, Double> metrics = server.metrics();
      Set<String> names =
          metrics.keySet().stream()
              .map(sample -> sample.replaceFirst("\\{.*", ""))
              .collect(Collectors.toCollection(TreeSet::new));
      assertThat(names)
          .containsExactly(
              "adit_ledger_accepting",
              "adit_ledger_bytes",
              "adit_ledger_durability",
              "adit_ledger_position",
              "adit_ledger_store_position",
              "adit_ledger_store_up",
              "adit_ledger_store_waiting",
              "adit_node_height",
              "adit_node_serving",
              "adit_node_up",
              "stratum_active_connections",
              "stratum_active_workers",
              "stratum_best_share_difficulty",
              "stratum_blocks_found_total",
              "stratum_current_block_height",
              "stratum_jobs_generated_total",
              "stratum_pool_hashrate",
              "stratum_share_processing_seconds_bucket",
              "stratum_share_processing_seconds_count",
              "stratum_share_processing_seconds_sum",
              "stratum_share_rejects_total",
              "stratum_shares_total",
              "stratum_total_connections",
              "stratum_worker_hashrate");
      assertThat(metrics.get("stratum_total_connections")).isEqualTo(2);
      double valid = metrics.get("stratum_shares_total{status=\"valid\",}");
      assertThat(valid).isPositive().isGreaterThanOrEqualTo((double) miner.summary().accepted());
      assertThat(metrics.get("stratum_shares_total{status=\"invalid\",}")).isEqualTo(1);
      assertThat(metrics.get("stratum_share_processing_seconds_count"))
          .isGreaterThanOrEqualTo(valid);
      assertThat(metrics.get("stratum_current_block_height")).isGreaterThanOrEqualTo(1);
      assertThat(metrics.get("stratum_jobs_generated_total")).isGreaterThanOrEqualTo(1);
    }
  }

  @Test
  void whatWasAcceptedIsStoredWhenTheServerIsToldToEnd() {
    try (AditProcess server = start(EASY)) {
      try (MinerProcess miner = miner("--shares", "300")) {
        assertThat(miner.awaitExit()).isZero();
        await()
            .atMost(RunningProcess.LIMIT)
            .until(() -> server.metrics().get("stratum_active_connections") == 0);
        double valid = server.metrics().get("stratum_shares_total{status=\"valid\",}");
        long begin = System.nanoTime();
        assertThat(server.stop()).isZero();
        System.out.printf(
            Locale.ROOT, "Devnet: stopped in %.1f s%n", (System.nanoTime() - begin) / 1e9);

        assertThat(valid).isGreaterThanOrEqualTo((double) miner.summary().accepted());
        try (Database database = server.database()) {
          assertThat((double) database.count("shares")).isEqualTo(valid);
          assertThat(database.column("SELECT shares FROM workers"))
              .containsExactly(Long.toString((long) valid));
        }
      }
    }
  }

  @Test
  void noShareThatAMinerHasAReplyForIsLostWhenTheServerEndsInTheMidstOfThem() {
    try (AditProcess server = start(EASY);
        MinerProcess miner = miner()) {
      await()
          .atMost(RunningProcess.LIMIT)
          .until(() -> server.metrics().get("stratum_shares_total{status=\"valid\",}") > 100);
      assertThat(server.stop()).isZero();
      miner.awaitLine("trying again");
      assertThat(miner.stop()).isZero();

      long accepted = miner.summary().accepted();
      assertThat(accepted).isGreaterThan(100);
      try (Database database = server.database()) {
        assertThat(database.count("shares")).isGreaterThanOrEqualTo(accepted);
      }
    }
  }
}
