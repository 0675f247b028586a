package io.adit.pool;

import io.adit.api.ledger.FoundBlock;
import io.adit.api.ledger.FoundBlock.Status;
import io.adit.api.node.BlockPlace;
import io.adit.api.node.Node;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the blocks that a node has taken until they are deep enough in the chain, or the chain
 * has gone on without them. On the pool's thread.
 */
final class Confirmations {
  private static final Logger log = LoggerFactory.getLogger(Confirmations.class);

  /** Blocks on a chain without it after which a block is given up; none was ever seen to last. */
  private static final int ORPHAN_DEPTH = 6;

  private static final Duration INTERVAL = Duration.ofSeconds(60);

  private final String pool;
  private final int depth;
  private final BlockCourier courier;
  private final Nodes nodes;
  private final PoolThread thread;
  private final LongSupplier nanos;
  private int askedHeight;
  private long askedNanos;

  /** For blocks that are confirmed when {@code depth} deep: 1 is the tip. */
  Confirmations(
      String pool,
      int depth,
      BlockCourier courier,
      Nodes nodes,
      PoolThread thread,
      LongSupplier nanos) {
    this.pool = pool;
    this.depth = depth;
    this.courier = courier;
    this.nodes = nodes;
    this.thread = thread;
    this.nanos = nanos;
  }

  /** Asks when there is another tip, and now and then; called about every second. */
  void tick() {
    long now = nanos.getAsLong();
    if (nodes.height() == askedHeight && now - askedNanos < INTERVAL.toNanos()) {
      return;
    }
    Optional<Node> node = nodes.serving();
    if (node.isEmpty()) {
      return;
    }
    askedHeight = nodes.height();
    askedNanos = now;
    for (FoundBlock block : courier.pending()) {
      ask(node.get(), block);
    }
  }

  private void ask(Node node, FoundBlock block) {
    try {
      node.place(block.hash())
          .whenComplete(
              (place, fault) -> {
                if (fault == null) {
                  thread.execute(() -> isAt(block, place));
                } else {
                  log.debug("{}: block {} not looked up", pool, block.height(), fault);
                }
              });
    } catch (RuntimeException | LinkageError e) {
      log.warn("{}: block {} could not be looked up", pool, block.height(), e);
    }
  }

  private void isAt(FoundBlock block, BlockPlace place) {
    switch (place.kind()) {
      case IN_CHAIN -> {
        if (place.confirmations() >= depth) {
          log.info("{}: block {} confirmed: {}", pool, block.height(), block.hash());
          courier.became(block, Status.CONFIRMED, place.confirmations());
        } else if (place.confirmations() != block.confirmations()) {
          courier.became(block, Status.PENDING, place.confirmations());
        }
      }
      case OFF_CHAIN -> {
        if (isPassed(block)) {
          orphaned(block);
        } else if (block.confirmations() > 0) {
          courier.became(block, Status.PENDING, 0);
        }
      }
      case UNKNOWN -> {
        // A node that comes back without its last blocks refuses what was on top of them: no
        // verdict before the chain has gone on.
        if (isPassed(block) && courier.isRefused(block)) {
          orphaned(block);
        } else {
          courier.submitAgain(block);
        }
      }
      case UNREACHABLE -> log.debug("{}: block {}: {}", pool, block.height(), place.detail());
    }
  }

  /** Whether so many blocks are on top of where it should be that it will not come back. */
  private boolean isPassed(FoundBlock block) {
    // The template's height is one above the tip's.
    return nodes.height() - 1 - block.height() >= Math.min(depth, ORPHAN_DEPTH);
  }

  private void orphaned(FoundBlock block) {
    log.warn("{}: block {} orphaned: {}", pool, block.height(), block.hash());
    courier.became(block, Status.ORPHANED, 0);
  }
}
