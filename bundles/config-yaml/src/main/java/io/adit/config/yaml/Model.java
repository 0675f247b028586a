package io.adit.config.yaml;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes records of values that have been checked. */
final class Model {
  private Model() {}

  static AditConfig of(Values top, Optional<AditConfig.Source> source) {
    Coins coins = Coins.of(top);
    return new AditConfig(
        source,
        new MetricsConfig(
            top.get(ServerKeys.METRICS_ENABLED),
            top.get(ServerKeys.HOST),
            top.get(ServerKeys.METRICS_PORT),
            top.get(ServerKeys.METRICS_MAX_WORKERS)),
        ledger(top),
        new StorageConfig(top.get(StoreKeys.SHARE_RETENTION), top.get(StoreKeys.ROLLUP_RETENTION)),
        postgres(top),
        new LoggingConfig(
            top.get(ServerKeys.LOG_LEVEL),
            top.get(ServerKeys.LOG_FORMAT).equals("json"),
            top.get(ServerKeys.LOG_OUTPUT).equals("file")
                ? top.get(ServerKeys.LOG_FILE_PATH)
                : Optional.empty()),
        top.get(ServerKeys.MINERS_PROFILES_FILE),
        pools(top).stream().map(pool -> pool(pool, Nodes.of(top, pool), coins)).toList());
  }

  /** What is said of each pool: in the entries of {@code pools}, or at the top of the file. */
  static List<Values> pools(Values top) {
    return top.says(Schema.POOLS) ? top.list(Schema.POOLS) : List.of(top);
  }

  private static LedgerConfig ledger(Values top) {
    return new LedgerConfig(
        top.get(LedgerKeys.DIRECTORY),
        top.get(LedgerKeys.DURABILITY).equals("fsync"),
        top.get(LedgerKeys.MAX_SIZE),
        top.get(LedgerKeys.NEW_STORE).equals("oldest"));
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

  private static PoolConfig pool(Values values, Values node, Coins coins) {
    return new PoolConfig(
        values.get(MiningKeys.POOL_NAME), server(values), mining(values, coins), nodes(node));
  }

  private static ServerConfig server(Values values) {
    return new ServerConfig(
        Ports.of(values).stream().map(Model::port).toList(),
        values.get(ServerKeys.MAX_CONNECTIONS),
        values.get(ServerKeys.READ_TIMEOUT),
        values.get(ServerKeys.WRITE_TIMEOUT),
        values.get(ServerKeys.SERVER_ID));
  }

  private static PortConfig port(Values port) {
    return new PortConfig(
        port.get(PortKeys.HOST),
        port.get(PortKeys.PORT),
        port.get(PortKeys.TLS_ENABLED)
            ? Optional.of(
                new PortConfig.Tls(
                    port.get(PortKeys.TLS_CERT_FILE).orElseThrow(),
                    port.get(PortKeys.TLS_KEY_FILE).orElseThrow()))
            : Optional.empty(),
        port.get(PortKeys.INITIAL_DIFFICULTY),
        port.get(PortKeys.MIN_DIFFICULTY),
        port.get(PortKeys.MAX_DIFFICULTY),
        payout(port));
  }

  /** Whom blocks pay that are found through a port. */
  static Payout payout(Values port) {
    return port.get(PortKeys.PAYOUT).equals("solo") ? Payout.SOLO : Payout.POOL;
  }

  private static MiningConfig mining(Values values, Coins coins) {
    return new MiningConfig(
        coins.named(values.get(MiningKeys.COIN_TYPE)).orElseThrow(),
        values.get(MiningKeys.POOL_ADDRESS),
        values.get(MiningKeys.POOL_FEE),
        values.get(MiningKeys.COINBASE_TAG),
        values.get(MiningKeys.TARGET_SHARE_TIME),
        values.get(MiningKeys.RETARGET_TIME),
        values.get(MiningKeys.VARIANCE_PERCENT),
        values.get(MiningKeys.JOB_TIMEOUT),
        values.get(MiningKeys.STALE_JOB_THRESHOLD),
        values.get(MiningKeys.JOB_INTERVAL),
        values.get(MiningKeys.CONFIRMATIONS),
        values.get(MiningKeys.EXTRANONCE1_SIZE),
        values.get(MiningKeys.EXTRANONCE2_SIZE));
  }

  private static List<NodeConfig> nodes(Values node) {
    if (Nodes.isBitcoind(node)) {
      List<NodeConfig> nodes = new ArrayList<>();
      nodes.add(bitcoind(node));
      Nodes.backups(node).forEach(entry -> nodes.add(backup(entry, node)));
      return nodes;
    }
    return List.of(
        new NodeConfig.Devnet(
            Nodes.isInUse(node)
                ? node.get(MiningKeys.NODE_DEVNET_DIFFICULTY)
                : MiningKeys.NODE_DEVNET_DIFFICULTY.defaultValue()));
  }

  private static NodeConfig bitcoind(Values node) {
    return new NodeConfig.Bitcoind(
        node.get(MiningKeys.NODE_RPC_URL),
        node.get(MiningKeys.NODE_RPC_USER),
        node.get(MiningKeys.NODE_RPC_PASSWORD),
        node.get(MiningKeys.NODE_RPC_COOKIE_FILE),
        Nodes.zmqHashblock(node),
        node.get(MiningKeys.NODE_POLL_INTERVAL));
  }

  private static NodeConfig backup(Values entry, Values node) {
    return new NodeConfig.Bitcoind(
        entry.get(BackupKeys.RPC_URL),
        entry.get(BackupKeys.RPC_USER),
        entry.get(BackupKeys.RPC_PASSWORD),
        entry.get(BackupKeys.RPC_COOKIE_FILE),
        entry.get(BackupKeys.ZMQ_HASHBLOCK),
        node.get(MiningKeys.NODE_POLL_INTERVAL));
  }
}
