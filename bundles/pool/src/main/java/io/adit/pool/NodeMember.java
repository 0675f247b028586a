package io.adit.pool;

import io.adit.api.State;
import io.adit.api.node.BlockTemplate;
import io.adit.api.node.Node;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;

/**
 * One of a pool's nodes, what it has said, and whether it is to be trusted. On the pool's thread,
 * but for what says so.
 */
final class NodeMember {
  /** As the registry orders services. */
  static final Comparator<NodeMember> PREFERENCE =
      Comparator.comparingInt((NodeMember each) -> each.ranking)
          .reversed()
          .thenComparingLong(each -> each.id);

  /** How long it may be behind the others before it must prove itself again. */
  static final Duration LAG = Duration.ofSeconds(2);

  /** How long it must have been well until it is trusted again. */
  static final Duration TRUST = Duration.ofSeconds(10);

  final Node node;

  /** Guarded by whoever opens and closes it. */
  Node.Watch watch;

  private final int ranking;
  private final long id;
  private volatile BlockTemplate template;
  private volatile State state = State.starting("starting");
  private boolean news;
  private long wellSinceNanos;
  private long behindSinceNanos;
  private boolean behind;
  private boolean lagging;

  /** What is new about its keeping up with the others. */
  enum Pace {
    SAME,
    LAGS,
    CAUGHT_UP
  }

  /** One that has said nothing; {@code properties} are those of its service. */
  NodeMember(Node node, Map<String, ?> properties, long nowNanos) {
    this.node = node;
    ranking = properties.get("service.ranking") instanceof Integer value ? value : 0;
    id = properties.get("service.id") instanceof Long value ? value : 0;
    // What is there from the beginning need not prove itself.
    wellSinceNanos = nowNanos - TRUST.toNanos();
  }

  /** It has said what to work on. */
  void said(BlockTemplate newTemplate) {
    template = newTemplate;
    news = true;
  }

  /** It has said how it is. */
  void said(State newState, long nowNanos) {
    State before = state;
    state = newState;
    if (before.isReady() && !newState.isReady()) {
      // When it is back, it says what to work on: the tip may have become another one.
      template = null;
    } else if (newState.isReady() && !before.isReady() && before.kind() != State.Kind.STARTING) {
      wellSinceNanos = nowNanos;
    }
  }

  /** Whether there is a template that nobody works on yet; there is none any more then. */
  boolean takeNews() {
    boolean had = news;
    news = false;
    return had;
  }

  /** Compares it with the best tip that there is. */
  Pace compare(int top, long nowNanos) {
    boolean wasLagging = lagging;
    boolean lags = behind && nowNanos - behindSinceNanos > LAG.toNanos();
    if (mayServe() && height() < top) {
      if (!behind) {
        behindSinceNanos = nowNanos;
      }
      behind = true;
      lagging = lags;
      return lagging && !wasLagging ? Pace.LAGS : Pace.SAME;
    }
    behind = false;
    lagging = false;
    if (!lags || !mayServe()) {
      return Pace.SAME;
    }
    wellSinceNanos = nowNanos;
    return wasLagging ? Pace.CAUGHT_UP : Pace.SAME;
  }

  boolean isTrusted(long nowNanos) {
    return nowNanos - wellSinceNanos >= TRUST.toNanos();
  }

  /** Any thread. */
  boolean mayServe() {
    return state.isReady() && template != null;
  }

  /** What it wants the next block to be; null as long as it has not said so. */
  BlockTemplate template() {
    return template;
  }

  State state() {
    return state;
  }

  /** Of the block that its template is for; 0 without one. Any thread. */
  int height() {
    BlockTemplate known = template;
    return known == null ? 0 : known.height();
  }

  /** What it is and where, for people. */
  String name() {
    return node.describe();
  }
}
