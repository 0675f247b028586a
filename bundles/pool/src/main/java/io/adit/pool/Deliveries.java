package io.adit.pool;

import io.adit.api.Hash;
import io.adit.api.ledger.FoundBlock;
import io.adit.api.ledger.FoundBlock.Status;
import io.adit.api.node.Node;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The blocks whose fate is open. On the pool's thread, but for what says so. */
final class Deliveries {
  private final Supplier<List<Node>> nodes;
  private final PoolThread thread;
  private final Clock clock;
  private final BlockRecords records;
  private final Consumer<Hash> judged;
  private final Map<Hash, Delivery> open = new LinkedHashMap<>();
  private final AtomicLong accepted = new AtomicLong();

  /**
   * None yet.
   *
   * @param judged hears of each block that has a verdict now
   */
  Deliveries(
      Supplier<List<Node>> nodes,
      PoolThread thread,
      Clock clock,
      BlockRecords records,
      Consumer<Hash> judged) {
    this.nodes = nodes;
    this.thread = thread;
    this.clock = clock;
    this.records = records;
    this.judged = judged;
  }

  /** Goes on with a block: submits it, if it has no verdict. */
  void begin(FoundBlock block) {
    Delivery delivery = new Delivery(block, nodes, thread, clock, this::changed);
    open.put(block.hash(), delivery);
    if (block.status() == Status.FOUND) {
      delivery.submit();
    }
  }

  private void changed(FoundBlock before, FoundBlock block) {
    if (before.status() == Status.FOUND && isTaken(block)) {
      accepted.incrementAndGet();
    }
    if (before.with(before.status(), block.confirmations()).equals(block)) {
      records.recordAtLeisure(block);
    } else {
      records.record(block);
    }
    if (!block.status().isOpen()) {
      open.remove(block.hash());
    }
    if (block.status() != Status.FOUND) {
      judged.accept(block.hash());
    }
  }

  private static boolean isTaken(FoundBlock block) {
    return block.status() == Status.PENDING || block.status() == Status.CONFIRMED;
  }

  boolean contains(Hash block) {
    return open.containsKey(block);
  }

  /**
   * Blocks whose fate the chain decides: those that a node has taken, and those that were handed to
   * all nodes, though some could not say.
   */
  List<FoundBlock> followed() {
    return open.values().stream()
        .filter(delivery -> delivery.block().status() == Status.PENDING || delivery.isTakenByNone())
        .map(Delivery::block)
        .toList();
  }

  /** A block's delivery; empty if its fate is decided. */
  Optional<Delivery> of(FoundBlock block) {
    return Optional.ofNullable(open.get(block.hash()));
  }

  /** A block has another place in the chain, or its fate is decided by it. */
  void became(FoundBlock block, Status status, int confirmations) {
    of(block).ifPresent(delivery -> delivery.become(delivery.block().with(status, confirmations)));
  }

  /** Blocks that a node has taken. Any thread. */
  long accepted() {
    return accepted.get();
  }
}
