package io.adit.testing.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Passwords stay where the operator has put them. */
@ExtendWith(Outputs.class)
@Timeout(120)
class SecretsIT {
  private static final String SECRET = "correct-horse-battery-staple";

  @TempDir Path directory;

  @Test
  void aPasswordIsInNoFileOfTheDataDirectory() throws IOException {
    AditProcess.Ports ports = AditProcess.Ports.free();
    String config =
        ports.section()
            + """
            mining:
              pool_address: bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4
            node:
              rpc_url: http://127.0.0.1:%d
              rpc_user: adit
              rpc_password: %s
            """
                .formatted(AditProcess.freePort(), SECRET);
    try (AditProcess server = AditProcess.start(directory, ports, config)) {
      server.kill();
    }

    assertThat(filesIn(directory.resolve("data")))
        .hasSizeGreaterThan(1)
        .allSatisfy(
            file ->
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                    .doesNotContain(SECRET));
  }

  private static List<Path> filesIn(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }
}
