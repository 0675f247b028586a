package io.adit.pool;

import io.adit.api.Hash;
import io.adit.api.ledger.BlockLedger;
import io.adit.api.ledger.FoundBlock;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the ledger take what is known of blocks: the latest of each, again and again until it is on
 * disk. On the pool's thread, but for what says so.
 */
final class BlockRecords {
  /** Between two looks for a ledger. */
  static final long LEDGER_RETRY_MILLIS = 50;

  private static final Logger log = LoggerFactory.getLogger(BlockRecords.class);
  private static final long FIRST_RETRY_MILLIS = 500;
  private static final long LAST_RETRY_MILLIS = 30_000;

  /** Between two records that are in no hurry. */
  private static final long LEISURE_MILLIS = 200;

  private final String pool;
  private final Supplier<Services> services;
  private final PoolThread thread;

  /** What is not on disk. Changed on the pool's thread only. */
  private final Map<Hash, Unrecorded> unrecorded = new ConcurrentHashMap<>();

  /** What is to be recorded, and is in no hurry; the one that has waited longest first. */
  private final Map<Hash, FoundBlock> later = new LinkedHashMap<>();

  private boolean nextScheduled;

  private static final class Unrecorded {
    volatile FoundBlock latest;
    boolean scheduled;
    boolean hasFailed;
    long retryMillis = FIRST_RETRY_MILLIS;
  }

  BlockRecords(String pool, Supplier<Services> services, PoolThread thread) {
    this.pool = pool;
    this.services = services;
    this.thread = thread;
  }

  /** Records what is newly known of a block: now if that can be, else as soon as it can. */
  void record(FoundBlock block) {
    later.remove(block.hash());
    Unrecorded record = unrecorded.computeIfAbsent(block.hash(), hash -> new Unrecorded());
    record.latest = block;
    write(record);
  }

  /**
   * Records what the next look at the chain would find out again: one block after the other, with
   * time in between. A hundred blocks are a hundred times deeper at each new tip, and each has to
   * wait for the disk; the new tip's job has not to wait for them.
   */
  void recordAtLeisure(FoundBlock block) {
    later.put(block.hash(), block);
    scheduleNext();
  }

  private void scheduleNext() {
    if (!later.isEmpty() && !nextScheduled) {
      nextScheduled = true;
      thread.schedule(this::recordNext, LEISURE_MILLIS);
    }
  }

  private void recordNext() {
    nextScheduled = false;
    Iterator<FoundBlock> next = later.values().iterator();
    if (next.hasNext()) {
      record(next.next());
    }
    scheduleNext();
  }

  private void write(Unrecorded record) {
    FoundBlock block = record.latest;
    BlockLedger ledger = services.get().blocks();
    if (ledger == null) {
      again(record, LEDGER_RETRY_MILLIS);
      return;
    }
    try {
      ledger.append(block);
      unrecorded.remove(block.hash());
      if (record.hasFailed) {
        log.info("{}: block {} is on disk now: {}", pool, block.height(), block.hash());
      }
    } catch (IOException | RuntimeException | LinkageError e) {
      failed(record, e);
    }
  }

  private void failed(Unrecorded record, Throwable fault) {
    if (!record.hasFailed) {
      record.hasFailed = true;
      FoundBlock block = record.latest;
      String words = "{}: block {} is not on disk, which is tried again: {}: {}";
      if (fault instanceof IOException) {
        log.error(words, pool, block.height(), fault.getMessage(), block.hash());
      } else {
        log.error(words, pool, block.height(), fault.toString(), block.hash(), fault);
      }
    }
    if (again(record, record.retryMillis)) {
      record.retryMillis = Math.min(2 * record.retryMillis, LAST_RETRY_MILLIS);
    }
  }

  /** Tries again after that time; false if that is under way. */
  private boolean again(Unrecorded record, long millis) {
    if (record.scheduled) {
      return false;
    }
    record.scheduled = true;
    thread.schedule(
        () -> {
          record.scheduled = false;
          if (unrecorded.get(record.latest.hash()) == record) {
            write(record);
          }
        },
        millis);
    return true;
  }

  /** Whether the latest of a block is not on disk. Any thread. */
  boolean isUnrecorded(Hash block) {
    return unrecorded.containsKey(block);
  }

  /** Whether no ledger has been there to take what is known of a block. */
  boolean waitsForLedger(Hash block) {
    Unrecorded record = unrecorded.get(block);
    return record != null && !record.hasFailed;
  }

  /** The latest of all blocks of which it is not on disk. Any thread. */
  List<FoundBlock> unrecorded() {
    return unrecorded.values().stream().map(record -> record.latest).toList();
  }
}
