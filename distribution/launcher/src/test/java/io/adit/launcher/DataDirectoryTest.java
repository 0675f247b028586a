package io.adit.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
  @TempDir private Path parent;

  @Test
  void whatItMakesIsForItsUserAlone() throws Exception {
    Path path = parent.resolve("a/b");

    DataDirectory.take(path).close();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
        .isEqualTo("rwx------");
  }

  @Test
  void aPathThatH2CannotBeToldIsRefused() {
    Path path = parent.resolve("a;b").resolve("data");

    assertThatThrownBy(() -> DataDirectory.take(path))
        .isInstanceOf(StartException.class)
        .hasMessage("data directory " + path + " cannot be used: \";\" in its path");
    assertThat(parent).isEmptyDirectory();
  }

  @Test
  void aFileIsNoDirectory() throws Exception {
    Path file = Files.createFile(parent.resolve("file"));

    assertThatThrownBy(() -> DataDirectory.take(file))
        .isInstanceOf(StartException.class)
        .hasMessage("data directory " + file + " cannot be used: " + file + ": not a directory");
  }

  @Test
  void aPlaceWhereNothingCanBeMadeIsNamed() {
    Path path = Path.of("/proc/none/data");

    assertThatThrownBy(() -> DataDirectory.take(path))
        .isInstanceOf(StartException.class)
        .hasMessageMatching("data directory /proc/none/data cannot be used: /proc/none: [^:]+");
  }
}
