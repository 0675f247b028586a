package io.adit.launcher;

import io.adit.config.yaml.Manual;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code adit example-config}. */
@Command(
    name = "example-config",
    description = "Print a commented configuration file: every key with its default.",
    mixinStandardHelpOptions = true)
final class ExampleConfigCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().getOut().print(Manual.exampleFile());
    spec.commandLine().getOut().flush();
    return Main.OK;
  }
}
