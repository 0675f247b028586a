package io.adit.transport.netty;

import java.time.Duration;

/**
 * What holds for all listeners.
 *
 * @param parkPatience how long a parked listener waits for the next handler
 * @param tlsHandshake how long a TLS handshake may take from its beginning to its end
 * @param closePatience how long a connection being closed has to take what it was sent
 * @param pendingBytes a connection is closed when there is more to be sent and more than these wait
 *     already, or when more than these wait to be handled
 */
record Limits(
    Duration parkPatience, Duration tlsHandshake, Duration closePatience, int pendingBytes) {
  /** Twice what Netty reads or sends at once, so that it bounds nobody who reads and writes. */
  private static final int LEAST_PENDING = 128 * 1024;

  Limits {
    check("parkPatienceMillis", parkPatience.toMillis(), 0);
    check("tlsHandshakeMillis", tlsHandshake.toMillis(), 1);
    check("closePatienceMillis", closePatience.toMillis(), 0);
    check("maxPendingBytes", pendingBytes, LEAST_PENDING);
  }

  static Limits of(Config config) {
    return new Limits(
        Duration.ofMillis(config.parkPatienceMillis()),
        Duration.ofMillis(config.tlsHandshakeMillis()),
        Duration.ofMillis(config.closePatienceMillis()),
        config.maxPendingBytes());
  }

  private static void check(String name, long value, long least) {
    if (value < least) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: >= " + least + ")");
    }
  }
}
