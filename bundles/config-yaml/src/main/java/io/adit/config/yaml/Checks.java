package io.adit.config.yaml;

import io.adit.api.coin.Address;
import io.adit.api.coin.Coin;
import io.adit.config.yaml.Values.Place;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Checks what the values of a file mean together. */
final class Checks {
  private static final Set<String> EVERY_ADDRESS = Set.of("0.0.0.0", "::", "[::]");

  private record Listener(String what, String host, int port, Place place) {
    boolean collidesWith(Listener other) {
      return port != 0
          && port == other.port
          && (host.equals(other.host)
              || EVERY_ADDRESS.contains(host)
              || EVERY_ADDRESS.contains(other.host));
    }
  }

  private final Problems problems;

  Checks(Problems problems) {
    this.problems = problems;
  }

  void check(YamlReader.Document document) {
    Values top = document.top();
    List<Values> pools = document.pools().isEmpty() ? List.of(top) : document.pools();
    redis(top);
    postgres(top);
    logging(top);
    names(document.pools());
    listeners(top, pools);
    pools.forEach(this::pool);
  }

  private void redis(Values top) {
    if (top.hasSection("redis") && top.get(StoreKeys.REDIS_ENABLED)) {
      problems.add(
          top.placeOf(StoreKeys.REDIS_ENABLED),
          "Redis is not built yet",
          "false, or no section redis");
    }
  }

  private void postgres(Values top) {
    int max = top.get(StoreKeys.POSTGRES_MAX_CONNECTIONS);
    if (top.get(StoreKeys.POSTGRES_MIN_CONNECTIONS) > max) {
      problems.add(
          top.placeOf(StoreKeys.POSTGRES_MIN_CONNECTIONS),
          quoted(top.get(StoreKeys.POSTGRES_MIN_CONNECTIONS)),
          "at most max_connections, " + max);
    }
  }

  private void logging(Values top) {
    if (top.get(ServerKeys.LOG_OUTPUT).equals("file")
        && top.get(ServerKeys.LOG_FILE_PATH).isEmpty()) {
      problems.add(
          top.placeOf(ServerKeys.LOG_FILE_PATH), "nothing", "a file, since output is file");
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
        continue;
      }
      String name = pool.get(MiningKeys.POOL_NAME);
      Place before = seen.putIfAbsent(name, place);
      if (before != null) {
        problems.add(place, quoted(name) + ", as on line " + before.line(), "a name of its own");
      }
    }
  }

  private void listeners(Values top, List<Values> pools) {
    List<Listener> taken = new ArrayList<>();
    if (top.get(ServerKeys.METRICS_ENABLED)) {
      taken.add(
          new Listener(
              "the port of server.metrics",
              top.get(ServerKeys.HOST),
              top.get(ServerKeys.METRICS_PORT),
              top.placeOf(ServerKeys.METRICS_PORT)));
    }
    for (Values pool : pools) {
      Listener listener =
          new Listener(
              "the port of pool " + pool.get(MiningKeys.POOL_NAME),
              pool.get(ServerKeys.HOST),
              pool.get(ServerKeys.PORT),
              pool.placeOf(ServerKeys.PORT));
      Optional<Listener> other = taken.stream().filter(listener::collidesWith).findFirst();
      if (other.isPresent()) {
        problems.add(
            listener.place(),
            listener.port() + ", which is " + other.get().what() + " too",
            "a port of its own");
      }
      taken.add(listener);
    }
  }

  private void pool(Values pool) {
    tls(pool);
    difficulty(pool);
    if (!pool.isFaulty(MiningKeys.JOB_INTERVAL)
        && !pool.isFaulty(MiningKeys.JOB_TIMEOUT)
        && pool.get(MiningKeys.JOB_INTERVAL).compareTo(pool.get(MiningKeys.JOB_TIMEOUT)) >= 0) {
      problems.add(
          pool.placeOf(MiningKeys.JOB_INTERVAL),
          "not less than job_timeout",
          "less, so that miners get a new job before the last expires");
    }
    boolean bitcoind = Model.isBitcoind(pool);
    address(pool, bitcoind);
    if (bitcoind) {
      bitcoind(pool);
    }
  }

  private void tls(Values pool) {
    if (pool.get(ServerKeys.TLS_ENABLED)) {
      readable(pool, ServerKeys.TLS_CERT_FILE);
      readable(pool, ServerKeys.TLS_KEY_FILE);
    }
  }

  private void readable(Values pool, Key<Optional<Path>> key) {
    Optional<Path> file = pool.get(key);
    if (file.isEmpty()) {
      problems.add(pool.placeOf(key), "nothing", "a PEM file, since tls is enabled");
    } else if (!Files.isRegularFile(file.get()) || !Files.isReadable(file.get())) {
      problems.add(pool.placeOf(key), quoted(file.get()) + " cannot be read", "a PEM file to read");
    }
  }

  private void difficulty(Values pool) {
    double min = pool.get(MiningKeys.MIN_DIFFICULTY);
    double max = pool.get(MiningKeys.MAX_DIFFICULTY);
    double initial = pool.get(MiningKeys.INITIAL_DIFFICULTY);
    if (min > max) {
      problems.add(
          pool.placeOf(MiningKeys.MIN_DIFFICULTY), quoted(min), "at most max_difficulty, " + max);
    } else if (initial != 0 && (initial < min || initial > max)) {
      problems.add(
          pool.placeOf(MiningKeys.INITIAL_DIFFICULTY),
          quoted(initial),
          "auto, or between min_difficulty, " + min + ", and max_difficulty, " + max);
    }
  }

  private void address(Values pool, boolean bitcoind) {
    if (pool.isFaulty(MiningKeys.COIN_TYPE) || pool.isFaulty(MiningKeys.POOL_ADDRESS)) {
      return;
    }
    Coin coin = Coin.named(pool.get(MiningKeys.COIN_TYPE)).orElseThrow();
    String address = pool.get(MiningKeys.POOL_ADDRESS);
    Place place = pool.placeOf(MiningKeys.POOL_ADDRESS);
    if (address.isEmpty()) {
      if (bitcoind) {
        problems.add(place, "nothing", "an address of " + coin.name() + " that blocks pay to");
      }
      return;
    }
    try {
      Address.parse(address, coin);
    } catch (IllegalArgumentException e) {
      problems.add(place, String.valueOf(e.getMessage()), "an address of coin_type " + coin.name());
    }
  }

  private void bitcoind(Values pool) {
    if (pool.get(MiningKeys.NODE_RPC_URL).isEmpty() && !pool.isFaulty(MiningKeys.NODE_RPC_URL)) {
      problems.add(
          pool.placeOf(MiningKeys.NODE_RPC_URL),
          "nothing",
          MiningKeys.NODE_RPC_URL.type().expected());
    }
    boolean anyFaulty =
        pool.isFaulty(MiningKeys.NODE_RPC_USER)
            || pool.isFaulty(MiningKeys.NODE_RPC_PASSWORD)
            || pool.isFaulty(MiningKeys.NODE_RPC_COOKIE_FILE);
    if (!anyFaulty
        && pool.get(MiningKeys.NODE_RPC_COOKIE_FILE).isEmpty()
        && pool.get(MiningKeys.NODE_RPC_USER).isEmpty()
        && pool.get(MiningKeys.NODE_RPC_PASSWORD).isEmpty()) {
      problems.add(
          pool.placeOf(MiningKeys.NODE_RPC_USER),
          "nothing",
          "rpc_user and rpc_password, or rpc_cookie_file");
    }
  }

  private static String quoted(Object value) {
    return "\"" + value + "\"";
  }
}
