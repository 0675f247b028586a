package io.adit.pool;

import io.adit.api.Bytes;
import io.adit.api.Hash;
import io.adit.api.Sha256d;
import io.adit.api.job.Job;
import io.adit.api.ledger.BlockLedger;
import io.adit.api.ledger.FoundBlock;
import io.adit.api.ledger.FoundBlock.Status;
import io.adit.api.node.BlockVerdict;
import io.adit.api.node.Node;
import io.adit.api.session.SentJob;
import io.adit.api.session.Worker;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings found blocks to the node: recorded first, then submitted, again and again until there is a
 * verdict. Runs on the pool's thread, off the event loops.
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
  private final Supplier<Node> node;
  private final PoolThread thread;
  private final Clock clock;
  private final AtomicLong accepted = new AtomicLong();

  /** What the ledger has yet to take, in order. On the pool's thread only. */
  private final Deque<FoundBlock> unrecorded = new ArrayDeque<>();

  /** The latest blocks, the oldest first. Guarded by {@link #underWay}. */
  private final Set<Hash> handedIn = new LinkedHashSet<>();

  /** Found, and without a verdict. Guarded by itself; blocks are few. */
  private final Set<Hash> underWay = new HashSet<>();

  /** A block to be made of what a miner has found. */
  private record Find(SentJob sent, Bytes header, Bytes extranonce, Worker worker, Hash hash) {}

  BlockCourier(
      String pool,
      Supplier<Services> services,
      Supplier<Node> node,
      PoolThread thread,
      Clock clock) {
    this.pool = pool;
    this.services = services;
    this.node = node;
    this.thread = thread;
    this.clock = clock;
  }

  @Override
  public void found(
      SentJob sent, byte[] header, byte[] extranonce, Worker worker, Services judgedWith) {
    Bytes headerBytes = Bytes.copyOf(header);
    Hash hash = new Sha256d().hash(headerBytes);
    synchronized (underWay) {
      if (!handedIn.add(hash)) {
        // Handed in again, for its share was not recorded the first time.
        return;
      }
      if (handedIn.size() > REMEMBERED) {
        handedIn.remove(handedIn.iterator().next());
      }
      underWay.add(hash);
    }
    Find find = new Find(sent, headerBytes, Bytes.copyOf(extranonce), worker, hash);
    if (!thread.tryExecute(() -> deliver(find, judgedWith))) {
      log.error(
          "{}: block {} found when the pool had stopped: {}",
          pool,
          sent.job().template().height(),
          hash);
    }
  }

  private void deliver(Find find, Services current) {
    FoundBlock block;
    try {
      block = block(find, current);
    } catch (RuntimeException | LinkageError e) {
      log.error("{}: block {} could not be made; trying again", pool, find.hash(), e);
      thread.schedule(() -> deliver(find, services.get()), FIRST_RETRY_MILLIS);
      return;
    }
    log.info("{}: block {} found by {}: {}", pool, block.height(), block.worker(), block.hash());
    unrecorded.add(block);
    submitOnceRecorded(block);
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
        Status.PENDING,
        "",
        clock.millis());
  }

  private void submitOnceRecorded(FoundBlock block) {
    if (record()) {
      submit(block, FIRST_RETRY_MILLIS);
    } else {
      thread.schedule(() -> submitOnceRecorded(block), LEDGER_RETRY_MILLIS);
    }
  }

  private void record(FoundBlock block) {
    unrecorded.add(block);
    if (!record()) {
      thread.schedule(this::record, LEDGER_RETRY_MILLIS);
    }
  }

  /** Hands on what the ledger has yet to take; false if some is left. */
  private boolean record() {
    while (!unrecorded.isEmpty()) {
      BlockLedger ledger = services.get().blocks();
      if (ledger == null) {
        return false;
      }
      ledger.append(unrecorded.peek());
      unrecorded.remove();
    }
    return true;
  }

  private void submit(FoundBlock block, long retryMillis) {
    Node current = node.get();
    if (current == null) {
      retry(block, retryMillis, "no node");
      return;
    }
    try {
      current
          .submit(block.block())
          .whenComplete(
              (verdict, fault) -> {
                if (!thread.tryExecute(() -> judged(block, verdict, fault, retryMillis))) {
                  log.error(
                      "{}: block {} had its verdict when the pool had stopped ({}): {}",
                      pool,
                      block.height(),
                      fault == null ? verdict : fault,
                      block.hash());
                }
              });
    } catch (RuntimeException | LinkageError e) {
      // A fault in a plugin; the block is as good as before.
      retry(block, retryMillis, e.toString());
    }
  }

  private void judged(FoundBlock block, BlockVerdict verdict, Throwable fault, long retryMillis) {
    if (fault != null) {
      retry(block, retryMillis, fault.toString());
      return;
    }
    switch (verdict.kind()) {
      case ACCEPTED -> {
        accepted.incrementAndGet();
        log.info("{}: block {} accepted: {}", pool, block.height(), block.hash());
        ended(block.with(Status.ACCEPTED, verdict.detail()));
      }
      case REJECTED -> {
        log.warn(
            "{}: block {} refused ({}): {}", pool, block.height(), verdict.detail(), block.hash());
        ended(block.with(Status.REJECTED, verdict.detail()));
      }
      case UNREACHABLE -> retry(block, retryMillis, verdict.detail());
    }
  }

  private void ended(FoundBlock block) {
    record(block);
    synchronized (underWay) {
      underWay.remove(block.hash());
      underWay.notifyAll();
    }
  }

  private void retry(FoundBlock block, long millis, String why) {
    if (millis == FIRST_RETRY_MILLIS) {
      log.warn(
          "{}: block {} not submitted ({}); trying again: {}",
          pool,
          block.height(),
          why,
          block.hash());
    } else {
      log.debug("{}: block {} not submitted ({})", pool, block.height(), why);
    }
    thread.schedule(() -> submit(block, Math.min(2 * millis, LAST_RETRY_MILLIS)), millis);
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
        log.error(
            "{}: block {} has no verdict yet: it is in the table blocks, to be submitted by hand",
            pool,
            hash);
      }
    }
  }

  /** Blocks that the node has taken. */
  long accepted() {
    return accepted.get();
  }
}
