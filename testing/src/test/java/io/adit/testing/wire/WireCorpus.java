package io.adit.testing.wire;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Replays the corpus against a server: {@code HOST PORT [DIRECTORY [POOL=PORT ...]]}. The README
 * beside the cases says how.
 */
public final class WireCorpus {
  private static final Path CASES = Path.of("testing/src/test/resources/wire");

  /** An address that all networks of the tests are indifferent to, with a worker's name. */
  public static final String WORKER =
      System.getProperty("wire.worker", "bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080.wire");

  /** A server that is slow is not wrong; the machine may be busy with other things. */
  private static final Duration PATIENCE =
      Duration.ofSeconds(Integer.getInteger("wire.patience.seconds", 20));

  private WireCorpus() {}

  /**
   * Goes through a case with a server.
   *
   * @throws AssertionError if the server does anything wrong; with all that was said
   */
  public static void replay(WireCase wireCase, String host, int port) {
    Dialogue.run(wireCase, host, port, WORKER, PATIENCE);
  }

  public static void main(String... arguments) {
    if (arguments.length < 2) {
      System.err.println("usage: HOST PORT [DIRECTORY [POOL=PORT ...]]");
      System.exit(2);
    }
    Map<String, Integer> ports = new HashMap<>();
    ports.put("main", Integer.valueOf(arguments[1]));
    Path directory = arguments.length > 2 ? Path.of(arguments[2]) : CASES;
    for (String argument :
        Arrays.asList(arguments).subList(Math.min(3, arguments.length), arguments.length)) {
      String[] pool = argument.split("=", 2);
      ports.put(pool[0], Integer.valueOf(pool[1]));
    }
    System.exit(replayAll(directory, arguments[0], ports) ? 0 : 1);
  }

  private static boolean replayAll(Path directory, String host, Map<String, Integer> ports) {
    int passed = 0;
    int failed = 0;
    int skipped = 0;
    for (WireCase wireCase : WireCase.in(directory)) {
      String what = wireCase.name() + ": " + wireCase.title();
      Integer port = ports.get(wireCase.pool());
      if (port == null) {
        skipped++;
        System.out.println("skip  " + what + " (needs the pool " + wireCase.pool() + ")");
        continue;
      }
      try {
        replay(wireCase, host, port);
        passed++;
        System.out.println("pass  " + what);
      } catch (AssertionError e) {
        failed++;
        System.out.println("FAIL  " + what + "\n  " + e.getMessage());
      }
    }
    System.out.println(passed + " passed, " + failed + " failed, " + skipped + " skipped");
    return failed == 0;
  }
}
