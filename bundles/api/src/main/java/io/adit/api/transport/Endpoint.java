package io.adit.api.transport;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Where to listen, and what one peer may take of the server.
 *
 * @param host address or name to bind; {@code 0.0.0.0} for all of IPv4
 * @param port TCP port, 0 for any free one
 * @param tls certificate to serve TLS with; plain TCP without
 * @param maxConnections connections open at once; one more is closed as soon as it is made
 * @param readTimeout a connection that has completed no line for so long is closed; zero for never
 * @param writeTimeout a connection that has taken nothing of what it was sent for so long is
 *     closed; zero for never
 * @param maxLine bytes in a line; a longer one closes the connection
 */
public record Endpoint(
    String host,
    int port,
    Optional<Tls> tls,
    int maxConnections,
    Duration readTimeout,
    Duration writeTimeout,
    int maxLine) {
  /**
   * A server certificate.
   *
   * @param certFile PEM file: the certificate, then its chain
   * @param keyFile PEM file: the private key, PKCS #8, without a password
   */
  public record Tls(Path certFile, Path keyFile) {}

  @Override
  public String toString() {
    return (tls.isPresent() ? "stratum+ssl://" : "stratum+tcp://") + host + ":" + port;
  }
}
