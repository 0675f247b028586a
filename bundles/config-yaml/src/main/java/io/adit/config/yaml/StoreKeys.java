package io.adit.config.yaml;

import java.time.Duration;
import java.util.List;

/** Keys of the sections {@code storage}, {@code postgres} and {@code redis}. */
final class StoreKeys {
  private static final Duration DAY = Duration.ofHours(24);
  private static final String IN_USE =
      "false is as if this section were not there. The default is true; the example switches"
          + " the section off.";

  static final Key<Integer> SHARE_RETENTION =
      Key.of(
          "storage.share_retention_days",
          ValueType.integer(0, 36_500),
          "90",
          "days",
          "How long each share is kept; 0 for ever.");
  static final Key<Integer> ROLLUP_RETENTION =
      Key.of(
          "storage.rollup_retention_days",
          ValueType.integer(0, 36_500),
          "0",
          "days",
          "How long the sums of each worker's shares in each minute are kept; 0 for ever.");
  static final Key<Boolean> POSTGRES_ENABLED =
      Key.of("postgres.enabled", ValueType.bool(), "true", "true | false", IN_USE);
  static final Key<String> POSTGRES_HOST =
      Key.of("postgres.host", ValueType.hostName(), "localhost", "address", "The database server.");
  static final Key<Integer> POSTGRES_PORT =
      Key.of(
          "postgres.port",
          ValueType.integer(1, 65535),
          "5432",
          "TCP port",
          "The database server's port.");
  static final Key<String> POSTGRES_DATABASE =
      Key.of(
          "postgres.database",
          ValueType.text(63),
          "adit",
          "name",
          "The database; it must exist, its tables need not.");
  static final Key<String> POSTGRES_USER =
      Key.of("postgres.user", ValueType.text(63), "adit", "name", "The user to log in as.");
  static final Key<String> POSTGRES_PASSWORD =
      Key.of("postgres.password", ValueType.text(1024), "", "text", "The password of that user.")
          .asSecret();
  static final Key<Integer> POSTGRES_MAX_CONNECTIONS =
      Key.of(
          "postgres.max_connections",
          ValueType.integer(1, 1000),
          "10",
          "connections",
          "How many may be open to the database.");
  static final Key<Integer> POSTGRES_MIN_CONNECTIONS =
      Key.of(
          "postgres.min_connections",
          ValueType.integer(0, 1000),
          "2",
          "connections",
          "How many are kept open when idle.");
  static final Key<Duration> POSTGRES_CONNECT_TIMEOUT =
      Key.of(
          "postgres.connect_timeout",
          ValueType.duration(Duration.ofMillis(250), Duration.ofMinutes(10)),
          "10s",
          "duration",
          "How long to wait for a connection.");
  static final Key<Duration> POSTGRES_STATEMENT_TIMEOUT =
      Key.of(
          "postgres.statement_timeout",
          ValueType.duration(Duration.ofMillis(100), Duration.ofHours(1)),
          "30s",
          "duration",
          "How long one statement may take.");
  static final Key<Boolean> REDIS_ENABLED =
      Key.of("redis.enabled", ValueType.bool(), "true", "true | false", IN_USE);
  static final Key<String> REDIS_HOST =
      Key.of("redis.host", ValueType.hostName(), "localhost", "address", "The Redis server.");
  static final Key<Integer> REDIS_PORT =
      Key.of(
          "redis.port",
          ValueType.integer(1, 65535),
          "6379",
          "TCP port",
          "The Redis server's port.");
  static final Key<String> REDIS_PASSWORD =
      Key.of(
              "redis.password",
              ValueType.text(1024),
              "",
              "text",
              "The password of the server; empty for none.")
          .asSecret();
  static final Key<Integer> REDIS_DB =
      Key.of(
          "redis.db",
          ValueType.integer(0, 1_000_000),
          "0",
          "number",
          "Which of its databases to use.");
  static final Key<Integer> REDIS_POOL_SIZE =
      Key.of(
          "redis.pool_size",
          ValueType.integer(1, 1000),
          "4",
          "connections",
          "How many are open to it; more than 4 are not used.");
  static final Key<String> REDIS_KEY_PREFIX =
      Key.of(
          "redis.key_prefix",
          ValueType.text(64),
          "adit:",
          "text",
          "What the name of every key and channel starts with. Servers with the same one belong together.");
  static final Key<Duration> REDIS_SHARE_TTL =
      Key.of(
          "redis.share_ttl",
          ValueType.duration(Duration.ofSeconds(1), DAY.multipliedBy(365)),
          "24h",
          "duration",
          "How long counters of shares are kept after the last share.");
  static final Key<Duration> REDIS_WORKER_TTL =
      Key.of(
          "redis.worker_ttl",
          ValueType.duration(Duration.ofSeconds(1), DAY.multipliedBy(365)),
          "1h",
          "duration",
          "How long a worker that is gone is shown.");

  static final List<Key<?>> STORAGE = List.of(SHARE_RETENTION, ROLLUP_RETENTION);
  static final List<Key<?>> POSTGRES =
      List.of(
          POSTGRES_ENABLED,
          POSTGRES_HOST,
          POSTGRES_PORT,
          POSTGRES_DATABASE,
          POSTGRES_USER,
          POSTGRES_PASSWORD,
          POSTGRES_MAX_CONNECTIONS,
          POSTGRES_MIN_CONNECTIONS,
          POSTGRES_CONNECT_TIMEOUT,
          POSTGRES_STATEMENT_TIMEOUT);
  static final List<Key<?>> REDIS =
      List.of(
          REDIS_ENABLED,
          REDIS_HOST,
          REDIS_PORT,
          REDIS_PASSWORD,
          REDIS_DB,
          REDIS_POOL_SIZE,
          REDIS_KEY_PREFIX,
          REDIS_SHARE_TTL,
          REDIS_WORKER_TTL);

  private StoreKeys() {}
}
