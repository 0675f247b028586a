package io.adit.testing.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What else a configuration file can ask for. */
@ExtendWith(Outputs.class)
@Timeout(180)
class PoolsIT {
  private static final Path PEM =
      Path.of("../bundles/transport-netty/src/test/resources").toAbsolutePath().normalize();

  @TempDir Path directory;

  @Test
  void twoPoolsOfOneFileRunSideBySide() {
    AditProcess.Ports ports = AditProcess.Ports.free(2);
    String config =
        """
        server:
          host: 127.0.0.1
          metrics:
            port: %d
        pools:
          - name: small
            server:
              port: %d
            node:
              devnet_difficulty: 0.00001
          - name: large
            server:
              port: %d
            node:
              devnet_difficulty: 1000
            mining:
              initial_difficulty: 0.00001
              min_difficulty: 0.00001
        """
            .formatted(ports.metrics(), ports.stratum().get(0), ports.stratum().get(1));
    try (AditProcess server = AditProcess.start(directory, ports, config)) {
      try (MinerProcess small = MinerProcess.start(MinerProcess.tcp(ports.stratum().get(0)));
          MinerProcess large =
              MinerProcess.start(MinerProcess.tcp(ports.stratum().get(1)), "--shares", "2")) {
        assertThat(large.awaitExit()).isZero();
        assertThat(large.summary().blocks()).isZero();
        server.awaitLine("small: block 2 accepted: ");
        assertThat(small.stop()).isZero();
      }
      assertThat(server.count("large: block")).isZero();
      assertThat(server.stop()).isZero();
      try (Database database = server.database()) {
        assertThat(database.column("SELECT DISTINCT pool FROM shares ORDER BY pool"))
            .containsExactly("large", "small");
        assertThat(database.column("SELECT DISTINCT pool FROM blocks")).containsExactly("small");
      }
    }
  }

  @Test
  void minersMayComeByTls() {
    AditProcess.Ports ports = AditProcess.Ports.free();
    String config =
        ports.section()
            + """
              tls:
                enabled: true
                cert_file: %s
                key_file: %s
            """
                .formatted(PEM.resolve("cert.pem"), PEM.resolve("key.pem"));
    try (AditProcess server = AditProcess.start(directory, ports, config);
        MinerProcess miner =
            MinerProcess.start(
                "stratum+ssl://127.0.0.1:" + ports.first(), "--insecure", "--shares", "1")) {
      server.awaitLine("stratum\\+ssl://127.0.0.1:" + ports.first());
      assertThat(miner.awaitExit()).isZero();
      assertThat(miner.summary().accepted()).isPositive();
    }
  }
}
