package io.adit.testing.distribution;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;

/** {@code adit miner} of the built distribution, with one thread. */
final class MinerProcess extends RunningProcess {
  /** An address of Bitcoin's that every network of the tests is indifferent to. */
  static final String WORKER = "bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080.rig";

  /** What the miner says at its end. */
  record Summary(long accepted, long rejected, long blocks) {}

  private MinerProcess(String... arguments) {
    super(arguments);
  }

  /**
   * Starts it and returns at once.
   *
   * @param options such as {@code --shares 3}
   */
  static MinerProcess start(String url, String... options) {
    return startAs(WORKER, url, options);
  }

  static MinerProcess startAs(String worker, String url, String... options) {
    List<String> arguments = new ArrayList<>(List.of("miner", url, "-u", worker, "-t", "1"));
    arguments.addAll(List.of(options));
    return new MinerProcess(arguments.toArray(String[]::new));
  }

  static String tcp(int port) {
    return "stratum+tcp://127.0.0.1:" + port;
  }

  /** What it says when it has ended. */
  Summary summary() {
    Matcher line = awaitLine("accepted (\\d+), rejected (\\d+), blocks (\\d+), in [0-9.]+ s$");
    return new Summary(number(line, 1), number(line, 2), number(line, 3));
  }

  private static long number(Matcher line, int group) {
    return Long.parseLong(line.group(group));
  }
}
