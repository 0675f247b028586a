package io.adit.config.yaml;

import io.adit.api.coin.Coin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The coins that a file may name: the known ones, and its own. */
final class Coins {
  private final Map<String, Coin> own = new HashMap<>();
  private final List<String> names = new ArrayList<>();

  private Coins() {
    Coin.known().forEach(coin -> names.add(coin.name()));
  }

  static Coins of(Values top) {
    Coins coins = new Coins();
    for (Values entry : top.list(CoinKeys.COINS)) {
      if (!entry.isFaulty(CoinKeys.NAME)) {
        coins.names.add(entry.get(CoinKeys.NAME));
      }
      if (CoinKeys.COINS.keys().stream().noneMatch(entry::isFaulty)) {
        Coin coin = coin(entry);
        coins.own.put(coin.name(), coin);
      }
    }
    return coins;
  }

  private static Coin coin(Values entry) {
    return new Coin(
        entry.get(CoinKeys.NAME),
        entry.get(CoinKeys.CHAIN),
        entry.get(CoinKeys.ALGORITHM),
        entry.get(CoinKeys.PUBKEY_HASH_VERSION),
        entry.get(CoinKeys.SCRIPT_HASH_VERSIONS),
        entry.get(CoinKeys.BECH32_PREFIX),
        entry.get(CoinKeys.TEMPLATE_RULES),
        entry.get(CoinKeys.VERSION_MASK));
  }

  /** The coin of that name; empty, too, for one that the file describes wrongly. */
  Optional<Coin> named(String name) {
    return Coin.named(name).or(() -> Optional.ofNullable(own.get(name)));
  }

  /** Whether there is a coin of that name, rightly described or not. */
  boolean has(String name) {
    return names.contains(name);
  }

  /** All names, as a sentence has them. */
  String names() {
    return String.join(", ", names);
  }
}
