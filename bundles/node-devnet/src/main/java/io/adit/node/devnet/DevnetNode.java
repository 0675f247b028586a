package io.adit.node.devnet;

import io.adit.api.Bytes;
import io.adit.api.Hash;
import io.adit.api.State;
import io.adit.api.coin.CoinProperties;
import io.adit.api.node.BlockPlace;
import io.adit.api.node.BlockTemplate;
import io.adit.api.node.BlockVerdict;
import io.adit.api.node.Node;
import io.adit.api.pow.PowAlgorithm;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node without a network, for a first run and for tests: the chain grows by the blocks handed in,
 * at a constant difficulty, and is gone with the process.
 *
 * <p>Blocks are judged and listeners told on one thread of its own. The proof of work changes under
 * this object's lock, and is used under it: one that has been unbound is not in use any more.
 */
@Component(
    immediate = true, // a chain that nobody looks at for a while has to stay
    configurationPid = "io.adit.node.devnet",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class DevnetNode implements Node {
  private static final Logger log = LoggerFactory.getLogger(DevnetNode.class);
  private static final Duration REFRESH = Duration.ofSeconds(30);
  private static final long STOP_SECONDS = 1;

  /** What the node is told by its configuration. */
  @interface Config {
    /** Name of the node. */
    String adit_node();

    /** Difficulty of every block. */
    double difficulty() default 0.001;
  }

  private final String name;
  private final String coin;
  private final double difficulty;
  private final Clock clock;
  private final Chain chain;
  private final BlockRules rules;
  private final BlockReader reader = new BlockReader();
  private final ScheduledThreadPoolExecutor thread;

  /** Touched on {@link #thread} only. */
  private final List<ListenerWatch> watches = new ArrayList<>();

  private Optional<Proof> proof = Optional.empty();
  private volatile State state = State.starting("no proof of work yet");

  /**
   * From a configuration.
   *
   * @param coin whose network it plays; its name alone counts, in what the node says of itself
   */
  @Activate
  public DevnetNode(Config config, CoinProperties coin) {
    this(config.adit_node(), coin.coin_name(), config.difficulty(), Clock.systemUTC(), REFRESH);
  }

  DevnetNode(String name, String coin, double difficulty, Clock clock, Duration refresh) {
    this.name = name;
    this.coin = coin;
    this.difficulty = difficulty;
    this.clock = clock;
    chain = Genesis.chain(name, clock.instant());
    rules = new BlockRules(chain);
    thread =
        new ScheduledThreadPoolExecutor(1, task -> new Thread(task, "adit-node-devnet-" + name));
    // Ends with the thread.
    ScheduledFuture<?> unused =
        thread.scheduleAtFixedRate(
            this::refresh, refresh.toMillis(), refresh.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Takes the proof of work, or a newer one in place of it. */
  @Reference(
      name = "pow",
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  synchronized void bindPow(PowAlgorithm algorithm) {
    try {
      proof = Optional.of(Proof.of(algorithm, difficulty));
      become(State.ready(describe()));
    } catch (IllegalArgumentException e) {
      proof = Optional.empty();
      become(State.refused(e.getMessage()));
    }
    execute(this::refresh);
  }

  synchronized void unbindPow(PowAlgorithm algorithm) {
    if (proof.isPresent() && proof.get().algorithm() == algorithm) {
      proof = Optional.empty();
      become(State.waiting("waits for the proof of work to come back"));
    }
  }

  private void become(State newState) {
    if (newState.equals(state) || thread.isShutdown()) {
      return;
    }
    state = newState;
    log.info("Node {}: {}", name, newState.detail());
    execute(() -> watches.forEach(watch -> watch.tell(listener -> listener.state(state))));
  }

  @Deactivate
  void stop() throws InterruptedException {
    // Blocks that were handed in before get their verdicts yet.
    thread.shutdown();
    if (!thread.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
      log.warn("Node {}: a listener does not return", name);
      thread.shutdownNow();
    }
  }

  @Override
  public State state() {
    return state;
  }

  @Override
  public String describe() {
    return "devnet: " + coin + " in memory, difficulty " + difficulty;
  }

  @Override
  public Watch watch(Listener listener) {
    ListenerWatch watch = new ListenerWatch(listener);
    execute(
        () -> {
          watches.add(watch);
          watch.tell(first -> first.state(state));
          template().ifPresent(template -> watch.tell(first -> first.template(template)));
        });
    return watch;
  }

  @Override
  public CompletionStage<BlockVerdict> submit(Bytes block) {
    CompletableFuture<BlockVerdict> verdict = new CompletableFuture<>();
    if (!execute(() -> verdict.complete(judge(block)))) {
      verdict.complete(unreachable("stopped"));
    }
    return verdict;
  }

  @Override
  public CompletionStage<BlockPlace> place(Hash block) {
    CompletableFuture<BlockPlace> place = new CompletableFuture<>();
    if (!execute(() -> place.complete(find(block)))) {
      place.complete(BlockPlace.of(BlockPlace.Kind.UNREACHABLE, "stopped"));
    }
    return place;
  }

  private synchronized BlockPlace find(Hash block) {
    OptionalInt height = chain.heightOf(block);
    return height.isPresent()
        ? BlockPlace.inChain(chain.height() - height.getAsInt() + 1)
        : BlockPlace.of(BlockPlace.Kind.UNKNOWN, "");
  }

  private static BlockVerdict unreachable(String why) {
    return new BlockVerdict(BlockVerdict.Kind.UNREACHABLE, why);
  }

  private boolean execute(Runnable task) {
    try {
      thread.execute(task);
      return true;
    } catch (RejectedExecutionException stopped) {
      return false;
    }
  }

  private BlockVerdict judge(Bytes bytes) {
    try {
      Optional<BlockVerdict> refused = take(reader.read(bytes));
      if (refused.isPresent()) {
        return refused.get();
      }
    } catch (MalformedBlockException e) {
      log.debug("Node {}: not a block: {}", name, e.getMessage());
      return new BlockVerdict(BlockVerdict.Kind.REJECTED, "Block decode failed");
    } catch (RuntimeException | LinkageError e) {
      // Of the proof of work, which may be anybody's.
      log.error("Node {}: could not judge a block", name, e);
      return unreachable("could not judge the block: " + e);
    }
    refresh();
    return new BlockVerdict(BlockVerdict.Kind.ACCEPTED, "");
  }

  /** Makes a block the tip; if it cannot be, returns the verdict. */
  private synchronized Optional<BlockVerdict> take(Block block) {
    if (proof.isEmpty()) {
      return Optional.of(unreachable(state.detail()));
    }
    if (chain.contains(block.hash())) {
      return Optional.of(new BlockVerdict(BlockVerdict.Kind.ACCEPTED, "duplicate"));
    }
    byte[] powHash = proof.get().hash(block.header());
    long now = clock.instant().getEpochSecond();
    Optional<String> fault = rules.fault(block, powHash, proof.get().bits(), now);
    if (fault.isPresent()) {
      return Optional.of(new BlockVerdict(BlockVerdict.Kind.REJECTED, fault.get()));
    }
    chain.append(block.hash(), block.time());
    log.debug("Node {}: height {}, tip {}", name, chain.height(), block.hash());
    return Optional.empty();
  }

  /** Hands out the newest template, if only because time moves on. */
  private void refresh() {
    watches.removeIf(ListenerWatch::isClosed);
    template()
        .ifPresent(
            template ->
                watches.forEach(watch -> watch.tell(listener -> listener.template(template))));
  }

  private synchronized Optional<BlockTemplate> template() {
    long now = clock.instant().getEpochSecond();
    return proof.map(current -> chain.template(current.bits(), now));
  }
}
