package io.adit.ledger;

import io.adit.api.State;
import io.adit.api.ledger.FoundBlock;
import io.adit.api.store.BlockStore;
import io.adit.api.store.ShareBatch;
import io.adit.api.store.ShareStore;
import io.adit.api.store.StatisticsStore;
import io.adit.api.store.StoreException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;

/** Remembers what it was given, and fails when told to. */
final class FakeStore implements ShareStore, BlockStore, StatisticsStore {
  private final List<Long> jobs = new ArrayList<>();
  private final List<FoundBlock> blocks = new ArrayList<>();
  private final List<WorkerRecord> statistics = new ArrayList<>();
  private final List<Long> recallsSince = new ArrayList<>();
  private final Map<String, Object> properties;
  private final Map<String, Long> positions = new HashMap<>();
  private boolean failing;
  private boolean lying;
  private boolean failingToKeep;
  private boolean faulty;
  private int attempts;
  private int largestBatch;
  private Semaphore permits;

  FakeStore(String pid, long id, int ranking) {
    this(Map.of("service.pid", pid, "service.id", id, "service.ranking", ranking));
  }

  FakeStore(Map<String, Object> properties) {
    this.properties = properties;
  }

  FakeStore(String pid) {
    this(pid, 1, 0);
  }

  Map<String, Object> properties() {
    return properties;
  }

  synchronized void fail(boolean fails) {
    failing = fails;
  }

  /** Statistics can be recalled, but not kept. */
  synchronized void failToKeep() {
    failingToKeep = true;
  }

  /** From now on, each batch of shares, or statistics, needs a permit. */
  synchronized void takeOnlyWith(Semaphore newPermits) {
    permits = newPermits;
  }

  /** Throws what no store may throw. */
  synchronized void misbehave() {
    faulty = true;
  }

  /** The job ids of all shares taken, in order. */
  synchronized List<Long> jobs() {
    return List.copyOf(jobs);
  }

  synchronized List<FoundBlock> blocks() {
    return List.copyOf(blocks);
  }

  /** All records of statistics taken, in order. */
  synchronized List<WorkerRecord> statistics() {
    return List.copyOf(statistics);
  }

  /** For each recall, how far back it was to go. */
  synchronized List<Long> recallsSince() {
    return List.copyOf(recallsSince);
  }

  synchronized int attempts() {
    return attempts;
  }

  synchronized int largestBatch() {
    return largestBatch;
  }

  @Override
  public State state() {
    return State.ready("fake");
  }

  @Override
  public String describe() {
    return "fake";
  }

  @Override
  public synchronized OptionalLong position(String ledger) throws StoreException {
    attempt();
    return positions.containsKey(ledger)
        ? OptionalLong.of(positions.get(ledger))
        : OptionalLong.empty();
  }

  @Override
  public synchronized void append(ShareBatch batch) throws StoreException {
    if (permits != null) {
      permits.acquireUninterruptibly();
    }
    attempt();
    Long position = positions.get(batch.ledger());
    if (position != null && position != batch.start()) {
      throw new StoreException(
          "batch begins at " + batch.start() + " (expected: " + position + ")", null);
    }
    largestBatch = Math.max(largestBatch, batch.shares().size());
    batch.shares().forEach(share -> jobs.add(share.jobId()));
    positions.put(batch.ledger(), batch.end());
    if (lying) {
      lying = false;
      throw new StoreException("the connection broke when it was all stored", null);
    }
  }

  /** The next batch is stored, and said not to be. */
  synchronized void lie() {
    lying = true;
  }

  /**
   * What was stored, and up to where, is another's from now on: as of a process that comes next.
   */
  synchronized void inheritFrom(FakeStore other) {
    jobs.addAll(other.jobs());
    positions.putAll(other.positions);
  }

  @Override
  public synchronized void record(List<FoundBlock> more) throws StoreException {
    attempt();
    blocks.addAll(more);
  }

  @Override
  public synchronized void keep(List<WorkerRecord> records) throws StoreException {
    if (permits != null) {
      permits.acquireUninterruptibly();
    }
    attempt();
    if (failingToKeep) {
      throw new StoreException("told to fail", null);
    }
    statistics.addAll(records);
  }

  @Override
  public synchronized List<WorkerRecord> recall(String pool, long sinceMillis)
      throws StoreException {
    attempt();
    recallsSince.add(sinceMillis);
    return statistics.stream().filter(record -> record.pool().equals(pool)).toList();
  }

  private void attempt() throws StoreException {
    attempts++;
    if (faulty) {
      throw new IllegalStateException("told to misbehave");
    }
    if (failing) {
      throw new StoreException("told to fail", null);
    }
  }
}
