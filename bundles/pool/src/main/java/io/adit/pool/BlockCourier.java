package io.adit.pool;

import io.adit.api.Bytes;
import io.adit.api.Hash;
import io.adit.api.Sha256d;
import io.adit.api.job.Job;
import io.adit.api.ledger.BlockLedger;
import io.adit.api.ledger.FoundBlock;
import io.adit.api.ledger.FoundBlock.NodeVerdict;
import io.adit.api.ledger.FoundBlock.Status;
import io.adit.api.node.BlockVerdict;
import io.adit.api.node.Node;
import io.adit.api.session.SentJob;
import io.adit.api.session.Worker;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings found blocks to the nodes: recorded first, then submitted to all of them, again and again
 * until one has taken it or all have refused it. A block that an earlier run has left without a
 * verdict goes on where it was. Runs on the pool's thread, off the event loops.
 */
final class BlockCourier implements ShareJudge.BlockFinder {
  private static final Logger log = LoggerFactory.getLogger(BlockCourier.class);
  private static final long LEDGER_RETRY_MILLIS = 50;
  private static final long FIRST_RETRY_MILLIS = 500;
  private static final long LAST_RETRY_MILLIS = 30_000;

  /** Blocks that are told from one that is handed in again. */
  private static final int REMEMBERED = 1000;

  private final String pool;
  private final Supplier<Services> services;
  private final Supplier<List<Node>> nodes;
  private final PoolThread thread;
  private final Clock clock;
  private final AtomicLong accepted = new AtomicLong();

  /** Blocks whose fate is open. On the pool's thread only. */
  private final Map<Hash, Delivery> open = new LinkedHashMap<>();

  /** The latest blocks, the oldest first. Guarded by {@link #underWay}. */
  private final Set<Hash> handedIn = new LinkedHashSet<>();

  /** Found, and without a verdict. Guarded by itself; blocks are few. */
  private final Set<Hash> underWay = new HashSet<>();

  /** A block to be made of what a miner has found. */
  private record Find(
      SentJob sent, Bytes header, Bytes extranonce, Worker worker, Hash hash, Runnable recorded) {}

  /** A block on its way. */
  private static final class Delivery {
    FoundBlock block;

    /** Nodes that have taken or refused it. */
    final Set<String> answered = new HashSet<>();

    int asked;
    long retryMillis = FIRST_RETRY_MILLIS;

    Delivery(FoundBlock block) {
      this.block = block;
    }
  }

  BlockCourier(
      String pool,
      Supplier<Services> services,
      Supplier<List<Node>> nodes,
      PoolThread thread,
      Clock clock) {
    this.pool = pool;
    this.services = services;
    this.nodes = nodes;
    this.thread = thread;
    this.clock = clock;
  }

  @Override
  public void found(
      SentJob sent,
      byte[] header,
      byte[] extranonce,
      Worker worker,
      Services judgedWith,
      Runnable recorded) {
    Bytes headerBytes = Bytes.copyOf(header);
    Hash hash = new Sha256d().hash(headerBytes);
    synchronized (underWay) {
      if (!handedIn.add(hash)) {
        // Handed in again, for its share was not recorded the first time.
        recorded.run();
        return;
      }
      if (handedIn.size() > REMEMBERED) {
        handedIn.remove(handedIn.iterator().next());
      }
      underWay.add(hash);
    }
    Find find = new Find(sent, headerBytes, Bytes.copyOf(extranonce), worker, hash, recorded);
    if (!thread.tryExecute(() -> deliver(find, judgedWith))) {
      log.error(
          "{}: block {} found when the pool had stopped: {}",
          pool,
          sent.job().template().height(),
          hash);
      recorded.run();
    }
  }

  private void deliver(Find find, Services current) {
    if (open.containsKey(find.hash())) {
      find.recorded().run();
      return;
    }
    FoundBlock block;
    try {
      block = block(find, current);
    } catch (RuntimeException | LinkageError e) {
      log.error("{}: block {} could not be made; trying again", pool, find.hash(), e);
      thread.schedule(() -> deliver(find, services.get()), FIRST_RETRY_MILLIS);
      return;
    }
    log.info("{}: block {} found by {}: {}", pool, block.height(), block.worker(), block.hash());
    submitOnceRecorded(block, find.recorded());
  }

  private FoundBlock block(Find find, Services current) {
    Job job = find.sent().job();
    return new FoundBlock(
        pool,
        find.hash(),
        find.worker().name(),
        job.template().height(),
        job.networkTarget().difficulty(current.pow().difficultyOne()),
        job.template().coinbaseValue(),
        current
            .jobs()
            .block(
                job, find.sent().coinbase(), find.header().toArray(), find.extranonce().toArray()),
        Status.FOUND,
        0,
        List.of(),
        clock.millis());
  }

  private void submitOnceRecorded(FoundBlock block, Runnable recorded) {
    if (record(block)) {
      recorded.run();
      Delivery delivery = new Delivery(block);
      open.put(block.hash(), delivery);
      submit(delivery);
    } else {
      thread.schedule(() -> submitOnceRecorded(block, recorded), LEDGER_RETRY_MILLIS);
    }
  }

  /** Has the ledger take what is known of a block; false if there is no ledger. */
  private boolean record(FoundBlock block) {
    BlockLedger ledger = services.get().blocks();
    if (ledger == null) {
      return false;
    }
    try {
      ledger.append(block);
    } catch (IOException e) {
      // It goes to the nodes all the same: a block that is not submitted is lost for certain.
      log.error(
          "{}: block {} is not on disk: {}: {}",
          pool,
          block.height(),
          e.getMessage(),
          block.hash());
    }
    return true;
  }

  /** Goes on with what is open in the ledger, and is not known here yet. */
  void resume() {
    BlockLedger ledger = services.get().blocks();
    if (ledger == null) {
      return;
    }
    for (FoundBlock block : ledger.open(pool)) {
      if (open.containsKey(block.hash()) || isUnderWay(block.hash())) {
        continue;
      }
      Delivery delivery = new Delivery(block);
      open.put(block.hash(), delivery);
      if (block.status() == Status.FOUND) {
        log.info("{}: block {} has no verdict yet: {}", pool, block.height(), block.hash());
        synchronized (underWay) {
          underWay.add(block.hash());
        }
        submit(delivery);
      }
    }
  }

  private boolean isUnderWay(Hash hash) {
    synchronized (underWay) {
      return underWay.contains(hash);
    }
  }

  private void submit(Delivery delivery) {
    List<Node> asked = new ArrayList<>(nodes.get());
    asked.removeIf(node -> delivery.answered.contains(node.describe()));
    delivery.asked = asked.size();
    if (asked.isEmpty()) {
      decide(delivery, "no node");
    }
    for (Node node : asked) {
      submit(delivery, node);
    }
  }

  private void submit(Delivery delivery, Node node) {
    String name = node.describe();
    try {
      node.submit(delivery.block.block())
          .whenComplete(
              (verdict, fault) -> {
                BlockVerdict word = fault == null ? verdict : unreachable(fault);
                if (!thread.tryExecute(() -> judged(delivery, name, word))) {
                  log.warn(
                      "{}: block {} had its verdict when the pool had stopped ({}): {}",
                      pool,
                      delivery.block.height(),
                      word,
                      delivery.block.hash());
                }
              });
    } catch (RuntimeException | LinkageError e) {
      // A fault in a plugin; the block is as good as before.
      thread.execute(() -> judged(delivery, name, unreachable(e)));
    }
  }

  private static BlockVerdict unreachable(Throwable fault) {
    return new BlockVerdict(BlockVerdict.Kind.UNREACHABLE, fault.toString());
  }

  private void judged(Delivery delivery, String node, BlockVerdict verdict) {
    FoundBlock block = delivery.block;
    Optional<BlockVerdict> before =
        block.verdicts().stream()
            .filter(known -> known.node().equals(node))
            .map(NodeVerdict::verdict)
            .findFirst();
    boolean changed = before.isEmpty() || !before.get().equals(verdict);
    FoundBlock judged = block.with(new NodeVerdict(node, verdict, clock.millis()));
    switch (verdict.kind()) {
      case ACCEPTED -> {
        delivery.answered.add(node);
        if (block.status() == Status.FOUND) {
          accepted.incrementAndGet();
          log.info("{}: block {} accepted: {}", pool, block.height(), block.hash());
          judged = judged.with(Status.PENDING, 0);
        }
      }
      case REJECTED -> {
        delivery.answered.add(node);
        if (changed) {
          log.warn(
              "{}: block {} refused by {} ({}): {}",
              pool,
              block.height(),
              node,
              verdict.detail(),
              block.hash());
        }
      }
      case UNREACHABLE -> log.debug("{}: block {}: {}", pool, block.height(), verdict.detail());
    }
    if (changed) {
      update(delivery, judged);
    }
    delivery.asked--;
    if (delivery.asked == 0) {
      decide(delivery, verdict.detail());
    }
  }

  /** All nodes that were asked have answered, or cannot. */
  private void decide(Delivery delivery, String why) {
    FoundBlock block = delivery.block;
    if (block.status() != Status.FOUND) {
      return;
    }
    if (isRefused(delivery)) {
      update(delivery, block.with(Status.REJECTED, 0));
    } else {
      retry(delivery, why);
    }
  }

  private boolean isRefused(Delivery delivery) {
    List<Node> all = nodes.get();
    return !all.isEmpty() && all.stream().allMatch(node -> isRefusedBy(delivery, node.describe()));
  }

  private static boolean isRefusedBy(Delivery delivery, String node) {
    return delivery.answered.contains(node)
        && delivery.block.verdicts().stream()
            .filter(known -> known.node().equals(node))
            .anyMatch(known -> known.verdict().kind() == BlockVerdict.Kind.REJECTED);
  }

  private void update(Delivery delivery, FoundBlock block) {
    delivery.block = block;
    recordInTheEnd(delivery);
    if (!block.status().isOpen()) {
      open.remove(block.hash());
    }
    if (block.status() != Status.FOUND) {
      synchronized (underWay) {
        underWay.remove(block.hash());
        underWay.notifyAll();
      }
    }
  }

  /** Records the newest that is known: the latest record of a block counts. */
  private void recordInTheEnd(Delivery delivery) {
    if (!record(delivery.block)) {
      thread.schedule(() -> recordInTheEnd(delivery), LEDGER_RETRY_MILLIS);
    }
  }

  private void retry(Delivery delivery, String why) {
    FoundBlock block = delivery.block;
    if (delivery.retryMillis == FIRST_RETRY_MILLIS) {
      log.warn(
          "{}: block {} not submitted ({}); trying again: {}",
          pool,
          block.height(),
          why,
          block.hash());
    }
    long millis = delivery.retryMillis;
    delivery.retryMillis = Math.min(2 * millis, LAST_RETRY_MILLIS);
    thread.schedule(() -> submit(delivery), millis);
  }

  /** Blocks that a node has taken, and that are not deep enough in its chain. */
  List<FoundBlock> pending() {
    return open.values().stream()
        .map(delivery -> delivery.block)
        .filter(block -> block.status() == Status.PENDING)
        .toList();
  }

  /** A pending block has another place, or its fate is decided. */
  void became(FoundBlock block, Status status, int confirmations) {
    Delivery delivery = open.get(block.hash());
    if (delivery != null && delivery.block.status() == Status.PENDING) {
      update(delivery, delivery.block.with(status, confirmations));
    }
  }

  /** Whether all nodes that there are have refused a pending block when it was handed in again. */
  boolean isRefused(FoundBlock block) {
    Delivery delivery = open.get(block.hash());
    return delivery != null && isRefused(delivery);
  }

  /** A node that took a block, or another one, does not know it: it is handed in again. */
  void submitAgain(FoundBlock block) {
    Delivery delivery = open.get(block.hash());
    if (delivery != null && delivery.asked == 0) {
      delivery.answered.clear();
      submit(delivery);
    }
  }

  /**
   * Waits for the verdicts on what is under way, but not for long; says what is left. Not to be
   * called on the pool's thread.
   */
  void finish(Duration limit) {
    // A find that has not been looked at yet is not under way for long.
    thread.pass();
    long deadline = System.nanoTime() + limit.toNanos();
    synchronized (underWay) {
      long left = limit.toMillis();
      try {
        while (!underWay.isEmpty() && left > 0) {
          underWay.wait(left);
          left = (deadline - System.nanoTime()) / 1_000_000;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      for (Hash hash : underWay) {
        log.warn("{}: block {} has no verdict yet: submitted again after the start", pool, hash);
      }
    }
  }

  /** Blocks that a node has taken. */
  long accepted() {
    return accepted.get();
  }
}
