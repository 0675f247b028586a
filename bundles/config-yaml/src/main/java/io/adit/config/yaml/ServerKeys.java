package io.adit.config.yaml;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Keys of the sections {@code server}, {@code miners} and {@code logging}. */
final class ServerKeys {
  private static final Duration DAY = Duration.ofHours(24);

  static final Key<String> HOST =
      Key.of(
          "server.host",
          ValueType.hostName(),
          "0.0.0.0",
          "address",
          "Where to listen; 0.0.0.0 is every IPv4 address of this machine.");
  static final Key<Integer> PORT =
      Key.of(
          "server.port",
          ValueType.integer(0, 65535),
          "3333",
          "TCP port",
          "Where miners connect; 0 takes any free port.");
  static final Key<Integer> MAX_CONNECTIONS =
      Key.of(
          "server.max_connections",
          ValueType.integer(1, 10_000_000),
          "10000",
          "connections",
          "How many may be open at once; one more is closed as soon as it is made.");
  static final Key<Duration> READ_TIMEOUT =
      Key.of(
          "server.read_timeout",
          ValueType.duration(Duration.ZERO, DAY),
          "10m",
          "duration",
          "A miner that has completed no line for so long is disconnected; 0s for never.");
  static final Key<Duration> WRITE_TIMEOUT =
      Key.of(
          "server.write_timeout",
          ValueType.duration(Duration.ZERO, DAY),
          "30s",
          "duration",
          "A miner that has taken nothing of what it was sent for so long is disconnected; 0s for"
              + " never.");
  static final Key<Optional<Integer>> SERVER_ID =
      Key.of(
          "server.server_id",
          ValueType.optionalInteger(0, 255),
          "",
          "number",
          "Which of several servers that mine for the same pools this is: the first byte of every"
              + " extranonce1 that it hands out. Each has to have another one; empty for a server on"
              + " its own. Only at the top of the file.");
  static final Key<Boolean> TLS_ENABLED =
      Key.of(
          "server.tls.enabled",
          ValueType.bool(),
          "false",
          "true | false",
          "Serve TLS (stratum+ssl://) instead of plain TCP.");
  static final Key<Optional<Path>> TLS_CERT_FILE =
      Key.of(
          "server.tls.cert_file",
          ValueType.path(),
          "",
          "PEM file",
          "The certificate, then its chain.");
  static final Key<Optional<Path>> TLS_KEY_FILE =
      Key.of(
          "server.tls.key_file",
          ValueType.path(),
          "",
          "PEM file",
          "The private key: PKCS #8, without a password.");
  static final Key<Boolean> METRICS_ENABLED =
      Key.of(
          "server.metrics.enabled",
          ValueType.bool(),
          "true",
          "true | false",
          "Serve HTTP with /metrics for Prometheus.");
  static final Key<Integer> METRICS_PORT =
      Key.of(
          "server.metrics.port",
          ValueType.integer(0, 65535),
          "9090",
          "TCP port",
          "Where HTTP is served, on server.host; 0 takes any free port.");
  static final Key<Integer> METRICS_MAX_WORKERS =
      Key.of(
          "server.metrics.max_workers",
          ValueType.integer(0, 1_000_000),
          "1000",
          "workers",
          "How many have a time series of their own; the rest are counted together as \"other\".");
  static final Key<Optional<Path>> MINERS_PROFILES_FILE =
      Key.of(
          "miners.profiles_file",
          ValueType.path(),
          "",
          "YAML file",
          "Profiles that come before the built-in ones, in the format of configs/miners.yaml, which"
              + " has those. May be changed while the server runs.");
  static final Key<String> LOG_LEVEL =
      Key.of(
          "logging.level",
          ValueType.choice("error", "warn", "info", "debug", "trace"),
          "info",
          "level",
          "How much to log: error, warn, info, debug or trace.");
  static final Key<String> LOG_FORMAT =
      Key.of(
          "logging.format",
          ValueType.choice("json", "console"),
          "console",
          "json | console",
          "One JSON object a line, or lines for people.");
  static final Key<String> LOG_OUTPUT =
      Key.of(
          "logging.output",
          ValueType.choice("stdout", "file"),
          "stdout",
          "stdout | file",
          "Where the log goes.");
  static final Key<Optional<Path>> LOG_FILE_PATH =
      Key.of(
          "logging.file_path",
          ValueType.path(),
          "adit.log",
          "file",
          "The log file, when output is file.");

  static final List<Key<?>> SERVER =
      List.of(HOST, PORT, MAX_CONNECTIONS, READ_TIMEOUT, WRITE_TIMEOUT, SERVER_ID);
  static final List<Key<?>> TLS = List.of(TLS_ENABLED, TLS_CERT_FILE, TLS_KEY_FILE);
  static final List<Key<?>> METRICS = List.of(METRICS_ENABLED, METRICS_PORT, METRICS_MAX_WORKERS);
  static final List<Key<?>> MINERS = List.of(MINERS_PROFILES_FILE);
  static final List<Key<?>> LOGGING = List.of(LOG_LEVEL, LOG_FORMAT, LOG_OUTPUT, LOG_FILE_PATH);

  private ServerKeys() {}
}
