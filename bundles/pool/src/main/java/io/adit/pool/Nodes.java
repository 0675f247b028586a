package io.adit.pool;

import io.adit.api.State;
import io.adit.api.node.BlockTemplate;
import io.adit.api.node.Node;
import io.adit.api.pool.PoolSnapshot.NodeSnapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
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
 * <p>A node that was away, or behind for more than {@link #LAG}, must have been well for {@link
 * #TRUST} before it is preferred again, as long as another one does. A tip that is lower than the
 * last one is taken only when no better one has come for {@link #LOWER}: the node that had the
 * better one may just be starting again.
 *
 * <p>Nodes come and go on any thread; all else, but for what says so, is for the pool's.
 */
final class Nodes {
  static final Duration LAG = Duration.ofSeconds(2);
  static final Duration TRUST = Duration.ofSeconds(10);
  static final Duration LOWER = Duration.ofSeconds(10);
  private static final Logger log = LoggerFactory.getLogger(Nodes.class);

  private final String pool;
  private final Node.Listener listener;
  private final Executor thread;
  private final LongSupplier nanos;
  private volatile List<Member> members = List.of();
  private boolean open;

  /** Whose templates are worked on; it may not be able to serve any more. */
  private volatile Member current;

  /** The name of the one that the log has named last; empty before the first. */
  private String named = "";

  private long servesSinceNanos;
  private volatile State told = State.starting("waiting for a node");
  private int height;
  private long lowerSinceNanos;
  private boolean lower;

  /** As the registry orders services. */
  private static final Comparator<Member> PREFERENCE =
      Comparator.comparingInt((Member each) -> each.ranking)
          .reversed()
          .thenComparingLong(each -> each.id);

  /** A node, and what it has said. */
  private final class Member implements Node.Listener {
    final Node node;
    final int ranking;
    final long id;
    Node.Watch watch;
    volatile BlockTemplate template;
    volatile State state;

    /** Whether the template is one that nobody works on yet. */
    boolean news;

    long wellSinceNanos;
    long behindSinceNanos;
    boolean behind;
    boolean lagging;

    Member(Node node, int ranking, long id) {
      this.node = node;
      this.ranking = ranking;
      this.id = id;
      state = State.starting("starting");
      // What is there from the beginning need not prove itself.
      wellSinceNanos = nanos.getAsLong() - TRUST.toNanos();
    }

    @Override
    public void template(BlockTemplate newTemplate) {
      thread.execute(() -> came(this, newTemplate));
    }

    @Override
    public void state(State newState) {
      thread.execute(() -> became(this, newState));
    }

    boolean mayServe() {
      return state.isReady() && template != null && members.contains(this);
    }

    int height() {
      BlockTemplate known = template;
      return known == null ? 0 : known.height();
    }
  }

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
    int ranking = properties.get("service.ranking") instanceof Integer value ? value : 0;
    long id = properties.get("service.id") instanceof Long value ? value : 0;
    Member member = new Member(node, ranking, id);
    List<Member> sorted = new ArrayList<>(members);
    sorted.add(member);
    sorted.sort(PREFERENCE);
    members = List.copyOf(sorted);
    if (open) {
      member.watch = node.watch(member);
    }
  }

  /** Parts with a node; it is not listened to any more when this returns. */
  synchronized void remove(Node node) {
    List<Member> others = new ArrayList<>(members);
    others.removeIf(member -> member.node == node);
    for (Member member : members) {
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
    members.forEach(member -> member.watch = member.node.watch(member));
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
    return current != null && current.mayServe() ? Optional.of(current.node) : Optional.empty();
  }

  /** The height of the best known template; 0 as long as there is none. */
  int height() {
    return height;
  }

  private void came(Member member, BlockTemplate template) {
    if (members.contains(member)) {
      member.template = template;
      member.news = true;
      choose();
    }
  }

  private void became(Member member, State state) {
    if (!members.contains(member)) {
      return;
    }
    State before = member.state;
    member.state = state;
    if (before.isReady() && !state.isReady()) {
      // When it is back, it says what to work on: the tip may have become another one.
      member.template = null;
    } else if (state.isReady() && !before.isReady() && before.kind() != State.Kind.STARTING) {
      member.wellSinceNanos = nanos.getAsLong();
    }
    choose();
  }

  /** Looks again; called about every second. */
  void tick() {
    choose();
    // Not each time that one has a new tip a moment before another.
    boolean lasting = nanos.getAsLong() - servesSinceNanos > LAG.toNanos();
    if (current == null || !lasting) {
      return;
    }
    String name = current.node.describe();
    if (!name.equals(named)) {
      if (!named.isEmpty()) {
        log.info("{}: works for {} now", pool, name);
      }
      named = name;
    }
  }

  private void choose() {
    long now = nanos.getAsLong();
    if (current != null && !members.contains(current)) {
      current = null;
    }
    int top = members.stream().filter(Member::mayServe).mapToInt(Member::height).max().orElse(0);
    members.forEach(member -> judge(member, top, now));
    Optional<Member> best = isTooLow(top, now) ? Optional.empty() : best(top, now);
    if (best.isEmpty()) {
      if (current == null || !current.mayServe()) {
        tell(reason(top));
      }
      return;
    }
    Member chosen = best.get();
    boolean another = chosen != current;
    current = chosen;
    height = top;
    tell(chosen.state);
    if (another) {
      servesSinceNanos = now;
    }
    if (another || chosen.news) {
      chosen.news = false;
      listener.template(chosen.template);
    }
  }

  /** The most preferred one with the best tip; but whoever was away does not come back at once. */
  private Optional<Member> best(int top, long now) {
    Member untrusted = null;
    for (Member member : members) {
      if (member.mayServe() && member.height() == top) {
        if (member == current || now - member.wellSinceNanos >= TRUST.toNanos()) {
          return Optional.of(member);
        }
        untrusted = untrusted == null ? member : untrusted;
      }
    }
    return Optional.ofNullable(untrusted);
  }

  /** Sees whether it has been behind the others for so long that it must prove itself again. */
  private void judge(Member member, int top, long now) {
    boolean lags = member.behind && now - member.behindSinceNanos > LAG.toNanos();
    if (!member.mayServe()) {
      member.behind = false;
      member.lagging = false;
    } else if (member.height() >= top) {
      if (member.lagging) {
        log.info("{}: {} has caught up", pool, member.node.describe());
      }
      if (lags) {
        member.wellSinceNanos = now;
      }
      member.behind = false;
      member.lagging = false;
    } else if (!member.behind) {
      member.behind = true;
      member.behindSinceNanos = now;
    } else if (lags && !member.lagging) {
      member.lagging = true;
      log.warn(
          "{}: {} lags behind: it is at {}, the best at {}",
          pool,
          member.node.describe(),
          member.height(),
          top);
    }
  }

  /** Of several nodes; where there is but one, its word is all there is. */
  private boolean isTooLow(int top, long now) {
    if (top >= height || members.size() < 2) {
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
  private State reason(int top) {
    Optional<State> word =
        members.stream().map(member -> member.state).filter(state -> !state.isReady()).findFirst();
    if (word.isPresent()) {
      return word.get();
    }
    if (members.isEmpty()) {
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
    List<NodeSnapshot> all = new ArrayList<>();
    Member serving = current;
    for (Member member : members) {
      all.add(
          new NodeSnapshot(
              member.node.describe(), member.state, member.height(), member == serving));
    }
    return all;
  }
}
