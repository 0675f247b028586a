package io.adit.config.yaml;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Where miners connect.
 *
 * @param host address to bind
 * @param port TCP port, 0 for any free one
 * @param tls empty for plain TCP
 * @param maxConnections open at once
 * @param readTimeout zero for never
 * @param writeTimeout zero for never
 */
public record ServerConfig(
    String host,
    int port,
    Optional<Tls> tls,
    int maxConnections,
    Duration readTimeout,
    Duration writeTimeout) {
  /**
   * A certificate and its key.
   *
   * @param certFile PEM
   * @param keyFile PEM, PKCS #8
   */
  public record Tls(Path certFile, Path keyFile) {}
}
