package io.adit.config.yaml;

import io.adit.api.coin.Coin;
import io.adit.config.yaml.Values.Place;
import java.util.HashMap;
import java.util.Map;

/** Checks what the values of {@code coins} mean together. */
final class CoinChecks {
  private final Problems problems;

  CoinChecks(Problems problems) {
    this.problems = problems;
  }

  void check(Values top) {
    Map<String, Place> seen = new HashMap<>();
    for (Values entry : top.list(CoinKeys.COINS)) {
      if (!entry.isFaulty(CoinKeys.NAME)) {
        name(entry, seen);
      }
      if (!entry.isFaulty(CoinKeys.PUBKEY_HASH_VERSION)
          && !entry.isFaulty(CoinKeys.SCRIPT_HASH_VERSIONS)) {
        versions(entry);
      }
    }
  }

  private void name(Values entry, Map<String, Place> seen) {
    String name = entry.get(CoinKeys.NAME);
    Place place = entry.placeOf(CoinKeys.NAME);
    Place before = seen.putIfAbsent(name, place);
    if (Coin.named(name).isPresent()) {
      problems.add(place, Checks.quoted(name) + ", which is known already", "a name of its own");
    } else if (before != null) {
      problems.add(
          place, Checks.quoted(name) + ", as on line " + before.line(), "a name of its own");
    }
  }

  /** An address would be one of either kind. */
  private void versions(Values entry) {
    int version = entry.get(CoinKeys.PUBKEY_HASH_VERSION);
    if (entry.get(CoinKeys.SCRIPT_HASH_VERSIONS).contains(version)) {
      problems.add(
          entry.placeOf(CoinKeys.SCRIPT_HASH_VERSIONS),
          version + ", which is pubkey_hash_version",
          "other versions than that");
    }
  }
}
