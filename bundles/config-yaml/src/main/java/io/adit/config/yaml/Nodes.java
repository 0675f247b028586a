package io.adit.config.yaml;

import java.util.List;

/** The nodes of pools: what is said of each, and of which kind they are. */
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

  /**
   * What is said of each further node of a pool, with {@link BackupKeys}: its own list, or that at
   * the top unless it has a node of its own.
   */
  static List<Values> backups(Values node) {
    return node.listUnless(MiningKeys.NODE_RPC_URL, BackupKeys.BACKUPS).orElse(List.of());
  }

  /**
   * Where it publishes new blocks: a node of a pool's own does not do so where that at the top
   * does.
   */
  static String zmqHashblock(Values node) {
    boolean another =
        node.says(MiningKeys.NODE_RPC_URL) && !node.says(MiningKeys.NODE_ZMQ_HASHBLOCK);
    return another ? "" : node.get(MiningKeys.NODE_ZMQ_HASHBLOCK);
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
