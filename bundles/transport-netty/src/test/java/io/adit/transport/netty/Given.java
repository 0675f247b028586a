package io.adit.transport.netty;

import io.adit.api.transport.Endpoint;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** What these tests listen with. */
final class Given {
  static final int MAX_LINE = 1000;
  static final Duration LONG = Duration.ofSeconds(30);
  static final Duration SHORT = Duration.ofMillis(50);
  static final int PENDING_BYTES = 1 << 20;
  static final Limits LIMITS = new Limits(LONG, LONG, SHORT, PENDING_BYTES);

  private Given() {}

  /** One whose connections may be silent and deaf. */
  static Endpoint endpoint(int port) {
    return endpoint(port, 100, Duration.ZERO, Duration.ZERO);
  }

  static Endpoint endpoint(int port, int maxConnections, Duration read, Duration write) {
    return new Endpoint("127.0.0.1", port, Optional.empty(), maxConnections, read, write, MAX_LINE);
  }

  static Endpoint tls(Path certFile, Path keyFile) {
    return new Endpoint(
        "127.0.0.1",
        0,
        Optional.of(new Endpoint.Tls(certFile, keyFile)),
        100,
        Duration.ZERO,
        Duration.ZERO,
        MAX_LINE);
  }

  static Path resource(String name) {
    return Path.of(Objects.requireNonNull(Given.class.getResource("/" + name)).getPath());
  }
}
