package io.adit.launcher;

import io.adit.launcher.miner.CpuMiner;
import io.adit.launcher.miner.MinerOptions;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code adit miner URL -u ADDRESS.RIG}. */
@Command(
    name = "miner",
    description = "Mine with this machine's processor, until Ctrl-C or what was asked for.",
    mixinStandardHelpOptions = true)
final class MinerCommand implements Callable<Integer> {
  private static final long STOP_SECONDS = 2;

  @Parameters(
      paramLabel = "URL",
      description = "Where to mine: stratum+tcp://HOST:PORT, or stratum+ssl:// for TLS.")
  private String url;

  @Option(
      names = {"-u", "--user"},
      required = true,
      paramLabel = "ADDRESS.RIG",
      description = "The worker's name.")
  private String user;

  @Option(
      names = {"-p", "--password"},
      defaultValue = "x",
      paramLabel = "PASS",
      description = "The worker's password; by default ${DEFAULT-VALUE}.")
  private String password;

  @Option(
      names = {"-t", "--threads"},
      paramLabel = "N",
      description = "Threads that hash; by default one for each processor.")
  private Integer threads;

  @Option(names = "--shares", paramLabel = "N", description = "Stop after N accepted shares.")
  private Long shares;

  @Option(names = "--blocks", paramLabel = "N", description = "Stop after N accepted blocks.")
  private Long blocks;

  @Option(names = "--insecure", description = "With TLS, take any certificate.")
  private boolean insecure;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    CpuMiner miner = new CpuMiner(options(), "adit-miner/" + Main.version(), out);
    CountDownLatch ended = new CountDownLatch(1);
    SignalHook hook =
        SignalHook.add(
            "adit-miner-stop",
            () -> {
              miner.stop();
              awaitQuietly(ended);
              out.flush();
              return Main.OK;
            });
    boolean wanted;
    try {
      wanted = miner.run();
    } finally {
      ended.countDown();
      hook.remove();
    }
    return wanted ? Main.OK : Main.FAILED;
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      boolean inTime = latch.await(STOP_SECONDS, TimeUnit.SECONDS);
      if (!inTime) {
        System.err.println("adit: the miner did not stop in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  MinerOptions options() {
    URI pool = uri();
    boolean tls = "stratum+ssl".equals(pool.getScheme());
    if ((!tls && !"stratum+tcp".equals(pool.getScheme()))
        || pool.getHost() == null
        || pool.getPort() < 1) {
      throw new ParameterException(
          spec.commandLine(),
          "URL: \"" + url + "\" (expected: stratum+tcp://HOST:PORT or stratum+ssl://HOST:PORT)");
    }
    int hashing = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
    if (hashing < 1) {
      throw new ParameterException(
          spec.commandLine(), "--threads: " + hashing + " (expected: at least 1)");
    }
    return new MinerOptions(
        pool.getHost(),
        pool.getPort(),
        tls,
        insecure,
        user,
        password,
        hashing,
        shares == null ? OptionalLong.empty() : OptionalLong.of(shares),
        blocks == null ? OptionalLong.empty() : OptionalLong.of(blocks),
        Boolean.getBoolean("adit.terminal"));
  }

  private URI uri() {
    try {
      return new URI(url);
    } catch (URISyntaxException e) {
      throw new ParameterException(spec.commandLine(), "URL: " + e.getMessage(), e);
    }
  }
}
