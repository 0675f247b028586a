package io.adit.testing.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What comes in at the miners' port and is no miner's: the others do not notice. */
@ExtendWith(Outputs.class)
@Timeout(180)
class HostileMinersIT {
  private static final int SILENT = 300;
  private static final int MEGABYTE = 1 << 20;

  @TempDir Path directory;

  private final AditProcess.Ports ports = AditProcess.Ports.free();
  private AditProcess server;
  private StratumClient bystander;

  @BeforeEach
  void start() {
    server = AditProcess.start(directory, ports, ports.section());
    bystander = StratumClient.login(ports.first(), MinerProcess.WORKER);
  }

  @AfterEach
  void othersHaveNotNoticed() {
    try (AditProcess ended = server;
        StratumClient other = bystander) {
      other.send("{\"id\":99,\"method\":\"mining.extranonce.subscribe\",\"params\":[]}\n");
      assertThat(other.reply(99).path("result").asBoolean()).isTrue();
      assertThat(other.isClosed()).isFalse();
      try (MinerProcess miner =
          MinerProcess.start(MinerProcess.tcp(ports.first()), "--shares", "1")) {
        assertThat(miner.awaitExit()).isZero();
      }
      assertThat(ended.err()).isEmpty();
      assertThat(ended.out()).noneMatch(line -> line.startsWith("\tat "));
    }
  }

  @Test
  void garbageIsAnsweredWithAnErrorAndTheConnectionGoesOn() {
    try (StratumClient client = StratumClient.connect(ports.first())) {
      client.send("this is no JSON\n{\"id\":3,\"method\":\"mining.subscribe\",\"params\":[]}\n");

      assertThat(client.reply(3).path("error").isNull()).isTrue();
      assertThat(client.heard().get(0).path("error").path(0).asInt()).isEqualTo(20);
      assertThat(client.isClosed()).isFalse();
    }
  }

  @Test
  void aLineWithoutAnEndClosesItsConnection() {
    try (StratumClient client = StratumClient.connect(ports.first())) {
      try {
        client.send("x".repeat(MEGABYTE));
      } catch (UncheckedIOException e) {
        // Closed before all of it was there to read.
        assertThat(e.getCause()).hasMessageMatching("(?i).*(reset|pipe|abort).*");
      }

      await().atMost(RunningProcess.LIMIT).until(client::isClosed);
    }
  }

  @Test
  void aBrowserDoesNoHarm() {
    try (StratumClient client = StratumClient.connect(ports.first())) {
      client.send("GET / HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\n\r\n");

      await()
          .atMost(RunningProcess.LIMIT)
          .until(() -> client.isClosed() || !client.heard().isEmpty());
    }
  }

  @Test
  void manyThatSayNothingTakeNothingFromTheOthers() {
    List<StratumClient> silent = new ArrayList<>();
    try {
      for (int i = 0; i < SILENT; i++) {
        silent.add(StratumClient.connect(ports.first()));
      }
      await()
          .atMost(RunningProcess.LIMIT)
          .until(() -> server.metrics().get("stratum_active_connections") == SILENT + 1);

      try (MinerProcess miner =
          MinerProcess.start(MinerProcess.tcp(ports.first()), "--shares", "1")) {
        assertThat(miner.awaitExit()).isZero();
      }
    } finally {
      silent.forEach(StratumClient::close);
    }
    await()
        .atMost(RunningProcess.LIMIT)
        .until(() -> server.metrics().get("stratum_active_connections") <= 1);
  }
}
