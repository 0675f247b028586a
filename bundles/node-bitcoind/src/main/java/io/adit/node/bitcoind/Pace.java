package io.adit.node.bitcoind;

import io.adit.api.State;
import java.time.Duration;

/**
 * How often the node is asked.
 *
 * @param poll between two looks at its tip
 * @param template the age at which a template is fetched anew though the tip stays, for new
 *     transactions. Whole templates are megabytes, and the node makes them under its chain's lock.
 */
record Pace(Duration poll, Duration template) {
  private static final Duration TEMPLATE = Duration.ofSeconds(10);

  private static final Duration WAITING_RETRY = Duration.ofSeconds(1);

  /** The node writes a line into its log for each wrong password. */
  private static final Duration REFUSED_RETRY = Duration.ofSeconds(5);

  static Pace of(Duration poll) {
    return new Pace(poll, TEMPLATE);
  }

  /** How long to wait before a node that is in such a state is asked again. */
  Duration retry(State.Kind kind) {
    if (kind == State.Kind.REFUSED) {
      return REFUSED_RETRY;
    }
    return WAITING_RETRY.compareTo(poll) < 0 ? WAITING_RETRY : poll;
  }
}
