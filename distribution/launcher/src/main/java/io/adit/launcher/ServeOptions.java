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
import org.slf4j.Logger;
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
    SignalHook hook = SignalHook.add("adit-stop", () -> end(server));
    try {
      Logs.configure(checked.logging());
      server.start();
      // With JSON on stdout, every line there is JSON.
      PrintWriter people = Logs.isJsonOnStdout(checked.logging()) ? err : out;
      people.print(Banner.of(server, options, command(), sinceProcessStart()));
      people.flush();
      server.awaitStop();
      return Main.OK;
    } catch (StartException e) {
      hook.remove();
      log().debug("start failed", e);
      say(e.getMessage(), err);
    } catch (RuntimeException | Error e) {
      hook.remove();
      log().error("failed", e);
      say(e.toString(), err);
    } finally {
      hook.remove();
      server.stop();
    }
    return Main.FAILED;
  }

  private static void say(String failure, PrintWriter err) {
    err.println("adit: " + oneLine(failure));
    err.flush();
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

  /** Stops the server when the process has been told to end. */
  private static int end(AditServer server) {
    boolean ended = server.stop();
    log().info(ended ? "stopped" : "stopped, but not everything ended in time");
    Logs.flush();
    return ended ? Main.OK : Main.FAILED;
  }

  private static Logger log() {
    return LoggerFactory.getLogger(ServeOptions.class);
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
