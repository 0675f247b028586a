package io.adit.ledger;

import java.util.ArrayList;
import java.util.List;

/** Records that some store has yet to take. Meant for few of them, so without a bound. */
final class ListLog<T> implements Log<T> {
  private static final int CROWD = 1000;

  private final List<T> records = new ArrayList<>();
  private long start;

  synchronized void append(T entry) {
    records.add(entry);
  }

  /** Those that are held. */
  synchronized List<T> all() {
    return List.copyOf(records);
  }

  @Override
  public synchronized long start() {
    return start;
  }

  @Override
  public synchronized long end() {
    return start + records.size();
  }

  @Override
  public synchronized Batch<T> read(long from, int max) {
    int first = (int) (from - start);
    List<T> batch = List.copyOf(records.subList(first, Math.min(records.size(), first + max)));
    return new Batch<>(batch, from, from + batch.size());
  }

  @Override
  public long count(long from) {
    return end() - from;
  }

  @Override
  public synchronized void release(long position) {
    records.subList(0, (int) (position - start)).clear();
    start = position;
  }

  @Override
  public synchronized boolean isCrowded() {
    return records.size() > CROWD;
  }
}
