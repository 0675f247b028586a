package io.adit.config.yaml;

/** The nodes of pools: what is said of each, and of which kind it is. */
final class Nodes {
  private static final String SECTION = "node";

  private Nodes() {}

  /**
   * What is said of a pool's node, with the keys of {@code node}. A section of the pool's own is in
   * use unless it says otherwise itself: one at the top that is switched off says nothing to it.
   */
  static Values of(Values top, Values pool) {
    return pool.saysSection(SECTION) && !top.get(MiningKeys.NODE_ENABLED)
        ? pool.within(Values.empty())
        : pool;
  }

  /** Whether what decides about its kind is without a fault. */
  static boolean isKnown(Values node) {
    return !node.anyFaulty(MiningKeys.NODE_ENABLED, MiningKeys.NODE_TYPE, MiningKeys.NODE_RPC_URL);
  }

  static boolean isInUse(Values node) {
    return node.hasSection(SECTION) && node.get(MiningKeys.NODE_ENABLED);
  }

  /** Whether it is a real one. An address of its own outweighs a type that is not. */
  static boolean isBitcoind(Values node) {
    if (!isInUse(node)) {
      return false;
    }
    boolean typed = node.isSet(MiningKeys.NODE_TYPE);
    if (typed && node.get(MiningKeys.NODE_TYPE).equals("bitcoind")) {
      return true;
    }
    boolean own = node.says(MiningKeys.NODE_RPC_URL) && !node.says(MiningKeys.NODE_TYPE);
    return (own || !typed) && node.isGiven(MiningKeys.NODE_RPC_URL);
  }
}
