package io.adit.config.yaml;

import io.adit.config.yaml.Values.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Checks what the values of a file mean together for its ports. */
final class PortChecks {
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
  private final TlsChecks tls;

  PortChecks(Problems problems) {
    this.problems = problems;
    tls = new TlsChecks(problems);
  }

  void check(Values top, List<Values> pools) {
    oneOrSeveral(top);
    top.list(Schema.POOLS).forEach(this::oneOrSeveral);
    listeners(top, pools);
    for (Values pool : pools) {
      for (Values port : Ports.of(pool)) {
        tls.check(port);
        difficulty(port);
      }
    }
  }

  private void oneOrSeveral(Values values) {
    if (values.says(PortKeys.PORTS) && values.says(ServerKeys.PORT)) {
      problems.add(
          values.placeOf(ServerKeys.PORT), "here beside ports", "either port or ports, not both");
    }
  }

  private void listeners(Values top, List<Values> pools) {
    List<Listener> taken = new ArrayList<>();
    if (!top.anyFaulty(ServerKeys.METRICS_ENABLED, ServerKeys.HOST, ServerKeys.METRICS_PORT)
        && top.get(ServerKeys.METRICS_ENABLED)) {
      taken.add(
          new Listener(
              "the port of server.metrics",
              top.get(ServerKeys.HOST),
              top.get(ServerKeys.METRICS_PORT),
              top.placeOf(ServerKeys.METRICS_PORT)));
    }
    for (Values pool : pools) {
      for (Values port : Ports.of(pool)) {
        if (!port.anyFaulty(PortKeys.PORT, PortKeys.HOST)) {
          listener(port, what(pool), taken);
        }
      }
    }
  }

  private static String what(Values pool) {
    return pool.isFaulty(MiningKeys.POOL_NAME)
        ? "the port of another pool"
        : "the port of pool " + pool.get(MiningKeys.POOL_NAME);
  }

  private void listener(Values port, String what, List<Listener> taken) {
    Listener listener =
        new Listener(
            what, port.get(PortKeys.HOST), port.get(PortKeys.PORT), port.placeOf(PortKeys.PORT));
    Optional<Listener> other = taken.stream().filter(listener::collidesWith).findFirst();
    if (other.isPresent()) {
      problems.add(
          listener.place(),
          listener.port() + ", which is " + other.get().what() + " too",
          "a port of its own");
    }
    taken.add(listener);
  }

  private void difficulty(Values port) {
    if (port.anyFaulty(
        PortKeys.MIN_DIFFICULTY, PortKeys.MAX_DIFFICULTY, PortKeys.INITIAL_DIFFICULTY)) {
      return;
    }
    double min = port.get(PortKeys.MIN_DIFFICULTY);
    double max = port.get(PortKeys.MAX_DIFFICULTY);
    double initial = port.get(PortKeys.INITIAL_DIFFICULTY);
    if (min > max) {
      problems.add(
          port.placeOf(PortKeys.MIN_DIFFICULTY),
          Checks.quoted(min),
          "at most max_difficulty, " + max);
    } else if (initial != 0 && (initial < min || initial > max)) {
      problems.add(
          port.placeOf(PortKeys.INITIAL_DIFFICULTY),
          Checks.quoted(initial),
          "auto, or between min_difficulty, " + min + ", and max_difficulty, " + max);
    }
  }
}
