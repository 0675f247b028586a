package io.adit.config.yaml;

import io.adit.config.yaml.Values.Place;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks what the values of a pool's nodes mean together. */
final class NodeChecks {
  /** Keys that only a real node has a use for. */
  private static final List<Key<?>> REAL =
      List.of(
          MiningKeys.NODE_RPC_URL,
          MiningKeys.NODE_RPC_USER,
          MiningKeys.NODE_RPC_PASSWORD,
          MiningKeys.NODE_RPC_COOKIE_FILE,
          MiningKeys.NODE_ZMQ_HASHBLOCK);

  /** The keys that say how to reach a node. */
  private record Rpc(
      Key<String> url, Key<String> user, Key<String> password, Key<Optional<Path>> cookieFile) {}

  private static final Rpc FIRST =
      new Rpc(
          MiningKeys.NODE_RPC_URL,
          MiningKeys.NODE_RPC_USER,
          MiningKeys.NODE_RPC_PASSWORD,
          MiningKeys.NODE_RPC_COOKIE_FILE);
  private static final Rpc BACKUP =
      new Rpc(
          BackupKeys.RPC_URL,
          BackupKeys.RPC_USER,
          BackupKeys.RPC_PASSWORD,
          BackupKeys.RPC_COOKIE_FILE);

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
    Map<String, Place> seen = new HashMap<>();
    reachable(node, FIRST, seen);
    Nodes.backups(node).forEach(entry -> reachable(entry, BACKUP, seen));
  }

  private void reachable(Values node, Rpc keys, Map<String, Place> seen) {
    if (node.isGiven(keys.url())) {
      once(node, keys.url(), seen);
    } else if (!node.isFaulty(keys.url())) {
      missing(node, keys.url(), keys.url().type().expected());
    }
    boolean user = node.isGiven(keys.user());
    boolean known = node.isGiven(keys.cookieFile()) || (user && node.isGiven(keys.password()));
    if (!known && !node.anyFaulty(keys.cookieFile(), keys.user(), keys.password())) {
      missing(
          node,
          user ? keys.password() : keys.user(),
          "rpc_user and rpc_password, or rpc_cookie_file");
    }
  }

  /** A node that is there twice would be a backup of itself. */
  private void once(Values node, Key<String> url, Map<String, Place> seen) {
    Place place = node.placeOf(url);
    Place before = seen.putIfAbsent(node.get(url), place);
    if (before != null) {
      problems.add(
          place,
          Checks.quoted(node.get(url)) + ", as on line " + before.line(),
          "the address of another node");
    }
  }

  /** Whoever says how to reach a node does not want a chain in memory. */
  private void devnet(Values node) {
    Optional<Key<?>> unused = REAL.stream().filter(key -> isMeant(node, key)).findFirst();
    if (unused.isPresent()) {
      devnet(node, node.placeOf(unused.get()), unused.get().name());
    } else if (node.says(BackupKeys.BACKUPS) || !node.says(MiningKeys.NODE_TYPE)) {
      Nodes.backups(node).stream()
          .findFirst()
          .map(entry -> entry.placeOf(BackupKeys.RPC_URL))
          .ifPresent(place -> devnet(node, place, BackupKeys.BACKUPS.name()));
    }
  }

  private void devnet(Values node, Place place, String unused) {
    if (node.isSet(MiningKeys.NODE_TYPE)) {
      problems.add(
          place, "set where type is devnet, which has no RPC", "type: bitcoind, or no " + unused);
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
