package io.adit.testing.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What miners were told is what is in the tables, whatever was killed in between. {@code
 * -Daudit.kills=200} for more, {@code -Daudit.seed=N} for the same again.
 */
class AuditIT {
  private static final int KILLS = Integer.getInteger("audit.kills", 20);
  private static final long SEED = Long.getLong("audit.seed", System.nanoTime());
  private static final int MINERS = 4;
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir private Path directory;

  private final Random random = new Random(SEED);
  private final AditProcess.Ports ports = AditProcess.Ports.free();
  private final List<AuditMiner> miners = new ArrayList<>();
  private final List<String> kills = new ArrayList<>();
  private int databasePort;
  private String config;
  private EmbeddedPostgres postgres;
  private AditProcess server;

  private void start(String durability) throws IOException {
    databasePort = AditProcess.freePort();
    postgres = startPostgres();
    config =
        ports.section()
            + """
            mining:
              initial_difficulty: 0.000000001
              min_difficulty: 0.000000001
              max_difficulty: 0.000000001
            node:
              devnet_difficulty: 1000000
            ledger:
              durability: %s
            postgres:
              host: localhost
              port: %d
              database: postgres
              user: postgres
            """
                .formatted(durability, databasePort);
    server = AditProcess.start(directory, ports, config);
    for (int i = 0; i < MINERS; i++) {
      miners.add(new AuditMiner(ports.first(), "audit.rig" + i));
    }
  }

  private EmbeddedPostgres startPostgres() throws IOException {
    return EmbeddedPostgres.builder()
        .setDataDirectory(directory.resolve("postgres"))
        .setCleanDataDirectory(false)
        .setPort(databasePort)
        .start();
  }

  @Test
  void whatWasAnsweredTrueIsStoredOnceWhateverIsKilled() throws IOException {
    System.out.println("audit: seed " + SEED + ", kills " + KILLS);
    start("os");
    try {
      for (int i = 0; i < KILLS; i++) {
        awaitMoreShares(200 + random.nextInt(2000));
        if (random.nextInt(3) == 0) {
          killPostgres();
        } else {
          killServer();
        }
      }
      audit();
    } finally {
      end();
    }
  }

  @Test
  void withFsyncWhatWasAnsweredTrueIsStoredOnceToo() throws IOException {
    start("fsync");
    try {
      awaitMoreShares(2000);
      killServer();
      awaitMoreShares(2000);
      audit();
    } finally {
      end();
    }
  }

  private long accepted() {
    return miners.stream().mapToLong(AuditMiner::accepted).sum();
  }

  private void awaitMoreShares(long more) {
    long wanted = accepted() + more;
    await("shares, " + kills + ", seed " + SEED)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(1))
        .until(() -> accepted() >= wanted);
  }

  private void killServer() {
    kills.add("server");
    server.kill();
    server = AditProcess.start(directory, ports, config);
  }

  /** As the kernel does when memory is short. It comes back after more shares were accepted. */
  private void killPostgres() throws IOException {
    kills.add("PostgreSQL");
    Path pidFile = directory.resolve("postgres/postmaster.pid");
    long pid = Long.parseLong(Files.readAllLines(pidFile).get(0).strip());
    ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
    List<ProcessHandle> all =
        Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    await().atMost(PATIENCE).until(() -> all.stream().noneMatch(ProcessHandle::isAlive));
    // Lets go of its directory.
    postgres.close();
    awaitMoreShares(200);
    postgres = startPostgres();
  }

  private void audit() {
    miners.forEach(AuditMiner::close);
    System.out.println("audit: " + kills + "\n" + miners);
    try (Database database =
        Database.open(postgres.getJdbcUrl("postgres", "postgres"), "postgres")) {
      long least = accepted();
      await("all accepted shares in the table, seed " + SEED)
          .atMost(PATIENCE)
          .until(() -> database.count("shares") >= least);
      assertThat(server.stop()).isZero();
      long stored = database.count("shares");
      System.out.println("audit: " + least + " answered true, " + stored + " stored");
      for (AuditMiner miner : miners) {
        assertThat(database.count("shares WHERE worker = '" + miner.worker() + "'"))
            .as("%s, seed %s", miner, SEED)
            .isBetween(miner.accepted(), miner.accepted() + miner.unanswered());
        assertThat(miner.refused()).as("of %s, seed %s", miner.worker(), SEED).isEmpty();
      }
      assertThat(database.column("SELECT SUM(shares) FROM share_minutes"))
          .as("seed %s", SEED)
          .containsExactly(Long.toString(stored));
      assertThat(database.column("SELECT SUM(shares) FROM workers"))
          .as("seed %s", SEED)
          .containsExactly(Long.toString(stored));
    }
  }

  private void end() throws IOException {
    miners.forEach(AuditMiner::close);
    server.close();
    postgres.close();
  }
}
