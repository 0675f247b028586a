package io.adit.config.yaml;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The configurations that the components of a server take, for a configuration file. */
final class Configurations {
  /**
   * A configuration of a component.
   *
   * @param pid of the component; of its factory, if there is a name
   * @param name of the instance; empty for a component that there is one of
   */
  record Entry(String pid, Optional<String> name, Map<String, Object> properties) {}

  private static final String VARDIFF = "(adit.vardiff=retarget)";

  /** The condition that the launcher registers when the server may listen. */
  private static final String OPEN = "(osgi.condition.id=adit.open)";

  private Configurations() {}

  static List<Entry> of(AditConfig config, Path dataDirectory) {
    List<Entry> entries = new ArrayList<>();
    entries.add(
        new Entry("io.adit.ledger", Optional.empty(), ledger(config.ledger(), dataDirectory)));
    entries.add(new Entry("io.adit.storage.jdbc", Optional.empty(), store(config, dataDirectory)));
    config
        .redis()
        .ifPresent(
            redis ->
                entries.add(
                    new Entry(
                        "io.adit.storage.redis",
                        Optional.empty(),
                        redis(redis, serverId(config), dataDirectory))));
    if (config.metrics().enabled()) {
      entries.add(
          new Entry(
              "io.adit.metrics.prometheus",
              Optional.empty(),
              Map.of("maxWorkers", config.metrics().maxWorkers())));
    }
    entries.add(
        new Entry(
            "io.adit.miners",
            Optional.empty(),
            Map.of("file", config.minerProfiles().map(Path::toString).orElse(""))));
    for (PoolConfig pool : config.pools()) {
      for (int i = 0; i < pool.nodes().size(); i++) {
        entries.add(node(pool, i));
      }
      entries.add(
          new Entry(
              "io.adit.pool", Optional.of(pool.name()), pool(pool, config.redis().isPresent())));
    }
    return entries;
  }

  private static Map<String, Object> ledger(LedgerConfig ledger, Path dataDirectory) {
    Path directory = ledger.directory().orElseGet(() -> dataDirectory.resolve("ledger"));
    return Map.of(
        "directory",
        directory.toAbsolutePath().normalize().toString(),
        "durability",
        ledger.fsync() ? "fsync" : "os",
        "maxMegabytes",
        ledger.maxMegabytes(),
        "newStore",
        ledger.newStoreFromOldest() ? "oldest" : "now");
  }

  private static Map<String, Object> store(AditConfig config, Path dataDirectory) {
    Map<String, Object> properties = new LinkedHashMap<>();
    config
        .postgres()
        .ifPresentOrElse(
            postgres -> postgres(postgres, properties), () -> embedded(dataDirectory, properties));
    properties.put("shareRetentionDays", config.storage().shareRetentionDays());
    properties.put("rollupRetentionDays", config.storage().rollupRetentionDays());
    return properties;
  }

  private static void embedded(Path dataDirectory, Map<String, Object> properties) {
    Path file = dataDirectory.toAbsolutePath().normalize().resolve("adit");
    properties.put("driver", "org.h2.Driver");
    // Closed by its last connection, in order; its own shutdown hook would race with ours.
    properties.put("url", "jdbc:h2:file:" + file + ";DB_CLOSE_ON_EXIT=FALSE");
    properties.put("user", "sa");
    properties.put(".password", "");
    properties.put("maxConnections", 4);
    properties.put("minConnections", 1);
    properties.put("connectTimeoutMillis", 10_000L);
    properties.put("statementTimeoutMillis", 30_000L);
    properties.put("describe", "H2 in " + file + ".mv.db");
  }

  private static void postgres(PostgresConfig postgres, Map<String, Object> properties) {
    String host = postgres.host();
    String server =
        (host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host)
            + ":"
            + postgres.port()
            + "/";
    properties.put("driver", "org.postgresql.Driver");
    properties.put(
        "url",
        "jdbc:postgresql://"
            + server
            + URLEncoder.encode(postgres.database(), StandardCharsets.UTF_8));
    properties.put("user", postgres.user());
    properties.put(".password", postgres.password());
    properties.put("maxConnections", postgres.maxConnections());
    properties.put("minConnections", postgres.minConnections());
    properties.put("connectTimeoutMillis", postgres.connectTimeout().toMillis());
    properties.put("statementTimeoutMillis", postgres.statementTimeout().toMillis());
    properties.put("describe", "PostgreSQL at " + server + postgres.database());
  }

  /** All pools have the same. */
  private static Optional<Integer> serverId(AditConfig config) {
    return config.pools().get(0).server().serverId();
  }

  private static Map<String, Object> redis(
      RedisConfig redis, Optional<Integer> serverId, Path dataDirectory) {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("host", redis.host());
    properties.put("port", redis.port());
    properties.put(".password", redis.password());
    properties.put("db", redis.db());
    properties.put("poolSize", redis.poolSize());
    properties.put("keyPrefix", redis.keyPrefix());
    putMillis(properties, "shareTtlMillis", redis.shareTtl());
    putMillis(properties, "workerTtlMillis", redis.workerTtl());
    properties.put(
        "idFile", dataDirectory.toAbsolutePath().normalize().resolve("server-id").toString());
    serverId.ifPresent(number -> properties.put("server.id", number));
    return properties;
  }

  /** The node at that place in a pool's order of preference, which is what a ranking says. */
  private static Entry node(PoolConfig pool, int place) {
    // No pool's name has such a sign in it: pool a-2 is not the second node of pool a.
    String name = place == 0 ? pool.name() : pool.name() + "+" + (place + 1);
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("adit.node", pool.name());
    properties.put("service.ranking", -place);
    properties.putAll(pool.mining().coin().toProperties());
    if (pool.nodes().get(place) instanceof NodeConfig.Bitcoind bitcoind) {
      properties.put("rpcUrl", bitcoind.rpcUrl());
      properties.put("rpcUser", bitcoind.rpcUser());
      properties.put(".rpcPassword", bitcoind.rpcPassword());
      properties.put("rpcCookieFile", bitcoind.rpcCookieFile().map(Path::toString).orElse(""));
      properties.put("zmqHashblock", bitcoind.zmqHashblock());
      properties.put("pollIntervalMillis", bitcoind.pollInterval().toMillis());
      return new Entry("io.adit.node.bitcoind", Optional.of(name), properties);
    }
    properties.put("difficulty", ((NodeConfig.Devnet) pool.nodes().get(place)).difficulty());
    properties.put("pow.target", powOf(pool));
    return new Entry("io.adit.node.devnet", Optional.of(name), properties);
  }

  private static Map<String, Object> pool(PoolConfig pool, boolean numbered) {
    ServerConfig server = pool.server();
    MiningConfig mining = pool.mining();
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("adit.pool", pool.name());
    putPorts(properties, server.ports());
    properties.put("maxConnections", server.maxConnections());
    putMillis(properties, "readTimeoutMillis", server.readTimeout());
    putMillis(properties, "writeTimeoutMillis", server.writeTimeout());
    properties.putAll(mining.coin().toProperties());
    properties.put("payoutAddress", mining.poolAddress());
    properties.put("feeHundredths", mining.feeHundredths());
    properties.put("coinbaseTag", mining.coinbaseTag());
    putMillis(properties, "targetShareTimeMillis", mining.targetShareTime());
    putMillis(properties, "retargetTimeMillis", mining.retargetTime());
    properties.put("variancePercent", mining.variancePercent());
    putMillis(properties, "jobTimeoutMillis", mining.jobTimeout());
    putMillis(properties, "staleJobThresholdMillis", mining.staleJobThreshold());
    putMillis(properties, "jobIntervalMillis", mining.jobInterval());
    properties.put("confirmations", mining.confirmations());
    properties.put("extranonce1Size", mining.extranonce1Size());
    properties.put("extranonce2Size", mining.extranonce2Size());
    server.serverId().ifPresent(number -> properties.put("serverNumber", number));
    if (numbered) {
      properties.put("serverNumberRequired", true);
    }
    properties.put("pow.target", powOf(pool));
    properties.put("node.target", "(adit.node=" + pool.name() + ")");
    properties.put("vardiff.target", VARDIFF);
    properties.put("osgi.ds.satisfying.condition.target", OPEN);
    return properties;
  }

  /** Arrays of the same length: a configuration has no records. */
  private static void putPorts(Map<String, Object> properties, List<PortConfig> ports) {
    properties.put("hosts", texts(ports, PortConfig::host));
    properties.put("ports", ports.stream().mapToInt(PortConfig::port).toArray());
    properties.put("tlsCertFiles", texts(ports, port -> file(port, PortConfig.Tls::certFile)));
    properties.put("tlsKeyFiles", texts(ports, port -> file(port, PortConfig.Tls::keyFile)));
    properties.put(
        "initialDifficulties", ports.stream().mapToDouble(PortConfig::initialDifficulty).toArray());
    properties.put(
        "minDifficulties", ports.stream().mapToDouble(PortConfig::minDifficulty).toArray());
    properties.put(
        "maxDifficulties", ports.stream().mapToDouble(PortConfig::maxDifficulty).toArray());
    properties.put("payouts", texts(ports, port -> port.payout().name().toLowerCase(Locale.ROOT)));
  }

  private static String[] texts(List<PortConfig> ports, Function<PortConfig, String> text) {
    return ports.stream().map(text).toArray(String[]::new);
  }

  private static String file(PortConfig port, Function<PortConfig.Tls, Path> file) {
    return port.tls().map(file).map(Path::toString).orElse("");
  }

  private static void putMillis(Map<String, Object> properties, String key, Duration duration) {
    properties.put(key, duration.toMillis());
  }

  private static String powOf(PoolConfig pool) {
    return "(adit.pow=" + pool.mining().coin().algorithm() + ")";
  }
}
