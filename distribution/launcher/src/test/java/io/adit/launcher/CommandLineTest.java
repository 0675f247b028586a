package io.adit.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CommandLineTest {
  private record Result(int code, String out, String err) {}

  @TempDir private Path directory;

  private static Result run(Object... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    String[] words = new String[args.length];
    for (int i = 0; i < args.length; i++) {
      words[i] = args[i].toString();
    }
    int code = line.execute(words);
    line.getOut().flush();
    line.getErr().flush();
    return new Result(code, out.toString(), err.toString());
  }

  private Path file(String text) throws IOException {
    return Files.writeString(directory.resolve("adit.yaml"), text);
  }

  @Test
  void helpIsTheManual() {
    Result result = run("--help");

    assertThat(result.code()).isZero();
    assertThat(result.out())
        .contains("check-config", "mining.target_share_time  [duration; default 10s]");
  }

  @Test
  void theVersionIsPrinted() {
    Result result = run("--version");

    assertThat(result.code()).isZero();
    assertThat(result.out()).startsWith("Adit ");
  }

  @Test
  void theExampleIsAValidFile() throws IOException {
    Path example = file(run("example-config").out());

    Result result = run("check-config", example);

    assertThat(result)
        .isEqualTo(new Result(0, example + ": valid; pools: main" + System.lineSeparator(), ""));
  }

  @Test
  void everyFaultOfAFileIsALineAndTheExitCodeIsTwo() throws IOException {
    Path wrong = file("server:\n  port: x\n  hots: y\n");

    Result result = run("check-config", wrong);

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err().lines())
        .satisfiesExactly(
            line -> assertThat(line).startsWith(wrong + ":2: server.port: \"x\" (expected: "),
            line -> assertThat(line).startsWith(wrong + ":3: server.hots: unknown key"));
  }

  @Test
  void aWrongFileStartsNothing() throws IOException {
    Path data = directory.resolve("data");

    Result result = run("serve", "--config", file("server:\n  port: x\n"), "--data", data);

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err().lines()).singleElement().asString().contains(":2: server.port:");
    assertThat(data).doesNotExist();
  }

  @Test
  void optionsBeforeTheCommandServeCountToo() throws IOException {
    Result result = run("--config", directory.resolve("none.yaml"), "serve");

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("none.yaml:1: there is no such file");
  }

  @Test
  void aPortThatIsTakenIsOneLine() throws IOException {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = other.getLocalPort();
      Path config =
          file("server: {host: 127.0.0.1, port: " + port + ", metrics: {enabled: false}}\n");

      Result result = run("--config", config, "--data", directory.resolve("data"));

      assertThat(result.code()).isEqualTo(1);
      assertThat(result.err().lines())
          .singleElement()
          .asString()
          .startsWith("adit: pool main: cannot listen on 127.0.0.1:" + port + ": ");
    }
  }

  @Test
  void everyPortOfAPoolIsTried() throws IOException {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = other.getLocalPort();
      Path config =
          file(
              "server: {host: 127.0.0.1, ports: [{port: 0}, {port: "
                  + port
                  + "}], metrics: {enabled: false}}\n");

      Result result = run("--config", config, "--data", directory.resolve("data"));

      assertThat(result.code()).isEqualTo(1);
      assertThat(result.err())
          .startsWith("adit: pool main: cannot listen on 127.0.0.1:" + port + ": ");
    }
  }

  @Test
  void aFileOfMinersThatIsWrongIsNamedWithItsLine() throws IOException {
    Path miners =
        Files.writeString(directory.resolve("miners.yaml"), "miners:\n  - {name: A, agnet: a}\n");
    Path config = file("miners: {profiles_file: " + miners + "}\n");

    Result result = run("check-config", config);

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).startsWith(miners + ":2: miners[0].agnet: unknown key");
  }

  @Test
  void aDataDirectoryInUseIsOneLine() throws IOException, StartException {
    Path data = directory.resolve("data");
    DataDirectory held = DataDirectory.take(data);

    Result result = run("--config", file("server: {port: 0}\n"), "--data", data);

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err().lines())
        .singleElement()
        .asString()
        .startsWith("adit: data directory " + data + " is in use");
    held.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/proc/none/adit.log", "/"})
  void aLogFileThatCannotBeWrittenIsOneLine(String path) throws IOException {
    Path config = file("logging: {output: file, file_path: " + path + "}\n");

    Result result = run("--config", config, "--data", directory.resolve("data"));

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err().lines())
        .singleElement()
        .asString()
        .startsWith("adit: log file " + path + " cannot be written: ");
  }

  @Test
  void aWrongUrlForTheMinerIsWrongUse() {
    Result result = run("miner", "http://localhost", "-u", "a.b");

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).startsWith("URL: \"http://localhost\" (expected: stratum+tcp://");
  }

  @Test
  void theConfigurationIsWhatTheEnvironmentNamesElseThatOfTheDistribution() throws IOException {
    ServeOptions options = new ServeOptions();
    Path ours = directory.resolve("configs").resolve("config.yaml");

    assertThat(options.configFile(Map.of(), directory)).isEmpty();
    Files.createDirectories(ours.getParent());
    Files.createFile(ours);
    assertThat(options.configFile(Map.of(), directory)).contains(ours);
    assertThat(options.configFile(Map.of("ADIT_CONFIG", "x.yaml"), directory))
        .contains(Path.of("x.yaml"));
  }
}
