package io.adit.config.yaml;

import java.util.List;
import java.util.Optional;

/** Checks what the values of a pool's node mean together. */
final class NodeChecks {
  private static final List<Key<?>> RPC =
      List.of(
          MiningKeys.NODE_RPC_URL,
          MiningKeys.NODE_RPC_USER,
          MiningKeys.NODE_RPC_PASSWORD,
          MiningKeys.NODE_RPC_COOKIE_FILE);

  private final Problems problems;

  NodeChecks(Problems problems) {
    this.problems = problems;
  }

  void check(Values node) {
    if (!Nodes.isKnown(node)) {
      return;
    }
    if (Nodes.isBitcoind(node)) {
      bitcoind(node);
    } else if (Nodes.isInUse(node)) {
      devnet(node);
    }
  }

  private void bitcoind(Values node) {
    if (!node.isGiven(MiningKeys.NODE_RPC_URL)) {
      missing(node, MiningKeys.NODE_RPC_URL, MiningKeys.NODE_RPC_URL.type().expected());
    }
    boolean cookie = node.isGiven(MiningKeys.NODE_RPC_COOKIE_FILE);
    boolean user = node.isGiven(MiningKeys.NODE_RPC_USER);
    boolean password = node.isGiven(MiningKeys.NODE_RPC_PASSWORD);
    boolean faulty =
        node.anyFaulty(
            MiningKeys.NODE_RPC_COOKIE_FILE,
            MiningKeys.NODE_RPC_USER,
            MiningKeys.NODE_RPC_PASSWORD);
    if (!faulty && !cookie && !(user && password)) {
      Key<String> key = user ? MiningKeys.NODE_RPC_PASSWORD : MiningKeys.NODE_RPC_USER;
      missing(node, key, "rpc_user and rpc_password, or rpc_cookie_file");
    }
  }

  /** Whoever says how to reach a node does not want a chain in memory. */
  private void devnet(Values node) {
    Optional<Key<?>> unused = RPC.stream().filter(key -> isMeant(node, key)).findFirst();
    if (unused.isEmpty()) {
      return;
    }
    if (node.isSet(MiningKeys.NODE_TYPE)) {
      problems.add(
          node.placeOf(unused.get()),
          "set where type is devnet, which has no RPC",
          "type: bitcoind, or no " + unused.get().name());
    } else {
      missing(node, MiningKeys.NODE_RPC_URL, MiningKeys.NODE_RPC_URL.type().expected());
    }
  }

  /** Not so for what the top of the file has, in a pool that chooses its type itself. */
  private static boolean isMeant(Values node, Key<?> key) {
    return node.isGiven(key) && (node.says(key) || !node.says(MiningKeys.NODE_TYPE));
  }

  private void missing(Values node, Key<?> key, String expected) {
    problems.add(node.placeOf(key), "nothing", expected);
  }
}
