package io.adit.testing.distribution;

import static org.assertj.core.api.Assertions.assertThat;

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
}
