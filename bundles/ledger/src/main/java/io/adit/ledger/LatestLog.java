package io.adit.ledger;

import io.adit.api.store.StatisticsStore.WorkerRecord;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The statistics of workers that some store has yet to take. A worker's newest record takes the
 * place of an earlier one, so that what waits is no more than there are workers; when it is too
 * much all the same, the oldest goes.
 */
final class LatestLog implements Log<WorkerRecord> {
  static final int LIMIT = 1 << 17;
  private static final Logger LOG = LoggerFactory.getLogger(LatestLog.class);

  private record Key(String pool, String worker) {
    static Key of(WorkerRecord statistics) {
      return new Key(statistics.pool(), statistics.worker());
    }
  }

  private final int limit;
  private final TreeMap<Long, WorkerRecord> records = new TreeMap<>();
  private final Map<Key, Long> positions = new HashMap<>();
  private long start;
  private long end;
  private boolean overflowing;

  LatestLog(int limit) {
    this.limit = limit;
  }

  synchronized void append(List<WorkerRecord> newest) {
    for (WorkerRecord statistics : newest) {
      Long former = positions.put(Key.of(statistics), end);
      if (former != null) {
        records.remove(former);
      }
      records.put(end, statistics);
      end++;
    }
    while (records.size() > limit) {
      positions.remove(Key.of(records.pollFirstEntry().getValue()));
      if (!overflowing) {
        overflowing = true;
        LOG.error("statistics of more than {} workers wait for a store: the oldest go", limit);
      }
    }
  }

  /** The records of one pool. */
  synchronized List<WorkerRecord> of(String pool) {
    return records.values().stream().filter(held -> held.pool().equals(pool)).toList();
  }

  @Override
  public synchronized long start() {
    return start;
  }

  @Override
  public synchronized long end() {
    return end;
  }

  @Override
  public synchronized Batch<WorkerRecord> read(long from, int max) {
    List<Map.Entry<Long, WorkerRecord>> batch =
        records.tailMap(from).entrySet().stream().limit(max).toList();
    long after = batch.isEmpty() ? from : batch.get(batch.size() - 1).getKey() + 1;
    return new Batch<>(batch.stream().map(Map.Entry::getValue).toList(), from, after);
  }

  @Override
  public synchronized long count(long from) {
    return records.tailMap(from).size();
  }

  @Override
  public synchronized void release(long position) {
    Map<Long, WorkerRecord> released = records.headMap(position);
    released.values().forEach(statistics -> positions.remove(Key.of(statistics)));
    released.clear();
    start = position;
    overflowing = overflowing && records.size() > limit / 2;
  }

  @Override
  public synchronized boolean isCrowded() {
    return records.size() > limit / 4 * 3;
  }
}
