package io.adit.testing.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.adit.testing.wire.WireCase;
import io.adit.testing.wire.WireCorpus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The wire corpus against the built distribution: a test for each file. */
@ExtendWith(Outputs.class)
class WireCorpusIT {
  private static final String HOST = "127.0.0.1";
  private static final Path CASES = Path.of("src/test/resources/wire");
  private static final List<String> POOLS = List.of("main", "blocks", "solo", "brief");

  /** A kind of miner that no built-in profile describes. */
  private static final String PROFILES =
      """
      miners:
        - name: Late mask
          agent: late-mask/*
          version_mask: after_authorize
      """;

  private static AditProcess server;
  private static AditProcess.Ports ports;

  @TempDir static Path directory;

  @BeforeAll
  static void start() throws IOException {
    Path profiles = Files.writeString(directory.resolve("miners.yaml"), PROFILES);
    ports = AditProcess.Ports.free(POOLS.size());
    server =
        AditProcess.start(
            directory,
            ports,
            """
            server:
              host: %s
              metrics:
                port: %d
            mining:
              coin_type: bitcoin-regtest
              initial_difficulty: 0.00000001
              min_difficulty: 0.000000001
              retarget_time: 1h
              job_interval: 1s
              job_timeout: 60s
            miners:
              profiles_file: "%s"
            pools:
              - name: main
                server:
                  port: %d
                node:
                  devnet_difficulty: 1000000
              - name: blocks
                server:
                  port: %d
                node:
                  devnet_difficulty: 0.000001
              - name: solo
                server:
                  port: %d
                mining:
                  payout: solo
                node:
                  devnet_difficulty: 0.000001
              - name: brief
                server:
                  port: %d
                mining:
                  job_timeout: 4s
                node:
                  devnet_difficulty: 1000000
            """
                .formatted(
                    HOST,
                    ports.metrics(),
                    profiles,
                    ports.stratum().get(0),
                    ports.stratum().get(1),
                    ports.stratum().get(2),
                    ports.stratum().get(3)));
  }

  @AfterAll
  static void noExceptionHasEscaped() {
    try (AditProcess ended = server) {
      assertThat(ended.err()).isEmpty();
      assertThat(ended.out()).noneMatch(line -> line.startsWith("\tat "));
    }
  }

  @TestFactory
  Stream<DynamicTest> corpus() {
    return WireCase.in(CASES).stream()
        .map(
            wireCase ->
                dynamicTest(
                    wireCase.name() + ": " + wireCase.title(),
                    () -> WireCorpus.replay(wireCase, HOST, portOf(wireCase.pool()))));
  }

  private static int portOf(String pool) {
    assertThat(POOLS).as("pools").contains(pool);
    return ports.stratum().get(POOLS.indexOf(pool));
  }
}
