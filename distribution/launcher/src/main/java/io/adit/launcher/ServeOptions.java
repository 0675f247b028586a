package io.adit.launcher;

import io.adit.config.yaml.AditConfig;
import io.adit.config.yaml.ConfigException;
import io.adit.config.yaml.ConfigFile;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;

/** What a server can be told on the command line, and running it. */
final class ServeOptions {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "The configuration file. By default what ADIT_CONFIG names, else configs/config.yaml of"
              + " the distribution.")
  private Path config;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The data directory; by default data, made if it is not there.")
  private Path data;

  /** These options, and those of {@code outer} where these say nothing. */
  ServeOptions orElse(ServeOptions outer) {
    ServeOptions both = new ServeOptions();
    both.config = config == null ? outer.config : config;
    both.data = data == null ? outer.data : data;
    return both;
  }

  /** Serves until the process is told to end. Returns early, with an exit code, if it cannot. */
  int serve(PrintWriter out, PrintWriter err) throws InterruptedException {
    AditConfig checked;
    try {
      Optional<Path> file = configFile(System.getenv(), Main.home());
      checked =
          file.isPresent() ? ConfigFile.load(file.get(), System.getenv()) : ConfigFile.defaults();
    } catch (ConfigException e) {
      e.problems().forEach(err::println);
      err.flush();
      return Main.USAGE;
    }
    AditServer.Options options =
        new AditServer.Options(
            checked, Main.home(), Optional.ofNullable(data).orElse(Path.of("data")));
    AditServer server = new AditServer(options);
    AtomicBoolean started = new AtomicBoolean();
    Thread hook = new Thread(() -> end(server, started.get()), "adit-stop");
    try {
      Logs.configure(checked.logging());
      Runtime.getRuntime().addShutdownHook(hook);
      server.start();
      started.set(true);
    } catch (StartException e) {
      Runtime.getRuntime().removeShutdownHook(hook);
      LoggerFactory.getLogger(ServeOptions.class).debug("start failed", e);
      server.stop();
      err.println("adit: " + oneLine(String.valueOf(e.getMessage())));
      err.flush();
      return Main.FAILED;
    }
    out.print(Banner.of(server, options, command(), sinceProcessStart()));
    out.flush();
    server.awaitStop();
    return Main.OK;
  }

  Optional<Path> configFile(Map<String, String> env, Path home) {
    if (config != null) {
      return Optional.of(config);
    }
    String named = env.get("ADIT_CONFIG");
    if (named != null && !named.isEmpty()) {
      return Optional.of(Path.of(named));
    }
    return Optional.of(home.resolve("configs").resolve("config.yaml")).filter(Files::exists);
  }

  /** Ends the process, from its shutdown hook: exit code 0, which a signal's default is not. */
  private static void end(AditServer server, boolean started) {
    boolean ended = !started || server.stop();
    LoggerFactory.getLogger(ServeOptions.class)
        .info(ended ? "stopped" : "stopped, but not everything ended in time");
    Logs.flush();
    Runtime.getRuntime().halt(ended ? Main.OK : Main.FAILED);
  }

  private static String oneLine(String text) {
    return text.lines().map(String::strip).reduce((a, b) -> a + " " + b).orElse("");
  }

  private static String command() {
    return Optional.ofNullable(System.getenv("ADIT_COMMAND")).orElse("adit");
  }

  private static Duration sinceProcessStart() {
    long start = ManagementFactory.getRuntimeMXBean().getStartTime();
    return Duration.ofMillis(System.currentTimeMillis() - start);
  }
}
