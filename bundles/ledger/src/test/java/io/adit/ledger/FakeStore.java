package io.adit.ledger;

import io.adit.api.State;
import io.adit.api.ledger.FoundBlock;
import io.adit.api.ledger.Share;
import io.adit.api.store.BlockStore;
import io.adit.api.store.ShareStore;
import io.adit.api.store.StatisticsStore;
import io.adit.api.store.StoreException;
import io.adit.api.store.WorkerStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;

/** Remembers what it was given, and fails when told to. */
final class FakeStore implements ShareStore, WorkerStore, BlockStore, StatisticsStore {
  private final List<Long> jobs = new ArrayList<>();
  private final List<WorkerActivity> activities = new ArrayList<>();
  private final List<FoundBlock> blocks = new ArrayList<>();
  private final List<WorkerRecord> statistics = new ArrayList<>();
  private final List<Long> recallsSince = new ArrayList<>();
  private final Map<String, Object> properties;
  private boolean failing;
  private boolean failingToKeep;
  private boolean faulty;
  private int attempts;
  private int largestBatch;
  private Semaphore permits;

  FakeStore(String pid, long id, int ranking) {
    properties = Map.of("service.pid", pid, "service.id", id, "service.ranking", ranking);
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

  synchronized List<WorkerActivity> activities() {
    return List.copyOf(activities);
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
  public synchronized void append(List<Share> shares) throws StoreException {
    if (permits != null) {
      permits.acquireUninterruptibly();
    }
    attempt();
    largestBatch = Math.max(largestBatch, shares.size());
    shares.forEach(share -> jobs.add(share.jobId()));
  }

  @Override
  public synchronized void add(List<WorkerActivity> more) throws StoreException {
    attempt();
    activities.addAll(more);
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
