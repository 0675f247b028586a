package io.adit.config.yaml;

import io.adit.api.coin.Coin;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Keys of the sections {@code mining} and {@code node}, and a pool's name. */
final class MiningKeys {
  private static final Duration DAY = Duration.ofHours(24);
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final double SMALLEST = 1e-9;
  private static final double LARGEST = 1e15;

  static final Key<String> POOL_NAME =
      Key.of(
          "name",
          ValueType.name(),
          "main",
          "name",
          "A pool's name, its own among the pools of this file.");
  static final Key<String> POOL_ADDRESS =
      Key.of(
          "mining.pool_address",
          ValueType.text(128),
          "",
          "address",
          "Where blocks, and pool_fee, pay to: P2PKH, P2SH, P2WPKH, P2WSH or P2TR. May be empty on"
              + " devnet, and where payout is solo without a pool_fee.");
  static final Key<String> PAYOUT =
      Key.of(
          "mining.payout",
          ValueType.choice("pool", "solo"),
          "pool",
          "pool | solo",
          "Whom blocks pay: pool_address, or, solo, the user who found the block; a solo miner's user"
              + " name is an address of the coin, and may go on with a dot and the worker's name.");
  static final Key<Integer> POOL_FEE =
      Key.of(
          "mining.pool_fee",
          ValueType.percent(),
          "0",
          "percent",
          "Part of a solo miner's block that goes to pool_address; at most two decimals. Means nothing"
              + " where payout is pool: all goes to pool_address there.");
  static final Key<String> COIN_TYPE =
      Key.of(
          "mining.coin_type",
          ValueType.name(),
          "bitcoin",
          "coin",
          "What to mine: " + Coin.names() + ", or one of coins.");
  static final Key<String> COINBASE_TAG =
      Key.of(
          "mining.coinbase_tag",
          ValueType.text(40),
          "/Adit/",
          "text",
          "Names the pool in the coinbase of its blocks; at most 40 bytes.");
  static final Key<Double> INITIAL_DIFFICULTY =
      Key.of(
          "mining.initial_difficulty",
          ValueType.decimalOrAuto(SMALLEST, LARGEST),
          "auto",
          "difficulty",
          "What a miner that has just connected gets. auto is 1024, or a sixty-fourth of the network's"
              + " difficulty where that is less.");
  static final Key<Double> MIN_DIFFICULTY =
      Key.of(
          "mining.min_difficulty",
          ValueType.decimal(SMALLEST, LARGEST),
          "0.0001",
          "difficulty",
          "No miner gets less.");
  static final Key<Double> MAX_DIFFICULTY =
      Key.of(
          "mining.max_difficulty",
          ValueType.decimal(SMALLEST, LARGEST),
          "1000000000000",
          "difficulty",
          "No miner gets more.");
  static final Key<Duration> TARGET_SHARE_TIME =
      Key.of(
          "mining.target_share_time",
          ValueType.duration(Duration.ofMillis(100), Duration.ofHours(1)),
          "10s",
          "duration",
          "Wanted time between two shares of a miner.");
  static final Key<Duration> RETARGET_TIME =
      Key.of(
          "mining.retarget_time",
          ValueType.duration(SECOND, DAY),
          "60s",
          "duration",
          "How often a miner's difficulty is judged.");
  static final Key<Double> VARIANCE_PERCENT =
      Key.of(
          "mining.variance_percent",
          ValueType.decimal(0, 100),
          "30",
          "percent",
          "How far the share time may be off before the difficulty changes.");
  static final Key<Duration> JOB_TIMEOUT =
      Key.of(
          "mining.job_timeout",
          ValueType.duration(SECOND, DAY),
          "5m",
          "duration",
          "Shares for a job older than this are stale; at most 60 times job_interval.");
  static final Key<Duration> STALE_JOB_THRESHOLD =
      Key.of(
          "mining.stale_job_threshold",
          ValueType.duration(SECOND, DAY),
          "2m",
          "duration",
          "When the node has not answered for so long, its tip counts as stale and no new work is"
              + " handed out.");
  static final Key<Duration> JOB_INTERVAL =
      Key.of(
          "mining.job_interval",
          ValueType.duration(SECOND, DAY),
          "30s",
          "duration",
          "How often miners get a fresh job on the same tip; must be less than job_timeout.");
  static final Key<Integer> CONFIRMATIONS =
      Key.of(
          "mining.confirmations",
          ValueType.integer(1, 10_000),
          "100",
          "blocks",
          "How deep in the chain a block that was found must be to count as confirmed; 1 is the tip.");
  static final Key<Integer> EXTRANONCE1_SIZE =
      Key.of(
          "mining.extranonce1_size",
          ValueType.integer(2, 8),
          "4",
          "bytes",
          "Room in the coinbase that tells connections apart.");
  static final Key<Integer> EXTRANONCE2_SIZE =
      Key.of(
          "mining.extranonce2_size",
          ValueType.integer(2, 8),
          "8",
          "bytes",
          "Room in the coinbase that each miner may change.");
  static final Key<Boolean> NODE_ENABLED =
      Key.of(
          "node.enabled",
          ValueType.bool(),
          "true",
          "true | false",
          "false is as if this section were not there: devnet.");
  static final Key<String> NODE_TYPE =
      Key.of(
          "node.type",
          ValueType.choice("devnet", "bitcoind"),
          "devnet",
          "devnet | bitcoind",
          "A chain in memory to try things on, which takes none of the keys rpc_* and"
              + " zmq_hashblock, or a node with bitcoind's JSON-RPC. Where this key is left out and rpc_url is given, bitcoind.");
  static final Key<String> NODE_RPC_URL =
      Key.of(
          "node.rpc_url",
          ValueType.httpUrl(),
          "",
          "URL",
          "The node's JSON-RPC, such as http://127.0.0.1:8332.");
  static final Key<String> NODE_RPC_USER =
      Key.of("node.rpc_user", ValueType.text(256), "", "text", "User of the node's JSON-RPC.");
  static final Key<String> NODE_RPC_PASSWORD =
      Key.of("node.rpc_password", ValueType.text(1024), "", "text", "Password of that user.")
          .asSecret();
  static final Key<Optional<Path>> NODE_RPC_COOKIE_FILE =
      Key.of(
          "node.rpc_cookie_file",
          ValueType.path(),
          "",
          "file",
          "The node's .cookie file, instead of user and password.");
  static final Key<String> NODE_ZMQ_HASHBLOCK =
      Key.of(
          "node.zmq_hashblock",
          ValueType.zmqEndpoint(),
          "",
          "address",
          "Where the node publishes hashblock by ZMQ (its zmqpubhashblock), such as"
              + " tcp://127.0.0.1:28332: news of a block comes soonest so. Empty for none.");
  static final Key<Duration> NODE_POLL_INTERVAL =
      Key.of(
          "node.poll_interval",
          ValueType.duration(Duration.ofMillis(100), Duration.ofHours(1)),
          "1s",
          "duration",
          "How often to ask the node for its tip, beside long polling.");
  static final Key<Double> NODE_DEVNET_DIFFICULTY =
      Key.of(
          "node.devnet_difficulty",
          ValueType.decimal(SMALLEST, LARGEST),
          "0.03",
          "difficulty",
          "Difficulty of devnet's blocks; the default lets the CPU miner find one about every twenty seconds.");

  static final List<Key<?>> MINING =
      List.of(
          POOL_ADDRESS,
          PAYOUT,
          POOL_FEE,
          COIN_TYPE,
          COINBASE_TAG,
          INITIAL_DIFFICULTY,
          MIN_DIFFICULTY,
          MAX_DIFFICULTY,
          TARGET_SHARE_TIME,
          RETARGET_TIME,
          VARIANCE_PERCENT,
          JOB_TIMEOUT,
          STALE_JOB_THRESHOLD,
          JOB_INTERVAL,
          CONFIRMATIONS,
          EXTRANONCE1_SIZE,
          EXTRANONCE2_SIZE);
  static final List<Key<?>> NODE =
      List.of(
          NODE_ENABLED,
          NODE_TYPE,
          NODE_RPC_URL,
          NODE_RPC_USER,
          NODE_RPC_PASSWORD,
          NODE_RPC_COOKIE_FILE,
          NODE_ZMQ_HASHBLOCK,
          NODE_POLL_INTERVAL,
          NODE_DEVNET_DIFFICULTY);

  private MiningKeys() {}
}
