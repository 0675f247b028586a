package io.adit.config.yaml;

import io.adit.api.coin.Coin;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Makes records of values that have been checked. */
final class Model {
  private Model() {}

  static AditConfig of(YamlReader.Document document, Optional<Path> file) {
    Values top = document.top();
    List<Values> pools = document.pools().isEmpty() ? List.of(top) : document.pools();
    return new AditConfig(
        file,
        new MetricsConfig(
            top.get(ServerKeys.METRICS_ENABLED),
            top.get(ServerKeys.HOST),
            top.get(ServerKeys.METRICS_PORT),
            top.get(ServerKeys.METRICS_MAX_WORKERS)),
        postgres(top),
        new LoggingConfig(
            top.get(ServerKeys.LOG_LEVEL),
            top.get(ServerKeys.LOG_FORMAT).equals("json"),
            top.get(ServerKeys.LOG_OUTPUT).equals("file")
                ? top.get(ServerKeys.LOG_FILE_PATH)
                : Optional.empty()),
        pools.stream().map(Model::pool).toList());
  }

  /** Whether the node of these values is a real one. */
  static boolean isBitcoind(Values values) {
    if (!values.hasSection("node") || !values.get(MiningKeys.NODE_ENABLED)) {
      return false;
    }
    return values.isSet(MiningKeys.NODE_TYPE)
        ? values.get(MiningKeys.NODE_TYPE).equals("bitcoind")
        : !values.get(MiningKeys.NODE_RPC_URL).isEmpty();
  }

  private static Optional<PostgresConfig> postgres(Values top) {
    if (!top.hasSection("postgres") || !top.get(StoreKeys.POSTGRES_ENABLED)) {
      return Optional.empty();
    }
    return Optional.of(
        new PostgresConfig(
            top.get(StoreKeys.POSTGRES_HOST),
            top.get(StoreKeys.POSTGRES_PORT),
            top.get(StoreKeys.POSTGRES_DATABASE),
            top.get(StoreKeys.POSTGRES_USER),
            top.get(StoreKeys.POSTGRES_PASSWORD),
            top.get(StoreKeys.POSTGRES_MAX_CONNECTIONS),
            top.get(StoreKeys.POSTGRES_MIN_CONNECTIONS),
            top.get(StoreKeys.POSTGRES_CONNECT_TIMEOUT),
            top.get(StoreKeys.POSTGRES_STATEMENT_TIMEOUT)));
  }

  private static PoolConfig pool(Values values) {
    return new PoolConfig(
        values.get(MiningKeys.POOL_NAME), server(values), mining(values), node(values));
  }

  private static ServerConfig server(Values values) {
    return new ServerConfig(
        values.get(ServerKeys.HOST),
        values.get(ServerKeys.PORT),
        values.get(ServerKeys.TLS_ENABLED)
            ? Optional.of(
                new ServerConfig.Tls(
                    values.get(ServerKeys.TLS_CERT_FILE).orElseThrow(),
                    values.get(ServerKeys.TLS_KEY_FILE).orElseThrow()))
            : Optional.empty(),
        values.get(ServerKeys.MAX_CONNECTIONS),
        values.get(ServerKeys.READ_TIMEOUT),
        values.get(ServerKeys.WRITE_TIMEOUT));
  }

  private static MiningConfig mining(Values values) {
    return new MiningConfig(
        Coin.named(values.get(MiningKeys.COIN_TYPE)).orElseThrow(),
        values.get(MiningKeys.POOL_ADDRESS),
        values.get(MiningKeys.COINBASE_TAG),
        values.get(MiningKeys.INITIAL_DIFFICULTY),
        values.get(MiningKeys.MIN_DIFFICULTY),
        values.get(MiningKeys.MAX_DIFFICULTY),
        values.get(MiningKeys.TARGET_SHARE_TIME),
        values.get(MiningKeys.RETARGET_TIME),
        values.get(MiningKeys.VARIANCE_PERCENT),
        values.get(MiningKeys.JOB_TIMEOUT),
        values.get(MiningKeys.STALE_JOB_THRESHOLD),
        values.get(MiningKeys.JOB_INTERVAL),
        values.get(MiningKeys.EXTRANONCE1_SIZE),
        values.get(MiningKeys.EXTRANONCE2_SIZE));
  }

  private static NodeConfig node(Values values) {
    if (isBitcoind(values)) {
      return new NodeConfig.Bitcoind(
          values.get(MiningKeys.NODE_RPC_URL),
          values.get(MiningKeys.NODE_RPC_USER),
          values.get(MiningKeys.NODE_RPC_PASSWORD),
          values.get(MiningKeys.NODE_RPC_COOKIE_FILE),
          values.get(MiningKeys.NODE_POLL_INTERVAL));
    }
    boolean inUse = values.hasSection("node") && values.get(MiningKeys.NODE_ENABLED);
    return new NodeConfig.Devnet(
        inUse
            ? values.get(MiningKeys.NODE_DEVNET_DIFFICULTY)
            : MiningKeys.NODE_DEVNET_DIFFICULTY.defaultValue());
  }
}
