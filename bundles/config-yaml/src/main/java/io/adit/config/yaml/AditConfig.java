package io.adit.config.yaml;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A configuration that has been checked.
 *
 * @param file that it was read from; empty if every value is its default
 * @param metrics HTTP
 * @param postgres the store; empty for the embedded one
 * @param logging of the whole server
 * @param minerProfiles file of profiles that come before the built-in ones
 * @param pools in the order of the file, at least one
 */
public record AditConfig(
    Optional<Path> file,
    MetricsConfig metrics,
    Optional<PostgresConfig> postgres,
    LoggingConfig logging,
    Optional<Path> minerProfiles,
    List<PoolConfig> pools) {
  public AditConfig {
    pools = List.copyOf(pools);
  }
}
