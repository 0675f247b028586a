package io.adit.config.yaml;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A port that miners connect to.
 *
 * @param host address to bind
 * @param port TCP port, 0 for any free one
 * @param tls empty for plain TCP
 * @param initialDifficulty 0 for one that suits the network
 * @param minDifficulty no miner gets less
 * @param maxDifficulty no miner gets more
 * @param payout of blocks found through this port
 */
public record PortConfig(
    String host,
    int port,
    Optional<Tls> tls,
    double initialDifficulty,
    double minDifficulty,
    double maxDifficulty,
    Payout payout) {
  /**
   * A certificate and its key.
   *
   * @param certFile PEM
   * @param keyFile PEM, PKCS #8
   */
  public record Tls(Path certFile, Path keyFile) {}
}
