package io.adit.testing.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** With a section {@code postgres}, and a real one. */
@ExtendWith(Outputs.class)
@Timeout(180)
class PostgresIT {
  @TempDir Path directory;

  @Test
  void sharesAndBlocksComeToTheTablesTheServerMade() throws IOException {
    AditProcess.Ports ports = AditProcess.Ports.free();
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
      String config = ports.section() + "node:\n  devnet_difficulty: 0.00001\n" + section(postgres);
      try (AditProcess server = AditProcess.start(directory, ports, config);
          MinerProcess miner = MinerProcess.start(MinerProcess.tcp(ports.first()))) {
        server.awaitLine(": block 2 accepted: ");
        assertThat(miner.stop()).isZero();
        assertThat(server.stop()).isZero();
        assertThat(directory.resolve("data/adit.mv.db")).doesNotExist();

        try (Database database =
            Database.open(postgres.getJdbcUrl("postgres", "postgres"), "postgres")) {
          assertThat(
                  database.column(
                      "SELECT table_name FROM information_schema.tables"
                          + " WHERE table_schema = 'public'"))
              .contains("workers", "shares", "blocks", "payouts");
          assertThat(database.count("shares")).isGreaterThanOrEqualTo(miner.summary().accepted());
          assertThat(database.column("SELECT name FROM workers"))
              .containsExactly(MinerProcess.WORKER);
          assertThat(database.count("blocks WHERE status IN ('PENDING', 'CONFIRMED')"))
              .isEqualTo(server.count(" accepted: "));
        }
      }
    }
  }

  @Test
  void whatADatabaseThatWasAwayHasMissedIsStoredAfterTheNextStart() throws IOException {
    AditProcess.Ports ports = AditProcess.Ports.free();
    Path tables = directory.resolve("postgres");
    EmbeddedPostgres postgres = keepingIn(tables).start();
    String config =
        ports.section()
            + """
            mining:
              initial_difficulty: 0.000001
              min_difficulty: 0.000001
              max_difficulty: 0.000001
            """
            + section(postgres);
    double valid;
    try (AditProcess server = AditProcess.start(directory, ports, config);
        MinerProcess miner = MinerProcess.start(MinerProcess.tcp(ports.first()))) {
      server.awaitMetric("stratum_shares_total{status=\"valid\",}", shares -> shares > 100);
      postgres.close();
      server.awaitLine(" - cannot reach PostgreSQL at .*; trying again$");
      double before = server.metrics().get("stratum_shares_total{status=\"valid\",}");
      server.awaitMetric("stratum_shares_total{status=\"valid\",}", shares -> shares > before);
      assertThat(miner.stop()).isZero();
      server.awaitMetric("stratum_active_connections", open -> open == 0);
      valid = server.metrics().get("stratum_shares_total{status=\"valid\",}");

      long begin = System.nanoTime();
      assertThat(server.stop()).isZero();
      System.out.printf(
          Locale.ROOT, "PostgreSQL away: stopped in %.1f s%n", (System.nanoTime() - begin) / 1e9);
      assertThat(server.out()).as("no stack trace").noneMatch(line -> line.startsWith("\tat "));
    }
    try (EmbeddedPostgres again = keepingIn(tables).setPort(postgres.getPort()).start();
        AditProcess server = AditProcess.start(directory, ports, config);
        Database database = Database.open(again.getJdbcUrl("postgres", "postgres"), "postgres")) {
      double expected = valid;
      await().atMost(RunningProcess.LIMIT).until(() -> database.count("shares") >= expected);
      assertThat(server.stop()).isZero();
      assertThat((double) database.count("shares")).as("each once").isEqualTo(expected);
    }
  }

  private static EmbeddedPostgres.Builder keepingIn(Path tables) {
    return EmbeddedPostgres.builder().setDataDirectory(tables).setCleanDataDirectory(false);
  }

  private static String section(EmbeddedPostgres postgres) {
    return """
    postgres:
      host: localhost
      port: %d
      database: postgres
      user: postgres
    """
        .formatted(postgres.getPort());
  }
}
