package io.adit.launcher;

import io.adit.config.yaml.AditConfig;
import io.adit.config.yaml.ConfigException;
import io.adit.config.yaml.ConfigFile;
import io.adit.config.yaml.PoolConfig;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code adit check-config FILE}. */
@Command(
    name = "check-config",
    description = "Check a configuration file and name all that is wrong with it.",
    mixinStandardHelpOptions = true)
final class CheckConfigCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "The file to check.")
  private Path file;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    try {
      AditConfig config = ConfigFile.load(file, System.getenv());
      String pools =
          config.pools().stream().map(PoolConfig::name).collect(Collectors.joining(", "));
      spec.commandLine().getOut().println(file + ": valid; pools: " + pools);
      return Main.OK;
    } catch (ConfigException e) {
      e.problems().forEach(spec.commandLine().getErr()::println);
      return Main.USAGE;
    }
  }
}
