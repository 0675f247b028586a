package io.adit.pool;

import io.adit.api.Bytes;
import io.adit.api.Hash;
import io.adit.api.State;
import io.adit.api.node.BlockPlace;
import io.adit.api.node.BlockTemplate;
import io.adit.api.node.BlockVerdict;
import io.adit.api.node.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/** A node that says what it is told to say, on the thread of whoever tells it. */
final class FakeNode implements Node {
  final String name;

  /** Of a block it is handed; null for none yet. */
  volatile BlockVerdict verdict = new BlockVerdict(BlockVerdict.Kind.ACCEPTED, "");

  /** Of a block it is asked for; null for no answer. */
  volatile BlockPlace place = BlockPlace.of(BlockPlace.Kind.UNREACHABLE, "not told");

  final AtomicInteger submitted = new AtomicInteger();
  final AtomicInteger asked = new AtomicInteger();

  private final List<Listener> listeners = new ArrayList<>();
  private State state = State.starting("starting");
  private Optional<BlockTemplate> template = Optional.empty();

  FakeNode(String name) {
    this.name = name;
  }

  /** It is well, and at that height. */
  FakeNode at(int height) {
    ready();
    template(PoolBench.template(height, PoolBench.HARD_NETWORK));
    return this;
  }

  void ready() {
    state(State.ready(name));
  }

  void waiting(String why) {
    template = Optional.empty();
    state(State.waiting(why));
  }

  private void state(State newState) {
    if (!newState.equals(state)) {
      state = newState;
      List.copyOf(listeners).forEach(listener -> listener.state(newState));
    }
  }

  void template(BlockTemplate newTemplate) {
    template = Optional.of(newTemplate);
    List.copyOf(listeners).forEach(listener -> listener.template(newTemplate));
  }

  /** How many listen. */
  int watches() {
    return listeners.size();
  }

  @Override
  public State state() {
    return state;
  }

  @Override
  public String describe() {
    return name;
  }

  @Override
  public Watch watch(Listener listener) {
    listeners.add(listener);
    listener.state(state);
    template.ifPresent(listener::template);
    return () -> listeners.remove(listener);
  }

  @Override
  public CompletionStage<BlockVerdict> submit(Bytes block) {
    submitted.incrementAndGet();
    return CompletableFuture.completedFuture(verdict);
  }

  @Override
  public CompletionStage<BlockPlace> place(Hash block) {
    asked.incrementAndGet();
    BlockPlace known = place;
    return known == null ? new CompletableFuture<>() : CompletableFuture.completedFuture(known);
  }
}
