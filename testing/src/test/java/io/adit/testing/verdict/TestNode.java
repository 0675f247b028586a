package io.adit.testing.verdict;

import io.adit.api.Bytes;
import io.adit.api.Hash;
import io.adit.api.State;
import io.adit.api.node.BlockPlace;
import io.adit.api.node.BlockTemplate;
import io.adit.api.node.BlockVerdict;
import io.adit.api.node.Node;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** A node that wants what it is told to, and takes every block. */
final class TestNode implements Node {
  private static final State READY = State.ready("test");

  private final List<Bytes> blocks = new CopyOnWriteArrayList<>();
  private Listener listener;

  void announce(BlockTemplate template) {
    listener.template(template);
  }

  /** The blocks that were handed in, in their order. */
  List<Bytes> blocks() {
    return blocks;
  }

  @Override
  public State state() {
    return READY;
  }

  @Override
  public String describe() {
    return READY.detail();
  }

  @Override
  public Watch watch(Listener newListener) {
    listener = newListener;
    listener.state(READY);
    return () -> {};
  }

  @Override
  public CompletionStage<BlockPlace> place(Hash block) {
    return CompletableFuture.completedFuture(BlockPlace.inChain(1));
  }

  @Override
  public CompletionStage<BlockVerdict> submit(Bytes block) {
    blocks.add(block);
    return CompletableFuture.completedFuture(new BlockVerdict(BlockVerdict.Kind.ACCEPTED, ""));
  }
}
