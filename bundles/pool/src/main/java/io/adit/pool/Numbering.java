package io.adit.pool;

import java.util.OptionalInt;

/**
 * Where the number comes from that this server has among several, and every extranonce1 that it
 * hands out begins with. A service for it that is there counts for more than the configuration.
 *
 * @param fixed the number, where no service has one; empty for none: extranonce1 is of all there
 *     are
 * @param required whether nobody gets an extranonce1 without the service's number
 */
record Numbering(OptionalInt fixed, boolean required) {
  /** That of a server on its own. */
  static final Numbering NONE = new Numbering(OptionalInt.empty(), false);

  /** The number of the moment; empty if there is none. */
  OptionalInt current(Services services) {
    if (services.number() != null) {
      return services.number().current();
    }
    return required ? OptionalInt.empty() : fixed;
  }

  /** Whether nobody gets an extranonce1, as there is no number yet, or not any more. */
  boolean isMissing(Services services) {
    return isMissing(services, current(services));
  }

  /** The same of a number that was asked for: it may be gone with the next question. */
  boolean isMissing(Services services, OptionalInt current) {
    return (required || services.number() != null) && current.isEmpty();
  }

  /** What miners wait for. */
  String waitsFor(Services services) {
    return "new miners wait for this server's number"
        + (services.number() == null ? "" : ": " + services.number().state().detail());
  }
}
