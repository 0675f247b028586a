package io.adit.config.yaml;

import java.util.List;
import java.util.Optional;

/** The ports of a pool: the entries of {@code server.ports}, or the one of {@code server.port}. */
final class Ports {
  private Ports() {}

  /** What is said of each port of a pool, with {@link PortKeys}. */
  static List<Values> of(Values pool) {
    return pool.listUnless(ServerKeys.PORT, PortKeys.PORTS)
        .map(entries -> entries.stream().map(entry -> entry.within(pool)).toList())
        .orElseGet(() -> List.of(single(pool)));
  }

  private static Values single(Values pool) {
    Values.Place place = pool.placeOf(ServerKeys.PORT);
    Values port = new Values(Optional.of(pool), place);
    port.put(PortKeys.PORT, place, Integer.toString(pool.get(ServerKeys.PORT)));
    if (pool.isFaulty(ServerKeys.PORT)) {
      port.putFaulty(PortKeys.PORT);
    }
    return port;
  }
}
