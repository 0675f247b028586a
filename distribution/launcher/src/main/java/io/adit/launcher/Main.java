package io.adit.launcher;

import io.adit.config.yaml.Manual;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Spec;

/** The command line. Exit codes: 0 done, 1 it could not be done, 2 wrong use or configuration. */
@Command(
    name = "adit",
    description = "A Stratum V1 mining server. Without a command, serves.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    subcommands = {
      ServeCommand.class,
      MinerCommand.class,
      CheckConfigCommand.class,
      ExampleConfigCommand.class
    })
public final class Main implements Callable<Integer> {
  static final int OK = 0;
  static final int FAILED = 1;
  static final int USAGE = 2;

  @Mixin private ServeOptions serve;

  @Spec private CommandLine.Model.CommandSpec spec;

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] args) {
    int code = FAILED;
    try {
      code = commandLine().execute(args);
    } catch (Throwable e) {
      // An Error, which picocli lets pass. What other threads do must not keep the process.
      org.slf4j.LoggerFactory.getLogger(Main.class).error("failed", e);
      System.err.println("adit: " + e);
    }
    System.exit(code);
  }

  static CommandLine commandLine() {
    CommandLine line = new CommandLine(new Main());
    line.setExecutionExceptionHandler(
        (exception, command, result) -> {
          org.slf4j.LoggerFactory.getLogger(Main.class).debug("command failed", exception);
          command.getErr().println("adit: " + exception);
          return FAILED;
        });
    line.getHelpSectionMap()
        .put(
            CommandLine.Model.UsageMessageSpec.SECTION_KEY_FOOTER,
            help -> "\nThe configuration file, YAML. Every key:\n" + Manual.text());
    return line;
  }

  @Override
  public Integer call() throws Exception {
    return serve.serve(spec.commandLine().getOut(), spec.commandLine().getErr());
  }

  ServeOptions serveOptions() {
    return serve;
  }

  /** The version of this program. */
  static String version() {
    return Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
        .orElse("(built without a version)");
  }

  /** Directory of the distribution. */
  static Path home() {
    return Path.of(System.getProperty("adit.home", "."));
  }

  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"Adit " + version()};
    }
  }
}
