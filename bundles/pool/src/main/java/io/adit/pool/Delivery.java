package io.adit.pool;

import io.adit.api.ledger.FoundBlock;
import io.adit.api.ledger.FoundBlock.NodeVerdict;
import io.adit.api.ledger.FoundBlock.Status;
import io.adit.api.node.BlockVerdict;
import io.adit.api.node.BlockVerdict.Kind;
import io.adit.api.node.Node;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One block on its way to the nodes: submitted to all of them, again and again until one has taken
 * it, all have refused it, or its fate is decided otherwise. On the pool's thread.
 */
final class Delivery {
  private static final Logger log = LoggerFactory.getLogger(Delivery.class);
  private static final long FIRST_RETRY_MILLIS = 500;

  /** A node that is back must not be without the block for long: each second, it may be lost. */
  private static final long LAST_RETRY_MILLIS = 2000;

  private final Supplier<List<Node>> nodes;
  private final PoolThread thread;
  private final Clock clock;
  private final BiConsumer<FoundBlock, FoundBlock> changed;
  private FoundBlock block;

  /** What the nodes have said that have taken or refused it. */
  private final Map<String, Kind> answers = new HashMap<>();

  /** How many have been asked and have not answered. */
  private int asked;

  /** Whether it was handed to all nodes, and each has answered or could not. */
  private boolean hasBeenRound;

  private long retryMillis = FIRST_RETRY_MILLIS;

  /**
   * Submits nothing yet.
   *
   * @param changed hears what was known of the block before, and what is known now
   */
  Delivery(
      FoundBlock block,
      Supplier<List<Node>> nodes,
      PoolThread thread,
      Clock clock,
      BiConsumer<FoundBlock, FoundBlock> changed) {
    this.block = block;
    this.nodes = nodes;
    this.thread = thread;
    this.clock = clock;
    this.changed = changed;
  }

  /** With all that is known of it. */
  FoundBlock block() {
    return block;
  }

  /** Hands it to all nodes that have neither taken nor refused it. */
  void submit() {
    List<Node> open = new ArrayList<>(nodes.get());
    open.removeIf(node -> answers.containsKey(node.describe()));
    asked = open.size();
    if (open.isEmpty()) {
      decide("no node");
    }
    for (Node node : open) {
      submit(node);
    }
  }

  private void submit(Node node) {
    String name = node.describe();
    try {
      node.submit(block.block())
          .whenComplete(
              (verdict, fault) -> {
                BlockVerdict word = fault == null ? verdict : unreachable(fault);
                if (!thread.tryExecute(() -> judged(name, word))) {
                  log.warn(
                      "{}: block {} had its verdict when the pool had stopped ({}): {}",
                      block.pool(),
                      block.height(),
                      word,
                      block.hash());
                }
              });
    } catch (RuntimeException | LinkageError e) {
      // A fault in a plugin; the block is as good as before.
      thread.execute(() -> judged(name, unreachable(e)));
    }
  }

  private static BlockVerdict unreachable(Throwable fault) {
    return new BlockVerdict(Kind.UNREACHABLE, fault.toString());
  }

  private void judged(String node, BlockVerdict verdict) {
    boolean news =
        block.verdicts().stream()
            .noneMatch(known -> known.node().equals(node) && known.verdict().equals(verdict));
    FoundBlock judged = block.with(new NodeVerdict(node, verdict, clock.millis()));
    switch (verdict.kind()) {
      case ACCEPTED -> {
        answers.put(node, Kind.ACCEPTED);
        if (block.status() == Status.FOUND) {
          log.info("{}: block {} accepted: {}", block.pool(), block.height(), block.hash());
          judged = judged.with(Status.PENDING, 0);
        }
      }
      case REJECTED -> {
        answers.put(node, Kind.REJECTED);
        if (news) {
          log.warn(
              "{}: block {} refused by {} ({}): {}",
              block.pool(),
              block.height(),
              node,
              verdict.detail(),
              block.hash());
        }
      }
      case UNREACHABLE ->
          log.debug("{}: block {}: {}", block.pool(), block.height(), verdict.detail());
    }
    if (news) {
      become(judged);
    }
    asked--;
    if (asked == 0) {
      hasBeenRound = true;
      decide(verdict.detail());
    }
  }

  /** All nodes that were asked have answered, or cannot. */
  private void decide(String why) {
    if (block.status() != Status.FOUND) {
      return;
    }
    if (isRefusedByAll()) {
      become(block.with(Status.REJECTED, 0));
    } else {
      retry(why);
    }
  }

  private void retry(String why) {
    if (retryMillis == FIRST_RETRY_MILLIS) {
      log.warn(
          "{}: block {} not submitted ({}); trying again: {}",
          block.pool(),
          block.height(),
          why,
          block.hash());
    }
    thread.schedule(this::submitIfFound, retryMillis);
    retryMillis = Math.min(2 * retryMillis, LAST_RETRY_MILLIS);
  }

  /** The chain may have decided meanwhile. */
  private void submitIfFound() {
    if (block.status() == Status.FOUND) {
      submit();
    }
  }

  /** Hands it to all nodes once more, unless that is under way. */
  void submitAgain() {
    if (asked == 0) {
      answers.clear();
      submit();
    }
  }

  /** Something is newly known of it, by a node's word or by the chain. */
  void become(FoundBlock newBlock) {
    FoundBlock before = block;
    block = newBlock;
    changed.accept(before, newBlock);
  }

  /** Whether all nodes that there are have refused it when it was handed to them last. */
  boolean isRefusedByAll() {
    List<Node> all = nodes.get();
    return !all.isEmpty()
        && all.stream().allMatch(node -> answers.get(node.describe()) == Kind.REJECTED);
  }

  /** Whether a node has refused it when it was handed to it last. */
  boolean isRefused() {
    return answers.containsValue(Kind.REJECTED);
  }

  /** Whether it was handed to all nodes, and none of those that have answered has taken it. */
  boolean isTakenByNone() {
    return hasBeenRound && asked == 0 && !answers.containsValue(Kind.ACCEPTED);
  }
}
