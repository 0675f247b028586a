package io.adit.config.yaml;

import io.adit.api.coin.Address;
import io.adit.api.coin.Coin;
import io.adit.api.session.SentJobs;
import io.adit.config.yaml.Values.Place;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks what the values of a file mean together. */
final class Checks {
  /** Jobs that a miner's session remembers, less a few for miners whose difficulty changes. */
  private static final int MOST_JOBS = SentJobs.CAPACITY - 4;

  private final Problems problems;
  private final Map<String, String> env;

  Checks(Problems problems, Map<String, String> env) {
    this.problems = problems;
    this.env = env;
  }

  void check(Values top) {
    List<Values> pools = Model.pools(top);
    Coins coins = Coins.of(top);
    redis(top);
    postgres(top);
    logging(top);
    miners(top);
    new CoinChecks(problems).check(top);
    names(top.list(Schema.POOLS));
    top.list(Schema.POOLS).forEach(this::serverId);
    new PortChecks(problems).check(top, pools);
    pools.forEach(pool -> pool(top, pool, coins));
  }

  private void redis(Values top) {
    if (top.hasSection("redis")
        && !top.isFaulty(StoreKeys.REDIS_ENABLED)
        && top.get(StoreKeys.REDIS_ENABLED)) {
      problems.add(
          top.placeOf(StoreKeys.REDIS_ENABLED),
          "Redis is not built yet",
          "false, or no section redis");
    }
  }

  private void postgres(Values top) {
    if (top.anyFaulty(StoreKeys.POSTGRES_MIN_CONNECTIONS, StoreKeys.POSTGRES_MAX_CONNECTIONS)) {
      return;
    }
    int max = top.get(StoreKeys.POSTGRES_MAX_CONNECTIONS);
    if (top.get(StoreKeys.POSTGRES_MIN_CONNECTIONS) > max) {
      problems.add(
          top.placeOf(StoreKeys.POSTGRES_MIN_CONNECTIONS),
          quoted(top.get(StoreKeys.POSTGRES_MIN_CONNECTIONS)),
          "at most max_connections, " + max);
    }
  }

  private void logging(Values top) {
    if (!top.anyFaulty(ServerKeys.LOG_OUTPUT, ServerKeys.LOG_FILE_PATH)
        && top.get(ServerKeys.LOG_OUTPUT).equals("file")
        && top.get(ServerKeys.LOG_FILE_PATH).isEmpty()) {
      problems.add(
          top.placeOf(ServerKeys.LOG_FILE_PATH), "nothing", "a file, since output is file");
    }
  }

  private void miners(Values top) {
    Optional<Path> file = top.get(ServerKeys.MINERS_PROFILES_FILE);
    if (file.isEmpty()) {
      return;
    }
    if (!Files.isRegularFile(file.get()) || !Files.isReadable(file.get())) {
      problems.add(
          top.placeOf(ServerKeys.MINERS_PROFILES_FILE),
          quoted(file.get()) + " cannot be read",
          "a YAML file to read");
      return;
    }
    try {
      MinersFile.load(file.get(), env);
    } catch (ConfigException e) {
      problems.addAll(e.problems());
    }
  }

  private void names(List<Values> pools) {
    Map<String, Place> seen = new HashMap<>();
    for (Values pool : pools) {
      Place place = pool.placeOf(MiningKeys.POOL_NAME);
      if (pool.isFaulty(MiningKeys.POOL_NAME)) {
        continue;
      }
      if (!pool.isSet(MiningKeys.POOL_NAME)) {
        problems.add(place, "nothing", MiningKeys.POOL_NAME.type().expected());
        pool.putFaulty(MiningKeys.POOL_NAME);
        continue;
      }
      String name = pool.get(MiningKeys.POOL_NAME);
      Place before = seen.putIfAbsent(name, place);
      if (before != null) {
        problems.add(place, quoted(name) + ", as on line " + before.line(), "a name of its own");
      }
    }
  }

  private void serverId(Values pool) {
    if (pool.says(ServerKeys.SERVER_ID)) {
      problems.add(
          pool.placeOf(ServerKeys.SERVER_ID), "stands in a pool", "only at the top of the file");
    }
  }

  private void pool(Values top, Values pool, Coins coins) {
    if (!pool.anyFaulty(MiningKeys.JOB_INTERVAL, MiningKeys.JOB_TIMEOUT)) {
      jobs(pool);
    }
    Values node = Nodes.of(top, pool);
    new NodeChecks(problems).check(node);
    coin(pool, coins, Nodes.isKnown(node) && Nodes.isBitcoind(node));
  }

  private void jobs(Values pool) {
    Duration interval = pool.get(MiningKeys.JOB_INTERVAL);
    Duration timeout = pool.get(MiningKeys.JOB_TIMEOUT);
    if (interval.compareTo(timeout) >= 0) {
      problems.add(
          pool.placeOf(MiningKeys.JOB_INTERVAL),
          "not less than job_timeout",
          "less, so that miners get a new job before the last expires");
    } else if (timeout.compareTo(interval.multipliedBy(MOST_JOBS)) > 0) {
      problems.add(
          pool.placeOf(MiningKeys.JOB_TIMEOUT),
          "more than " + MOST_JOBS + " times job_interval",
          "at most "
              + interval.multipliedBy(MOST_JOBS).toSeconds()
              + "s, or a longer job_interval");
    }
  }

  private void coin(Values pool, Coins coins, boolean bitcoind) {
    if (pool.isFaulty(MiningKeys.COIN_TYPE)) {
      return;
    }
    String name = pool.get(MiningKeys.COIN_TYPE);
    if (!coins.has(name)) {
      problems.add(pool.placeOf(MiningKeys.COIN_TYPE), quoted(name), "one of " + coins.names());
      return;
    }
    if (!pool.isFaulty(MiningKeys.POOL_ADDRESS)) {
      coins.named(name).ifPresent(coin -> address(pool, coin, bitcoind));
    }
  }

  private void address(Values pool, Coin coin, boolean bitcoind) {
    String address = pool.get(MiningKeys.POOL_ADDRESS);
    Place place = pool.placeOf(MiningKeys.POOL_ADDRESS);
    if (address.isEmpty()) {
      List<Values> ports = Ports.of(pool);
      if (ports.stream().anyMatch(port -> port.isFaulty(PortKeys.PAYOUT))) {
        return;
      }
      List<Payout> payouts = ports.stream().map(Model::payout).toList();
      if (bitcoind && payouts.contains(Payout.POOL)) {
        problems.add(place, "nothing", "an address of " + coin.name() + " that blocks pay to");
      } else if (payouts.contains(Payout.SOLO) && pool.get(MiningKeys.POOL_FEE) > 0) {
        problems.add(place, "nothing", "an address of " + coin.name() + " that pool_fee pays to");
      }
      return;
    }
    try {
      Address.payee(address, coin);
    } catch (IllegalArgumentException e) {
      problems.add(place, String.valueOf(e.getMessage()), "an address of coin_type " + coin.name());
    }
  }

  static String quoted(Object value) {
    return "\"" + value + "\"";
  }
}
