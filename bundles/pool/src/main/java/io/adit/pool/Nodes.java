package io.adit.pool;

import io.adit.api.State;
import io.adit.api.node.BlockTemplate;
import io.adit.api.node.Node;
import io.adit.api.pool.PoolSnapshot.NodeSnapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A pool's nodes, and whose templates it works on: those of the most preferred node among the
 * healthy ones with the best tip. News of a tip is taken from whoever has it first.
 *
 * <p>A node that was away, or behind for more than {@link NodeMember#LAG}, must have been well for
 * {@link NodeMember#TRUST} before it is preferred again, as long as another one does. A tip that is
 * lower than the last one is taken only when no better one has come for {@link #LOWER}: the node
 * that had the better one may just be starting again.
 *
 * <p>Nodes come and go on any thread; all else, but for what says so, is for the pool's.
 */
final class Nodes {
  static final Duration LOWER = Duration.ofSeconds(10);
  private static final Logger log = LoggerFactory.getLogger(Nodes.class);

  private final String pool;
  private final Node.Listener listener;
  private final Executor thread;
  private final LongSupplier nanos;
  private volatile List<NodeMember> members = List.of();
  private boolean open;

  /** Whose templates are worked on; it may not be able to serve any more. */
  private volatile NodeMember current;

  /** The name of the one that the log has named last; empty before the first. */
  private String named = "";

  private long servesSinceNanos;
  private volatile State told = State.starting("waiting for a node");
  private int height;
  private long lowerSinceNanos;
  private boolean lower;

  /**
   * No nodes yet.
   *
   * @param listener hears of the templates to work on, and whether there is a node, on the pool's
   *     thread
   */
  Nodes(String pool, Node.Listener listener, Executor thread, LongSupplier nanos) {
    this.pool = pool;
    this.listener = listener;
    this.thread = thread;
    this.nanos = nanos;
  }

  /** Works with a node more; {@code properties} are those of its service. */
  synchronized void add(Node node, Map<String, ?> properties) {
    NodeMember member = new NodeMember(node, properties, nanos.getAsLong());
    List<NodeMember> sorted = new ArrayList<>(members);
    sorted.add(member);
    sorted.sort(NodeMember.PREFERENCE);
    members = List.copyOf(sorted);
    if (open) {
      watch(member);
    }
  }

  /** Parts with a node; it is not listened to any more when this returns. */
  synchronized void remove(Node node) {
    List<NodeMember> others = new ArrayList<>(members);
    others.removeIf(member -> member.node == node);
    for (NodeMember member : members) {
      if (member.node == node && member.watch != null) {
        member.watch.close();
      }
    }
    members = List.copyOf(others);
    thread.execute(this::choose);
  }

  /** Listens from now on. */
  synchronized void open() {
    open = true;
    members.forEach(this::watch);
  }

  private void watch(NodeMember member) {
    member.watch =
        member.node.watch(
            new Node.Listener() {
              @Override
              public void template(BlockTemplate template) {
                thread.execute(() -> heard(member, () -> member.said(template)));
              }

              @Override
              public void state(State state) {
                thread.execute(() -> heard(member, () -> member.said(state, nanos.getAsLong())));
              }
            });
  }

  /** Listens no more; blocks may still be handed to {@link #all}. */
  synchronized void close() {
    open = false;
    members.stream().filter(member -> member.watch != null).forEach(member -> member.watch.close());
  }

  /** All, the most preferred first. Any thread. */
  List<Node> all() {
    return members.stream().map(member -> member.node).toList();
  }

  /** Whose templates are worked on; empty when none can serve. */
  Optional<Node> serving() {
    return Optional.ofNullable(current).filter(NodeMember::mayServe).map(member -> member.node);
  }

  /** The height of the best known template; 0 as long as there is none. */
  int height() {
    return height;
  }

  /** What a node that has gone meanwhile has said counts no more. */
  private void heard(NodeMember member, Runnable word) {
    if (members.contains(member)) {
      word.run();
      choose();
    }
  }

  /** Looks again; called about every second. */
  void tick() {
    choose();
    // Not each time that one has a new tip a moment before another.
    boolean lasting = nanos.getAsLong() - servesSinceNanos > NodeMember.LAG.toNanos();
    if (current == null || !lasting) {
      return;
    }
    String name = current.name();
    if (!name.equals(named)) {
      if (!named.isEmpty()) {
        log.info("{}: works for {} now", pool, name);
      }
      named = name;
    }
  }

  private void choose() {
    long now = nanos.getAsLong();
    List<NodeMember> all = members;
    if (current != null && !all.contains(current)) {
      current = null;
    }
    int top =
        all.stream().filter(NodeMember::mayServe).mapToInt(NodeMember::height).max().orElse(0);
    all.forEach(member -> compare(member, top, now));
    Optional<NodeMember> best = isTooLow(all, top, now) ? Optional.empty() : best(all, top, now);
    if (best.isEmpty()) {
      if (current == null || !current.mayServe()) {
        tell(reason(all, top));
      }
      return;
    }
    NodeMember chosen = best.get();
    boolean another = chosen != current;
    current = chosen;
    height = top;
    tell(chosen.state());
    if (another) {
      servesSinceNanos = now;
    }
    if (chosen.takeNews() || another) {
      listener.template(chosen.template());
    }
  }

  private void compare(NodeMember member, int top, long now) {
    switch (member.compare(top, now)) {
      case LAGS ->
          log.warn(
              "{}: {} lags behind: it is at {}, the best at {}",
              pool,
              member.name(),
              member.height(),
              top);
      case CAUGHT_UP -> log.info("{}: {} has caught up", pool, member.name());
      case SAME -> {}
    }
  }

  /** The most preferred one with the best tip; but whoever was away does not come back at once. */
  private Optional<NodeMember> best(List<NodeMember> all, int top, long now) {
    List<NodeMember> able =
        all.stream().filter(member -> member.mayServe() && member.height() == top).toList();
    return able.stream()
        .filter(member -> member == current || member.isTrusted(now))
        .findFirst()
        .or(() -> able.stream().findFirst());
  }

  /** Of several nodes; where there is but one, its word is all there is. */
  private boolean isTooLow(List<NodeMember> all, int top, long now) {
    if (top >= height || all.size() < 2) {
      lower = false;
      return false;
    }
    if (!lower) {
      lower = true;
      lowerSinceNanos = now;
    }
    return now - lowerSinceNanos < LOWER.toNanos();
  }

  /** Why none serves: the word of the most preferred one that does not. */
  private State reason(List<NodeMember> all, int top) {
    Optional<State> word =
        all.stream().map(NodeMember::state).filter(state -> !state.isReady()).findFirst();
    if (word.isPresent()) {
      return word.get();
    }
    if (all.isEmpty()) {
      return State.waiting("no node");
    }
    return State.waiting(
        top == 0
            ? "no template yet"
            : "the nodes are at block " + top + ", one that is gone was at " + height);
  }

  /** Ready while one serves; else why none does. Any thread. */
  State state() {
    return told;
  }

  private void tell(State state) {
    if (!state.equals(told)) {
      told = state;
      listener.state(state);
    }
  }

  /** How each of them is. Any thread. */
  List<NodeSnapshot> snapshots() {
    NodeMember serving = current;
    return members.stream()
        .map(
            member ->
                new NodeSnapshot(
                    member.name(),
                    member.state(),
                    member.height(),
                    member == serving && member.mayServe()))
        .toList();
  }
}
