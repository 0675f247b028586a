package io.adit.ledger;

import io.adit.api.ledger.FoundBlock;
import java.util.ArrayList;
import java.util.List;

/** The records of blocks that some store has yet to take. Few, so without a bound. */
final class BlockList implements Log<FoundBlock> {
  private static final int CROWD = 1000;

  private final List<FoundBlock> blocks = new ArrayList<>();
  private long start;

  synchronized void append(FoundBlock block) {
    blocks.add(block);
  }

  @Override
  public synchronized long start() {
    return start;
  }

  @Override
  public synchronized long end() {
    return start + blocks.size();
  }

  @Override
  public synchronized List<FoundBlock> read(long from, int max) {
    int first = (int) (from - start);
    return List.copyOf(blocks.subList(first, Math.min(blocks.size(), first + max)));
  }

  @Override
  public synchronized void release(long position) {
    blocks.subList(0, (int) (position - start)).clear();
    start = position;
  }

  @Override
  public synchronized boolean isCrowded() {
    return blocks.size() > CROWD;
  }
}
