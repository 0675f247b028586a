package io.adit.ledger;

import io.adit.api.ledger.BlockLedger;
import io.adit.api.ledger.FoundBlock;
import io.adit.api.ledger.Share;
import io.adit.api.ledger.ShareLedger;
import io.adit.api.ledger.StatisticsLedger;
import io.adit.api.store.BlockStore;
import io.adit.api.store.ShareStore;
import io.adit.api.store.StatisticsStore;
import io.adit.api.store.StatisticsStore.WorkerRecord;
import io.adit.api.store.WorkerStore;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.LockSupport;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes shares, blocks and statistics in memory and hands them, in order and in batches, to every
 * store, on one thread of its own.
 *
 * <p><b>Whose turn it is.</b> The position up to which the record was handed over belongs to the
 * kind of a store (shares, workers, blocks, statistics) and its name: its service.pid, or else its
 * component.name, or else its class. It does not belong to the object. Of stores with the same kind
 * and name, as while a new version is installed beside the old, the first in the registry's order
 * gets each batch and the others get nothing; a store that comes for one that went continues where
 * that one stopped. So nothing is lost or doubled by a swap. A store of a new name begins with the
 * oldest record still held.
 *
 * <p><b>How long it waits.</b> A batch is handed over again until the store has taken it, while
 * other stores go on. Shares are held until a {@link ShareStore} was there and every store has
 * taken them, those included that went and left something waiting; when the slowest is a full
 * ledger behind, {@link #append(Share) appending} is refused. Only a store that is gone is given
 * up, when three quarters of the ledger wait and another {@link ShareStore} is bound.
 *
 * <p><b>Statistics.</b> Of what a worker has done only the newest record waits. Recalling asks the
 * first store in the registry's order, and puts what waits for a store before what that store has.
 *
 * <p>A store that leaves gets what waits for it before {@code unbind} returns, within a limit of
 * time.
 */
@Component(
    service = {ShareLedger.class, BlockLedger.class, StatisticsLedger.class},
    immediate = true)
public final class Ledger implements ShareLedger, BlockLedger, StatisticsLedger {
  private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);
  private static final String SHARES = "shares to ";
  private static final String WORKERS = "workers to ";
  private static final String BLOCKS = "blocks to ";
  private static final String STATISTICS = "statistics to ";
  private static final String RECALLS = "recalling statistics";

  private final Settings settings;
  private final ShareRing shares;
  private final ListLog<FoundBlock> blocks = new ListLog<>();
  private final LatestLog statistics = new LatestLog(LatestLog.LIMIT);
  private final Recalls recalls;
  private final Feeds<Share> shareFeeds;
  private final Feeds<FoundBlock> blockFeeds;
  private final Feeds<WorkerRecord> statisticsFeeds;
  private final Feeds<Recalls.Recall> recallFeeds;
  private final Thread thread = new Thread(this::run, "adit-ledger");
  private volatile boolean closed;
  private volatile boolean givenUp;

  /** With sizes for a busy server. */
  public Ledger() {
    this(Settings.DEFAULT, Clock.systemUTC());
  }

  Ledger(Settings settings, Clock clock) {
    this.settings = settings;
    shares = new ShareRing(settings.capacity());
    shareFeeds = new Feeds<>(shares, settings);
    blockFeeds = new Feeds<>(blocks, settings);
    statisticsFeeds = new Feeds<>(statistics, settings);
    recalls = new Recalls(statistics, clock);
    recallFeeds = new Feeds<>(recalls.log(), settings);
    thread.setDaemon(true);
  }

  @Activate
  void start() {
    thread.start();
  }

  /**
   * Stores what was accepted, however long that takes, as long as a store goes on taking it; says
   * what could not be stored.
   */
  @Deactivate
  void stop() throws InterruptedException {
    closed = true;
    shares.close();
    recalls.close();
    LockSupport.unpark(thread);
    long left = left();
    if (left > settings.batch()) {
      LOG.info("storing what is left before the end: {}", left);
    }
    long progressNanos = System.nanoTime();
    while (thread.isAlive() && System.nanoTime() - progressNanos < settings.stopLimit().toNanos()) {
      thread.join(settings.firstRetry().toMillis());
      long now = left();
      if (now < left) {
        left = now;
        progressNanos = System.nanoTime();
      }
    }
    givenUp = true;
    blockFeeds.reportLeft("blocks");
    shareFeeds.reportLeft("shares");
    statisticsFeeds.reportLeft("workers' statistics");
  }

  private long left() {
    return blockFeeds.left() + shareFeeds.left() + statisticsFeeds.left();
  }

  @Override
  public boolean append(Share share) {
    long position = shares.append(share);
    if (position >= 0 && (position + 1) % settings.batch() == 0) {
      LockSupport.unpark(thread);
    }
    return position >= 0;
  }

  @Override
  public void append(FoundBlock block) {
    blocks.append(block);
    LockSupport.unpark(thread);
    if (closed) {
      LOG.error("block {} came when the ledger had closed: it may not be stored", block.hash());
    }
  }

  @Override
  public void keep(List<WorkerRecord> records) {
    statistics.append(records);
    if (closed) {
      LOG.error("{} statistics came when the ledger had closed: they may be lost", records.size());
    }
  }

  @Override
  public CompletionStage<List<WorkerRecord>> recall(String pool) {
    CompletionStage<List<WorkerRecord>> answer = recalls.ask(pool);
    LockSupport.unpark(thread);
    return answer;
  }

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindShareStore(ShareStore store, Map<String, ?> properties) {
    shareFeeds.add(
        SHARES + Sink.nameOf(store, properties), true, Sink.of(store, store::append, properties));
  }

  void unbindShareStore(ShareStore store, Map<String, ?> properties) {
    shareFeeds.remove(SHARES + Sink.nameOf(store, properties), store);
  }

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindWorkerStore(WorkerStore store, Map<String, ?> properties) {
    shareFeeds.add(
        WORKERS + Sink.nameOf(store, properties),
        false,
        Sink.of(store, batch -> store.add(Activities.of(batch)), properties));
  }

  void unbindWorkerStore(WorkerStore store, Map<String, ?> properties) {
    shareFeeds.remove(WORKERS + Sink.nameOf(store, properties), store);
  }

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindBlockStore(BlockStore store, Map<String, ?> properties) {
    blockFeeds.add(
        BLOCKS + Sink.nameOf(store, properties), true, Sink.of(store, store::record, properties));
  }

  void unbindBlockStore(BlockStore store, Map<String, ?> properties) {
    blockFeeds.remove(BLOCKS + Sink.nameOf(store, properties), store);
  }

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindStatisticsStore(StatisticsStore store, Map<String, ?> properties) {
    statisticsFeeds.add(
        STATISTICS + Sink.nameOf(store, properties), true, Sink.of(store, store::keep, properties));
    recallFeeds.add(
        RECALLS, true, Sink.of(store, batch -> recalls.answer(batch, store), properties));
  }

  void unbindStatisticsStore(StatisticsStore store, Map<String, ?> properties) {
    recallFeeds.remove(RECALLS, store);
    statisticsFeeds.remove(STATISTICS + Sink.nameOf(store, properties), store);
  }

  private void run() {
    while (!closed) {
      boolean more = round(false);
      recallFeeds.round(false);
      if (!more && !closed) {
        LockSupport.parkNanos(this, settings.interval().toNanos());
      }
    }
    while (left() > 0 && !givenUp) {
      boolean more = round(true);
      if (!more && left() > 0) {
        LockSupport.parkNanos(this, settings.firstRetry().toNanos());
      }
    }
  }

  private boolean round(boolean urgent) {
    boolean more = blockFeeds.round(urgent);
    more |= shareFeeds.round(urgent);
    more |= statisticsFeeds.round(urgent);
    return more;
  }
}
