package io.adit.testing.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Servers side by side that mine for the same pool. */
@ExtendWith(Outputs.class)
@Timeout(60)
class SeveralServersIT {
  @TempDir Path directory;

  private AditProcess launch(AditProcess.Ports ports, int serverId) throws IOException {
    return AditProcess.launch(
        Files.createDirectory(directory.resolve("server" + serverId)),
        ports,
        ports.section() + "  server_id: " + serverId + "\n");
  }

  private static String extranonce1(AditProcess server, String worker) {
    try (StratumClient miner = StratumClient.login(server.port(), worker)) {
      return miner.reply(1).path("result").path(1).asText();
    }
  }

  @Test
  void eachHandsOutExtranonce1sThatBeginWithItsNumber() throws IOException {
    try (AditProcess one = launch(AditProcess.Ports.free(), 1);
        AditProcess two = launch(AditProcess.Ports.free(), 0xa2)) {
      one.awaitBanner();
      two.awaitBanner();
      assertThat(extranonce1(one, "alice.1")).startsWith("01").hasSize(8);
      assertThat(extranonce1(one, "alice.2")).startsWith("01");
      assertThat(extranonce1(two, "alice.1")).startsWith("a2");
      assertThat(extranonce1(two, "alice.2")).startsWith("a2");
    }
  }

  @Test
  void aMinerWhoseServerWasKilledGoesOnAtAnotherOne() throws IOException {
    AditProcess.Ports first = AditProcess.Ports.free();
    AditProcess.Ports second = AditProcess.Ports.free();
    try (AuditRedis redis = new AuditRedis(directory.resolve("redis"));
        AditProcess one = AditProcess.start(made("one"), first, sharing(first, redis));
        AditProcess two = AditProcess.start(made("two"), second, sharing(second, redis));
        StratumClient miner = StratumClient.login(one.port(), "alice.1")) {
      JsonNode subscription = miner.reply(1).path("result");
      String session = subscription.path(0).path(1).path(1).asText();
      String extranonce1 = subscription.path(1).asText();
      assertThat(extranonce1(two, "alice.2"))
          .as("of another server")
          .doesNotStartWith(extranonce1.substring(0, 2));
      await().atMost(RunningProcess.LIMIT).until(() -> redis.has("session:main:" + session));

      one.kill();

      assertThat(resumed(two, session)).isEqualTo(extranonce1);
      assertThat(resumed(two, session)).as("once").isNotEqualTo(extranonce1);
    }
  }

  private Path made(String name) throws IOException {
    return Files.createDirectory(directory.resolve(name));
  }

  private static String sharing(AditProcess.Ports ports, AuditRedis redis) {
    return ports.section() + redis.section();
  }

  private static String resumed(AditProcess server, String session) {
    try (StratumClient miner = StratumClient.connect(server.port())) {
      miner.send(
          "{\"id\":1,\"method\":\"mining.subscribe\",\"params\":[\"test\",\"" + session + "\"]}\n");
      return miner.reply(1).path("result").path(1).asText();
    }
  }
}
