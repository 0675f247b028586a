package io.adit.pool;

import io.adit.api.ledger.FoundBlock;
import io.adit.api.ledger.FoundBlock.Status;
import io.adit.api.node.BlockPlace;
import io.adit.api.node.Node;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows blocks until they are deep enough in the chain, or the chain has gone on without them:
 * those that a node has taken, and those on which not all nodes have said a word. On the pool's
 * thread.
 */
final class Confirmations {
  private static final Logger log = LoggerFactory.getLogger(Confirmations.class);

  /** Blocks on a chain without it after which a block is given up; none was ever seen to last. */
  private static final int ORPHAN_DEPTH = 6;

  private static final Duration INTERVAL = Duration.ofSeconds(60);

  private final String pool;
  private final int depth;
  private final Deliveries deliveries;
  private final Nodes nodes;
  private final PoolThread thread;
  private final LongSupplier nanos;
  private int askedHeight;
  private long askedNanos;

  /** Which time it is that blocks are looked up, and how many of them were not answered yet. */
  private int round;

  private int unanswered;

  /** For blocks that are confirmed when {@code depth} deep: 1 is the tip. */
  Confirmations(
      String pool,
      int depth,
      Deliveries deliveries,
      Nodes nodes,
      PoolThread thread,
      LongSupplier nanos) {
    this.pool = pool;
    this.depth = depth;
    this.deliveries = deliveries;
    this.nodes = nodes;
    this.thread = thread;
    this.nanos = nanos;
  }

  /** Asks when there is another tip, and now and then; called about every second. */
  void tick() {
    long now = nanos.getAsLong();
    boolean lately = now - askedNanos < INTERVAL.toNanos();
    if (lately && (nodes.height() == askedHeight || unanswered > 0)) {
      return;
    }
    Optional<Node> node = nodes.serving();
    if (node.isEmpty()) {
      return;
    }
    askedHeight = nodes.height();
    askedNanos = now;
    round++;
    List<FoundBlock> followed = deliveries.followed();
    unanswered = followed.size();
    followed.forEach(block -> ask(node.get(), block, round));
  }

  private void ask(Node node, FoundBlock block, int askedIn) {
    try {
      node.place(block.hash())
          .whenComplete(
              (place, fault) ->
                  thread.execute(
                      () -> {
                        answered(askedIn);
                        if (fault == null) {
                          isAt(block, place);
                        } else {
                          log.debug("{}: block {} not looked up", pool, block.height(), fault);
                        }
                      }));
    } catch (RuntimeException | LinkageError e) {
      answered(askedIn);
      log.warn("{}: block {} could not be looked up", pool, block.height(), e);
    }
  }

  private void answered(int askedIn) {
    if (askedIn == round) {
      unanswered--;
    }
  }

  private void isAt(FoundBlock asked, BlockPlace place) {
    Optional<Delivery> delivery = deliveries.of(asked);
    if (delivery.isEmpty()) {
      return;
    }
    FoundBlock block = delivery.get().block();
    switch (place.kind()) {
      case IN_CHAIN -> {
        if (place.confirmations() >= depth) {
          log.info("{}: block {} confirmed: {}", pool, block.height(), block.hash());
          deliveries.became(block, Status.CONFIRMED, place.confirmations());
        } else if (place.confirmations() != block.confirmations()) {
          deliveries.became(block, Status.PENDING, place.confirmations());
        }
      }
      case OFF_CHAIN -> {
        if (isPassed(block)) {
          orphaned(block);
        } else if (block.confirmations() > 0) {
          deliveries.became(block, Status.PENDING, 0);
        }
      }
      case UNKNOWN -> isUnknown(block, delivery.get());
      case UNREACHABLE -> log.debug("{}: block {}: {}", pool, block.height(), place.detail());
    }
  }

  /**
   * A node that comes back without its last blocks refuses what was on top of them: no verdict
   * before the chain has gone on. Nor does a block wait for ever for a node that is away: when the
   * chain is past it, the others' refusal is the verdict, and when it is so far past it that a
   * block of its own would be safe, that is.
   */
  private void isUnknown(FoundBlock block, Delivery delivery) {
    boolean found = block.status() == Status.FOUND;
    if (found && isPassed(block) && delivery.isTakenByNone() && delivery.isRefused()) {
      log.warn(
          "{}: block {} is given up: refused, and the chain is past it: {}",
          pool,
          block.height(),
          block.hash());
      deliveries.became(block, Status.REJECTED, 0);
    } else if (!found && isPassed(block) && delivery.isRefusedByAll()) {
      orphaned(block);
    } else if (isPassedBy(block, depth) && delivery.isTakenByNone()) {
      orphaned(block);
    } else if (!found) {
      delivery.submitAgain();
    }
  }

  /** Whether so many blocks are on top of where it should be that it will not come back. */
  private boolean isPassed(FoundBlock block) {
    return isPassedBy(block, Math.min(depth, ORPHAN_DEPTH));
  }

  private boolean isPassedBy(FoundBlock block, int blocks) {
    // The template's height is one above the tip's.
    return nodes.height() - 1 - block.height() >= blocks;
  }

  private void orphaned(FoundBlock block) {
    log.warn("{}: block {} orphaned: {}", pool, block.height(), block.hash());
    deliveries.became(block, Status.ORPHANED, 0);
  }
}
