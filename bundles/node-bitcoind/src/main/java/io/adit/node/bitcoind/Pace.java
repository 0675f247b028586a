package io.adit.node.bitcoind;

import io.adit.api.State;
import java.time.Duration;

/**
 * How often the node is asked.
 *
 * @param poll between two looks at its tip
 * @param limit for which nothing may be heard from it while it is asked for its tip, or it counts
 *     as away; see {@link Pulse}
 * @param template the least age at which a template is fetched anew though the tip stays: for new
 *     transactions, and to learn whether the node still makes any
 */
record Pace(Duration poll, Duration limit, Duration template) {
  /** With a poll each second, a node that falls silent is known to within two. */
  static final Duration LIMIT = Duration.ofMillis(750);

  /** Less than a second, or every other poll would find it a moment too young. */
  private static final Duration TEMPLATE = Duration.ofMillis(750);

  private static final Duration OLDEST_TEMPLATE = Duration.ofSeconds(10);

  /**
   * Templates are fetched for no more than the tenth part of the time: whole ones are megabytes,
   * and the node makes them under its chain's lock.
   */
  private static final int SHARE = 10;

  private static final Duration WAITING_RETRY = Duration.ofSeconds(1);

  /** The node writes a line into its log for each wrong password. */
  private static final Duration REFUSED_RETRY = Duration.ofSeconds(5);

  static Pace of(Duration poll, Duration limit) {
    return new Pace(poll, limit, TEMPLATE);
  }

  /**
   * The age at which a template is fetched anew.
   *
   * @param taken how long the last one took
   */
  Duration refresh(Duration taken) {
    return longer(template, shorter(taken.multipliedBy(SHARE), OLDEST_TEMPLATE));
  }

  /** How long to wait before a node that is in such a state is asked again. */
  Duration next(State.Kind kind) {
    return switch (kind) {
      case REFUSED -> REFUSED_RETRY;
      case WAITING -> shorter(WAITING_RETRY, poll);
      case STARTING, READY -> poll;
    };
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? other : one;
  }
}
