package io.adit.ledger;

import io.adit.api.Hash;
import io.adit.api.ledger.FoundBlock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Found blocks, and what has become of them. The newest record of each is on disk until its fate is
 * decided and every store has it. Records that wait for a store are in memory: after a restart,
 * each block's newest one is handed to the stores again, which puts the same in the place of the
 * same.
 */
final class BlockLog implements Log<FoundBlock> {
  private static final Logger LOG = LoggerFactory.getLogger(BlockLog.class);

  private record Key(String pool, Hash hash) {
    static Key of(FoundBlock block) {
      return new Key(block.pool(), block.hash());
    }
  }

  private final BlockFiles files;
  private final ListLog<FoundBlock> waiting = new ListLog<>();
  private final Map<Key, FoundBlock> newest = new HashMap<>();

  /** Goes on with what earlier runs have left. */
  BlockLog(BlockFiles files) throws IOException {
    this.files = files;
    for (FoundBlock block : files.load()) {
      newest.put(Key.of(block), block);
      waiting.append(block);
    }
  }

  /**
   * Takes a record.
   *
   * @throws IOException if it is not on disk; it is in memory all the same
   */
  synchronized void append(FoundBlock block) throws IOException {
    newest.put(Key.of(block), block);
    waiting.append(block);
    files.write(block);
  }

  /** A pool's blocks whose fate is open, the oldest first. */
  synchronized List<FoundBlock> open(String pool) {
    return newest.values().stream()
        .filter(block -> block.pool().equals(pool) && block.status().isOpen())
        .sorted(Comparator.comparingLong(FoundBlock::timeMillis))
        .toList();
  }

  @Override
  public long start() {
    return waiting.start();
  }

  @Override
  public long end() {
    return waiting.end();
  }

  @Override
  public Batch<FoundBlock> read(long from, int max) {
    return waiting.read(from, max);
  }

  @Override
  public long count(long from) {
    return waiting.count(from);
  }

  @Override
  public synchronized void release(long position) {
    List<FoundBlock> taken =
        new ArrayList<>(waiting.read(start(), (int) (position - start())).records());
    waiting.release(position);
    for (FoundBlock block : taken) {
      if (!block.status().isOpen() && block.equals(newest.get(Key.of(block)))) {
        newest.remove(Key.of(block));
        delete(block);
      }
    }
  }

  private void delete(FoundBlock block) {
    try {
      files.delete(block);
    } catch (IOException e) {
      LOG.warn("the file of block {} could not be deleted: {}", block.hash(), e.getMessage());
    }
  }

  @Override
  public boolean isCrowded() {
    return waiting.isCrowded();
  }
}
