package io.adit.config.yaml;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Where miners connect.
 *
 * @param ports in the order of the file, at least one
 * @param maxConnections open at once
 * @param readTimeout zero for never
 * @param writeTimeout zero for never
 * @param serverId number of this server among several, the same for all its pools; empty for a
 *     server on its own
 */
public record ServerConfig(
    List<PortConfig> ports,
    int maxConnections,
    Duration readTimeout,
    Duration writeTimeout,
    Optional<Integer> serverId) {
  public ServerConfig {
    ports = List.copyOf(ports);
  }
}
