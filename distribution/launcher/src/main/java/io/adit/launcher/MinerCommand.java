package io.adit.launcher;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code adit miner}. */
@Command(name = "miner", description = "A small CPU miner.", mixinStandardHelpOptions = true)
final class MinerCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    return Main.FAILED;
  }
}
