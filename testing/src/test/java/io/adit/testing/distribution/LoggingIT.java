package io.adit.testing.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a program that reads the log is told. */
@ExtendWith(Outputs.class)
@Timeout(120)
class LoggingIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path directory;

  @Test
  void withJsonEveryLineOnStdoutIsAnObjectWithItsTextInOnePiece() throws IOException {
    AditProcess.Ports ports = AditProcess.Ports.free();
    String config = ports.section() + "logging:\n  format: json\n";
    try (AditProcess server = AditProcess.launch(directory, ports, config)) {
      server.awaitLine("listening at");
      server.awaitLine("mining block 1 ");
      server.awaitErrLine("up after");
      assertThat(server.stop()).isZero();

      List<String> texts = new ArrayList<>();
      for (String line : server.out()) {
        JsonNode event = JSON.readTree(line);
        assertThat(event.path("level").asText()).as(line).isNotBlank();
        texts.add(event.path("formattedMessage").asText());
      }
      assertThat(texts)
          .contains("main: listening at stratum+tcp://127.0.0.1:" + ports.first(), "stopped")
          .noneMatch(String::isBlank);
      assertThat(server.err()).anyMatch(line -> line.startsWith("Adit "));
    }
  }
}
