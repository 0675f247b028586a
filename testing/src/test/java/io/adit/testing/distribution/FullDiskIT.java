package io.adit.testing.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The file system of the data directory, of 64 MB, fills up while the database is away. */
@ExtendWith(Outputs.class)
@Timeout(300)
class FullDiskIT {
  private static final int MEGABYTES = 64;
  private static final long ROOM = 10 << 20;
  private static final Duration BETWEEN_SHARES = Duration.ofMillis(10);

  @TempDir private Path directory;

  private final AditProcess.Ports ports = AditProcess.Ports.free();
  private final List<AuditMiner> miners = new ArrayList<>();

  @Test
  void sharesAreRefusedWithTheReasonAndTakenAgainWhenThereIsRoom() {
    try (SmallFileSystem disk = new SmallFileSystem(directory.resolve("data"), MEGABYTES);
        AuditPostgres postgres = new AuditPostgres(directory.resolve("postgres"))) {
      postgres.kill();
      disk.fill(ROOM);
      String config =
          ports.section()
              + """
              mining:
                initial_difficulty: 0.000000001
                min_difficulty: 0.000000001
                max_difficulty: 0.000000001
              node:
                devnet_difficulty: 1000000
              ledger:
                max_size: 1000
              """
              + postgres.section();
      AditProcess server = AditProcess.start(directory, ports, config);
      try {
        for (int i = 0; i < 4; i++) {
          miners.add(new AuditMiner(ports.first(), "audit.rig" + i, 20, BETWEEN_SHARES));
        }
        awaitRefused();
        assertThat(miners.get(0).reason()).contains("No space left on device");
        assertThat(server.isAlive()).isTrue();
        assertThat(server.count("no room in the ledger")).as("said once").isEqualTo(1);

        server.kill();
        server = AditProcess.start(directory, ports, config);
        awaitRefused();
        disk.empty();
        awaitAccepted();

        postgres.revive();
        server.awaitLine("connected to PostgreSQL");
        miners.forEach(AuditMiner::close);
        assertStored(server, postgres);
      } finally {
        miners.forEach(AuditMiner::close);
        server.close();
      }
    }
  }

  private void awaitRefused() {
    long before = refused();
    await("refused: " + miners).atMost(RunningProcess.LIMIT).until(() -> refused() > before + 100);
  }

  private void awaitAccepted() {
    long before = accepted();
    await("accepted: " + miners)
        .atMost(RunningProcess.LIMIT)
        .until(() -> accepted() > before + 100);
  }

  private long refused() {
    return miners.stream().mapToLong(miner -> miner.refused().getOrDefault(20, 0L)).sum();
  }

  private long accepted() {
    return miners.stream().mapToLong(AuditMiner::accepted).sum();
  }

  private void assertStored(AditProcess server, AuditPostgres postgres) {
    try (Database database = postgres.open()) {
      long least = accepted();
      await("all accepted shares in the table")
          .atMost(RunningProcess.LIMIT)
          .pollInterval(Duration.ofMillis(500))
          .untilAsserted(() -> assertThat(database.count("shares")).isGreaterThanOrEqualTo(least));
      assertThat(server.stop()).isZero();
      for (AuditMiner miner : miners) {
        assertThat(database.count("shares WHERE worker = '" + miner.worker() + "'"))
            .as("%s", miner)
            .isBetween(miner.accepted(), miner.accepted() + miner.unanswered());
        assertThat(miner.refused().keySet()).as("%s", miner).containsExactly(20);
      }
      System.out.println("full disk: " + miners);
    }
  }
}
