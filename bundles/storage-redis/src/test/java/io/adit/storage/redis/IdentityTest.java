package io.adit.storage.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentityTest {
  @TempDir Path directory;

  @Test
  void aServerIsTheSameAfterARestartAndAnotherInstance() {
    Path file = directory.resolve("server-id");
    Identity first = Identity.in(file);
    Identity second = Identity.in(file);

    assertThat(second.server()).isEqualTo(first.server());
    assertThat(second.instance()).isNotEqualTo(first.instance());
    assertThat(file).hasContent(first.server());
  }

  @Test
  void aNameMayBeChosen() throws IOException {
    Path file = Files.writeString(directory.resolve("server-id"), "berlin-1\n");

    assertThat(Identity.in(file).server()).isEqualTo("berlin-1");
  }

  @Test
  void whatIsNoNameIsReplaced() throws IOException {
    Path file = Files.writeString(directory.resolve("server-id"), "two words");

    String server = Identity.in(file).server();

    assertThat(server).matches("[0-9a-f-]{36}");
    assertThat(file).hasContent(server);
  }

  @Test
  void withoutAPlaceForTheFileThereIsANameAllTheSame() {
    Path file = directory.resolve("missing").resolve("server-id");

    assertThat(Identity.in(file).server()).matches("[0-9a-f-]{36}");
    assertThat(file).doesNotExist();
  }
}
