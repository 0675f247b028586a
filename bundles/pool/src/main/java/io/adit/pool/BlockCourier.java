package io.adit.pool;

import io.adit.api.Bytes;
import io.adit.api.Hash;
import io.adit.api.Sha256d;
import io.adit.api.job.Job;
import io.adit.api.ledger.BlockLedger;
import io.adit.api.ledger.FoundBlock;
import io.adit.api.ledger.FoundBlock.Status;
import io.adit.api.node.Node;
import io.adit.api.session.SentJob;
import io.adit.api.session.Worker;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes blocks of what miners find, has them recorded, and sends them on their way to the nodes. A
 * block that an earlier run has left without a verdict goes on where it was. Runs on the pool's
 * thread, off the event loops.
 */
final class BlockCourier implements ShareJudge.BlockFinder {
  private static final Logger log = LoggerFactory.getLogger(BlockCourier.class);
  private static final long JOBS_RETRY_MILLIS = 500;

  /** For two seconds in all: a ledger that is replaced is away for a moment. */
  private static final int LEDGER_LOOKS = 40;

  private final String pool;
  private final Supplier<Services> services;
  private final PoolThread thread;
  private final Clock clock;
  private final BlockRecords records;
  private final Deliveries deliveries;
  private final HandedIn handedIn = new HandedIn();

  /** Heights of those found and without a verdict. Guarded by itself; blocks are few. */
  private final Map<Hash, Integer> underWay = new HashMap<>();

  private volatile boolean ending;

  /** A block to be made of what a miner has found. */
  private record Find(SentJob sent, Bytes header, Bytes extranonce, Worker worker, Hash hash) {
    int height() {
      return sent.job().template().height();
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
    this.thread = thread;
    this.clock = clock;
    records = new BlockRecords(pool, services, thread);
    deliveries = new Deliveries(nodes, thread, clock, records, this::hasVerdict);
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
    // It may be handed in again, if its share was not recorded the first time.
    if (!handedIn.add(hash, recorded)) {
      return;
    }
    Find find = new Find(sent, headerBytes, Bytes.copyOf(extranonce), worker, hash);
    synchronized (underWay) {
      underWay.put(hash, find.height());
    }
    if (!thread.tryExecute(() -> make(find, judgedWith))) {
      log.error("{}: block {} found when the pool had stopped: {}", pool, find.height(), hash);
      handedIn.safe(hash);
    }
  }

  private void make(Find find, Services current) {
    if (deliveries.contains(find.hash())) {
      handedIn.safe(find.hash());
      return;
    }
    FoundBlock block;
    try {
      block = block(find, current);
    } catch (RuntimeException | LinkageError e) {
      log.error("{}: block {} could not be made; trying again", pool, find.hash(), e);
      thread.schedule(() -> make(find, services.get()), JOBS_RETRY_MILLIS);
      return;
    }
    log.info("{}: block {} found by {}: {}", pool, block.height(), block.worker(), block.hash());
    records.record(block);
    submitOnceRecorded(block, LEDGER_LOOKS);
  }

  private FoundBlock block(Find find, Services current) {
    Job job = find.sent().job();
    return new FoundBlock(
        pool,
        find.hash(),
        find.worker().name(),
        find.height(),
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

  /**
   * A block that is not submitted is lost for certain: it does not wait for long, or for a disk.
   */
  private void submitOnceRecorded(FoundBlock block, int looks) {
    if (records.waitsForLedger(block.hash())) {
      if (looks > 0 && !ending) {
        thread.schedule(
            () -> submitOnceRecorded(block, looks - 1), BlockRecords.LEDGER_RETRY_MILLIS);
        return;
      }
      log.error(
          "{}: block {} is submitted though there is no ledger to record it: {}",
          pool,
          block.height(),
          block.hash());
    }
    handedIn.safe(block.hash());
    deliveries.begin(block);
  }

  /** Goes on with what is open in the ledger, and is not known here yet. */
  void resume() {
    BlockLedger ledger = services.get().blocks();
    if (ledger == null) {
      return;
    }
    for (FoundBlock block : ledger.open(pool)) {
      if (isKnown(block.hash())) {
        continue;
      }
      if (block.status() == Status.FOUND) {
        log.info("{}: block {} has no verdict yet: {}", pool, block.height(), block.hash());
        synchronized (underWay) {
          underWay.put(block.hash(), block.height());
        }
      }
      deliveries.begin(block);
    }
  }

  /** Of one whose record waits, the ledger may say what is no longer so. */
  private boolean isKnown(Hash block) {
    synchronized (underWay) {
      return underWay.containsKey(block)
          || deliveries.contains(block)
          || records.isUnrecorded(block);
    }
  }

  private void hasVerdict(Hash block) {
    synchronized (underWay) {
      underWay.remove(block);
      underWay.notifyAll();
    }
  }

  /** The blocks whose fate is open. */
  Deliveries deliveries() {
    return deliveries;
  }

  /**
   * Waits for the verdicts on what is under way, but not for long; says what is left, and lets
   * whoever still waits for a block go. Not to be called on the pool's thread.
   */
  void finish(Duration limit) {
    ending = true;
    // A find that has not been looked at yet is not under way for long.
    thread.pass();
    awaitVerdicts(limit);
    sayWhatIsLeft();
    handedIn.allSafe();
  }

  private void sayWhatIsLeft() {
    synchronized (underWay) {
      underWay.forEach(
          (hash, height) -> {
            if (records.isUnrecorded(hash) || handedIn.isWaitedFor(hash)) {
              log.error("{}: block {} has no verdict, and is not on disk: {}", pool, height, hash);
            } else {
              log.warn(
                  "{}: block {} has no verdict yet: submitted again after the start: {}",
                  pool,
                  height,
                  hash);
            }
          });
      for (FoundBlock block : records.unrecorded()) {
        if (!underWay.containsKey(block.hash())) {
          log.warn(
              "{}: that block {} is {} is not on disk: {}",
              pool,
              block.height(),
              block.status(),
              block.hash());
        }
      }
    }
  }

  private void awaitVerdicts(Duration limit) {
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
    }
  }

  /** Blocks that a node has taken. */
  long accepted() {
    return deliveries.accepted();
  }
}
