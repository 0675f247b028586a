package io.adit.ledger;

import io.adit.api.State;
import io.adit.api.ledger.BlockLedger;
import io.adit.api.ledger.FoundBlock;
import io.adit.api.ledger.LedgerSnapshot;
import io.adit.api.ledger.LedgerSnapshot.StoreSnapshot;
import io.adit.api.ledger.Share;
import io.adit.api.ledger.ShareLedger;
import io.adit.api.ledger.StatisticsLedger;
import io.adit.api.store.BlockStore;
import io.adit.api.store.ShareStore;
import io.adit.api.store.StatisticsStore;
import io.adit.api.store.StatisticsStore.WorkerRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes shares and blocks on disk, and statistics in memory, and hands them, in order and in
 * batches, to every store.
 *
 * <p><b>Whose turn it is.</b> A store is known by its kind (shares, blocks, statistics) and its
 * name: its service.pid, or else its component.name, or else its class. Of stores with the same
 * kind and name, as while a new version is installed beside the old, the first in the registry's
 * order gets each batch and the others get nothing; a store that comes for one that went continues
 * where that one stopped. Of shares, each store says itself how far it is, so that nothing is lost
 * or doubled whatever has happened in between. A store of a new name begins as configured.
 *
 * <p><b>How long it waits.</b> A batch is handed over again until the store has taken it; each
 * store is fed by a thread of its own, so that a slow one delays nobody. Records are kept until all
 * stores that were ever there have taken them; when that is more than the configured size, {@link
 * #append(Share) appending} is refused. When three quarters of that size wait, a store that has
 * been gone for minutes is given up, if another is bound; and one that fails and is {@link
 * ShareStore#EXPENDABLE} misses what the others have.
 *
 * <p><b>Statistics.</b> Of what a worker has done only the newest record waits. Recalling asks the
 * first store in the registry's order, and puts what waits for a store before what that store has.
 */
final class Ledger implements ShareLedger, BlockLedger, StatisticsLedger {
  private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);
  private static final String STATISTICS = "statistics to ";
  private static final String RECALLS = "recalling statistics";

  private final Settings settings;
  private final Opening opening;
  private final LatestLog statistics = new LatestLog(LatestLog.LIMIT);
  private final Recalls recalls;
  private final Feeds<WorkerRecord> statisticsFeeds;
  private final Feeds<Recalls.Recall> recallFeeds;

  /** What stores that have come before the journal was open wait for. Guarded by this. */
  private final List<Consumer<Journal>> early = new ArrayList<>();

  private volatile Journal journal;
  private volatile boolean closed;

  /**
   * A ledger that {@link #start} opens.
   *
   * @param nanos a clock that nobody sets, for how long a store has been away
   */
  Ledger(Path directory, Settings settings, Clock clock, LongSupplier nanos) {
    this.settings = settings;
    opening = new Opening(directory, settings, nanos, this::opened);
    statisticsFeeds = new Feeds<>(statistics, settings, nanos);
    recalls = new Recalls(statistics, clock);
    recallFeeds = new Feeds<>(recalls.log(), settings, nanos);
  }

  /**
   * Opens its directory, see {@link Opening#start}.
   *
   * @param decided called once, when no other ledger has the directory any more
   */
  void start(Runnable decided) {
    opening.start(decided);
  }

  private synchronized void opened(Journal open) {
    open.start();
    journal = open;
    early.forEach(waiting -> waiting.accept(open));
    early.clear();
  }

  private synchronized void whenOpen(Consumer<Journal> then) {
    if (journal == null) {
      early.add(then);
    } else {
      then.accept(journal);
    }
  }

  /** Opens its directory no more, if it has not. */
  void endOpening() throws InterruptedException {
    opening.end();
  }

  /**
   * Hands on what the stores take in time. What is left of shares and blocks stays on disk for the
   * next start; says what is left of statistics.
   */
  void stop() throws InterruptedException {
    closed = true;
    endOpening();
    recalls.close();
    recallFeeds.close();
    statisticsFeeds.close();
    Journal open = journal;
    if (open != null) {
      open.close();
    }
    long deadline = System.nanoTime() + settings.stopLimit().toNanos();
    recallFeeds.awaitEnd(deadline);
    statisticsFeeds.awaitEnd(deadline);
    for (Feed<WorkerRecord> feed : statisticsFeeds.all()) {
      if (feed.left() > 0) {
        LOG.error("{} workers' statistics were not stored: {}", feed.left(), feed.name());
      }
    }
  }

  @Override
  public State state() {
    Journal open = journal;
    return open == null ? opening.state() : open.state();
  }

  @Override
  public long append(Share share) {
    Journal open = journal;
    return open == null ? REFUSED : open.append(share);
  }

  @Override
  public boolean isDurable(long position) {
    return journal.durable().isDurable(position);
  }

  @Override
  public void whenDurable(long position, Consumer<Boolean> then) {
    journal.durable().whenDurable(position, then);
  }

  @Override
  public void append(FoundBlock block) throws IOException {
    Journal open = journal;
    if (open == null) {
      throw new IOException(state().detail());
    }
    try {
      open.blocks().append(block);
    } finally {
      open.feeds().blocks().wake();
    }
  }

  @Override
  public List<FoundBlock> open(String pool) {
    Journal open = journal;
    return open == null ? List.of() : open.blocks().open(pool);
  }

  @Override
  public LedgerSnapshot snapshot() {
    Journal open = journal;
    List<StoreSnapshot> stores = new ArrayList<>();
    if (open != null) {
      open.feeds().shares().all().forEach(feed -> stores.add(snapshot(feed)));
      open.feeds().blocks().all().forEach(feed -> stores.add(snapshot(feed)));
    }
    statisticsFeeds.all().forEach(feed -> stores.add(snapshot(feed)));
    return new LedgerSnapshot(
        state(),
        settings.durability().name().toLowerCase(Locale.ROOT),
        open == null ? 0 : open.shares().bytes(),
        open == null ? 0 : open.shares().end(),
        stores);
  }

  private static StoreSnapshot snapshot(Feed<?> feed) {
    return new StoreSnapshot(
        feed.name(), feed.position(), feed.left(), feed.isBound(), feed.isFailing());
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
    recallFeeds.wake();
    return answer;
  }

  void bindShareStore(ShareStore store, Map<String, ?> properties) {
    whenOpen(open -> open.feeds().add(store, properties));
  }

  void unbindShareStore(ShareStore store, Map<String, ?> properties) {
    whenOpen(open -> open.feeds().remove(store, properties));
  }

  void bindBlockStore(BlockStore store, Map<String, ?> properties) {
    whenOpen(open -> open.feeds().add(store, properties));
  }

  void unbindBlockStore(BlockStore store, Map<String, ?> properties) {
    whenOpen(open -> open.feeds().remove(store, properties));
  }

  void bindStatisticsStore(StatisticsStore store, Map<String, ?> properties) {
    statisticsFeeds.add(
        STATISTICS + Sink.nameOf(store, properties),
        Sink.of(store, batch -> store.keep(batch.records()), Sink.Keeper.NONE, properties));
    recallFeeds.add(
        RECALLS,
        Sink.of(
            store, batch -> recalls.answer(batch.records(), store), Sink.Keeper.NONE, properties));
  }

  void unbindStatisticsStore(StatisticsStore store, Map<String, ?> properties) {
    recallFeeds.remove(RECALLS, store);
    statisticsFeeds.remove(STATISTICS + Sink.nameOf(store, properties), store);
  }
}
