package io.adit.config.yaml;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A configuration that has been checked.
 *
 * @param source that it was read from; empty if every value is its default
 * @param metrics HTTP
 * @param ledger of shares and blocks
 * @param storage what the store keeps
 * @param postgres the store; empty for the embedded one
 * @param redis the live state; empty for none
 * @param logging of the whole server
 * @param minerProfiles file of profiles that come before the built-in ones
 * @param pools in the order of the file, at least one
 */
public record AditConfig(
    Optional<Source> source,
    MetricsConfig metrics,
    LedgerConfig ledger,
    StorageConfig storage,
    Optional<PostgresConfig> postgres,
    Optional<RedisConfig> redis,
    LoggingConfig logging,
    Optional<Path> minerProfiles,
    List<PoolConfig> pools) {
  /**
   * A file that has been read.
   *
   * @param file its name
   * @param text its content, in which references to variables are not replaced
   */
  public record Source(Path file, String text) {
    /** Without the text, in which secrets may stand. */
    @Override
    public String toString() {
      return file.toString();
    }
  }

  public AditConfig {
    pools = List.copyOf(pools);
  }

  /** The file that it was read from; empty if every value is its default. */
  public Optional<Path> file() {
    return source.map(Source::file);
  }
}
