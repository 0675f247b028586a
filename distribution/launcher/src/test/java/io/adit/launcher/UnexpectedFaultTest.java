package io.adit.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults of the program itself, in a process of their own. */
class UnexpectedFaultTest {
  @TempDir private Path directory;

  private Process adit(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
    if (Runtime.version().feature() >= 24) {
      // As bin/adit does: Java would warn of what Felix uses.
      command.add("--sun-misc-unsafe-memory-access=allow");
    }
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            "-Dadit.home=" + directory,
            Main.class.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .redirectOutput(directory.resolve("out").toFile())
        .redirectError(directory.resolve("err").toFile())
        .start();
  }

  private static int exitCode(Process process) throws InterruptedException {
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ends").isTrue();
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }

  @ParameterizedTest
  @ValueSource(classes = {IllegalStateException.class, NoSuchMethodError.class})
  void aServerThatFailsEndsInOrderAndWithAnExitCodeOfItsOwn(Class<?> fault) throws Exception {
    FakeHome.in(directory)
        .bundle(
            "fake",
            Map.of("Fake-Node", "READY", "Fake-Pool", "READY", "Fake-Fault", fault.getName()));
    Path config =
        Files.writeString(
            directory.resolve("adit.yaml"), "server: {port: 0, metrics: {enabled: false}}\n");
    Path data = directory.resolve("data");

    int code = exitCode(adit("serve", "--config", config.toString(), "--data", data.toString()));

    assertThat(code).isEqualTo(1);
    assertThat(directory.resolve("err"))
        .hasContent("adit: " + fault.getName() + ": of a test" + System.lineSeparator());
    assertThat(data.resolve("stopped")).hasContent("fake\n");
  }
}
