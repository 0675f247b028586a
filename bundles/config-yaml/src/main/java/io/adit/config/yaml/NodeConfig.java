package io.adit.config.yaml;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** A node that a pool mines for. */
public sealed interface NodeConfig {
  /**
   * A chain in memory.
   *
   * @param difficulty of its blocks
   */
  record Devnet(double difficulty) implements NodeConfig {}

  /**
   * A node with bitcoind's JSON-RPC.
   *
   * @param rpcUrl {@code http:} or {@code https:}
   * @param rpcCookieFile instead of user and password, which are empty then or not used
   * @param zmqHashblock where it publishes new blocks; empty for nowhere
   * @param pollInterval how often to ask for the tip
   */
  record Bitcoind(
      String rpcUrl,
      String rpcUser,
      String rpcPassword,
      Optional<Path> rpcCookieFile,
      String zmqHashblock,
      Duration pollInterval)
      implements NodeConfig {
    /** Without the password. */
    @Override
    public String toString() {
      return "bitcoind at " + rpcUrl;
    }
  }
}
