package io.adit.config.yaml;

import java.time.Duration;
import java.util.List;

/**
 * Where miners connect.
 *
 * @param ports in the order of the file, at least one
 * @param maxConnections open at once
 * @param readTimeout zero for never
 * @param writeTimeout zero for never
 */
public record ServerConfig(
    List<PortConfig> ports, int maxConnections, Duration readTimeout, Duration writeTimeout) {
  public ServerConfig {
    ports = List.copyOf(ports);
  }
}
