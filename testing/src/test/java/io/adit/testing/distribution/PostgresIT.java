package io.adit.testing.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
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
      String config =
          ports.section()
              + """
              node:
                devnet_difficulty: 0.00001
              postgres:
                host: localhost
                port: %d
                database: postgres
                user: postgres
              """
                  .formatted(postgres.getPort());
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
          assertThat(database.count("blocks WHERE status = 'ACCEPTED'"))
              .isEqualTo(server.count(" accepted: "));
        }
      }
    }
  }
}
