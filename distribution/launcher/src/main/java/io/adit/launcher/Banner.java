package io.adit.launcher;

import io.adit.api.State;
import io.adit.api.pool.PoolSnapshot;
import io.adit.config.yaml.AditConfig;
import io.adit.config.yaml.PoolConfig;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a server says when it is up. */
final class Banner {
  /** BIP 173's example key, on the networks that it can be had for. */
  private static final Map<String, String> EXAMPLES =
      Map.of(
          "bc", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
          "tb", "tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx",
          "bcrt", "bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080");

  private Banner() {}

  /**
   * The banner's lines.
   *
   * @param command that people start this program with
   * @param took time from the process's start
   */
  static String of(AditServer server, AditServer.Options options, String command, Duration took) {
    AditConfig config = options.config();
    StringBuilder out = new StringBuilder("\n");
    line(
        out,
        "Adit " + Main.version(),
        String.format(Locale.ROOT, "up after %.1f s; Ctrl-C stops it", took.toMillis() / 1000.0));
    line(out, "  config", config.file().map(Object::toString).orElse("none: every default"));
    List<String> stores = server.stores().stream().map(Banner::part).toList();
    line(out, "  store", stores.isEmpty() ? "none" : stores.get(0));
    stores.stream().skip(1).forEach(store -> line(out, "", store));
    line(out, "  metrics", server.http().map(url -> reachable(url) + "/metrics").orElse("off"));
    List<PoolSnapshot> pools = server.pools();
    for (PoolSnapshot pool : pools) {
      List<String> ends = pool.endpoints();
      String first = ends.stream().findFirst().map(end -> end + "  ").orElse("");
      line(out, "  pool " + pool.name(), first + pool.coin());
      ends.stream().skip(1).forEach(end -> line(out, "", end));
      if (!pool.state().isReady()) {
        line(out, "", state(pool.state()));
      }
      List<String> nodes = server.nodes(pool.name()).stream().map(Banner::part).toList();
      line(out, "    node", nodes.isEmpty() ? "none" : nodes.get(0));
      nodes.stream().skip(1).forEach(node -> line(out, "", node));
    }
    pools.stream()
        .filter(pool -> !pool.endpoints().isEmpty())
        .findFirst()
        .ifPresent(pool -> firstMiner(out, pool, config, command));
    return out.toString();
  }

  private static void firstMiner(
      StringBuilder out, PoolSnapshot pool, AditConfig config, String command) {
    String endpoint = pool.endpoints().get(0);
    String address =
        config.pools().stream()
            .filter(configured -> configured.name().equals(pool.name()))
            .findFirst()
            .map(Banner::address)
            .orElse("ADDRESS");
    out.append("\nA first miner:\n  ")
        .append(command)
        .append(" miner ")
        .append(reachable(endpoint))
        .append(endpoint.startsWith("stratum+ssl") ? " --insecure" : "")
        .append(" -u ")
        .append(address)
        .append(".rig1\n");
  }

  private static void line(StringBuilder out, String label, String text) {
    out.append(String.format(Locale.ROOT, "%-16s %s%n", label, text));
  }

  private static String part(AditServer.Part part) {
    return part.state().isReady()
        ? part.description()
        : part.description() + ": " + state(part.state());
  }

  private static String state(State state) {
    return state.kind().name().toLowerCase(Locale.ROOT)
        + (state.detail().isEmpty() ? "" : ", " + state.detail());
  }

  private static String address(PoolConfig pool) {
    return pool.mining().poolAddress().isEmpty()
        ? EXAMPLES.getOrDefault(pool.mining().coin().bech32Prefix(), "ADDRESS")
        : pool.mining().poolAddress();
  }

  /** An address to connect to, for one that stands for all of this machine's. */
  private static String reachable(String url) {
    return url.replaceFirst("://(0\\.0\\.0\\.0|\\[?::\\]?)(?=:\\d)", "://localhost");
  }
}
