package io.adit.launcher;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code adit serve}: the same as {@code adit} alone. */
@Command(
    name = "serve",
    description = "Run the mining server until Ctrl-C.",
    mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
  @ParentCommand private Main parent;
  @Mixin private ServeOptions options;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    return options
        .orElse(parent.serveOptions())
        .serve(spec.commandLine().getOut(), spec.commandLine().getErr());
  }
}
