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
import io.adit.api.store.ShareBatch;
import io.adit.api.store.ShareStore;
import io.adit.api.store.StatisticsStore;
import io.adit.api.store.StatisticsStore.WorkerRecord;
import io.adit.api.store.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
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
 * #append(Share) appending} is refused. When three quarters of that size wait, a store that is gone
 * is given up, if another is bound; and one that fails and is {@link ShareStore#EXPENDABLE} misses
 * what the others have.
 *
 * <p><b>Statistics.</b> Of what a worker has done only the newest record waits. Recalling asks the
 * first store in the registry's order, and puts what waits for a store before what that store has.
 */
@Component(
    service = {ShareLedger.class, BlockLedger.class, StatisticsLedger.class},
    configurationPid = "io.adit.ledger",
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    immediate = true)
public final class Ledger implements ShareLedger, BlockLedger, StatisticsLedger {
  static final String BLOCKS = "blocks to ";
  private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);
  private static final String SHARES = "shares to ";
  private static final String STATISTICS = "statistics to ";
  private static final String RECALLS = "recalling statistics";
  private static final long OPEN_RETRY_MILLIS = 100;

  /** What an operator configures. */
  @interface Config {
    /** Where shares and blocks are kept. */
    String directory();

    /** {@code os} or {@code fsync}. */
    String durability() default "os";

    /** That shares may take which wait for a store. */
    int maxMegabytes() default 1024;

    /** {@code oldest} or {@code now}. */
    String newStore() default "oldest";
  }

  private final Path directory;
  private final Settings settings;
  private final LatestLog statistics = new LatestLog(LatestLog.LIMIT);
  private final Recalls recalls;
  private final Feeds<WorkerRecord> statisticsFeeds;
  private final Feeds<Recalls.Recall> recallFeeds;

  /** Stores that have come before the journal was open. Guarded by this. */
  private final List<Consumer<Journal>> early = new ArrayList<>();

  private final Thread opener = new Thread(this::open, "adit-ledger-open");
  private volatile State state;
  private volatile Journal journal;
  private volatile boolean closed;

  /** As configured. */
  @Activate
  public Ledger(Config config) {
    this(
        Path.of(config.directory()),
        Settings.of(
            Settings.Durability.valueOf(config.durability().toUpperCase(Locale.ROOT)),
            (long) config.maxMegabytes() << 20,
            Settings.NewStore.valueOf(config.newStore().toUpperCase(Locale.ROOT))),
        Clock.systemUTC());
  }

  Ledger(Path directory, Settings settings, Clock clock) {
    this.directory = directory;
    this.settings = settings;
    state = State.starting("opening " + directory);
    statisticsFeeds = new Feeds<>(statistics, settings);
    recalls = new Recalls(statistics, clock);
    recallFeeds = new Feeds<>(recalls.log(), settings);
    opener.setDaemon(true);
  }

  @Activate
  void start() {
    opener.start();
  }

  /** Opens the directory, as soon as an earlier version of the ledger has left it. */
  private void open() {
    try {
      while (!closed) {
        Optional<Identity> identity = Identity.take(directory);
        if (identity.isPresent()) {
          opened(journal(identity.get()));
          return;
        }
        become(State.waiting(directory + " is in use by another ledger; trying again"));
        Thread.sleep(OPEN_RETRY_MILLIS);
      }
    } catch (IOException e) {
      become(State.refused(String.valueOf(e.getMessage())));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Journal journal(Identity identity) throws IOException {
    try {
      return new Journal(directory, settings, identity);
    } catch (IOException e) {
      identity.close();
      throw e;
    }
  }

  private void become(State next) {
    if (next.kind() != state.kind()) {
      LOG.error("{}", next.detail());
    }
    state = next;
  }

  private synchronized void opened(Journal open) {
    open.start();
    journal = open;
    early.forEach(waiting -> waiting.accept(open));
    early.clear();
  }

  /**
   * Hands on what the stores take in time. What is left of shares and blocks stays on disk for the
   * next start; says what is left of statistics.
   */
  @Deactivate
  void stop() throws InterruptedException {
    closed = true;
    opener.interrupt();
    opener.join();
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
    return open == null ? state : open.state();
  }

  @Override
  public long append(Share share) {
    Journal open = journal;
    return open == null ? REFUSED : open.append(share);
  }

  @Override
  public boolean isDurable(long position) {
    return journal.isDurable(position);
  }

  @Override
  public void whenDurable(long position, Consumer<Boolean> then) {
    journal.whenDurable(position, then);
  }

  @Override
  public void append(FoundBlock block) throws IOException {
    Journal open = journal;
    if (open == null) {
      throw new IOException(state.detail());
    }
    try {
      open.blocks().append(block);
    } finally {
      open.blockFeeds().wake();
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
      open.shareFeeds().all().forEach(feed -> stores.add(snapshot(feed)));
      open.blockFeeds().all().forEach(feed -> stores.add(snapshot(feed)));
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

  private synchronized void whenOpen(Consumer<Journal> then) {
    if (journal == null) {
      early.add(then);
    } else {
      then.accept(journal);
    }
  }

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindShareStore(ShareStore store, Map<String, ?> properties) {
    whenOpen(
        open ->
            open.shareFeeds()
                .add(
                    SHARES + Sink.nameOf(store, properties),
                    Sink.of(
                        store,
                        batch -> store.append(batchOf(open, batch)),
                        keeper(store, open),
                        properties)));
  }

  private static Sink.Keeper keeper(ShareStore store, Journal open) {
    return new Sink.Keeper() {
      @Override
      public boolean isStarting() {
        return store.state().kind() == State.Kind.STARTING;
      }

      @Override
      public OptionalLong position() throws StoreException {
        return store.position(open.id());
      }
    };
  }

  private static ShareBatch batchOf(Journal open, Log.Batch<Share> batch) {
    return new ShareBatch(open.id(), batch.start(), batch.end(), batch.records());
  }

  void unbindShareStore(ShareStore store, Map<String, ?> properties) {
    whenOpen(open -> open.shareFeeds().remove(SHARES + Sink.nameOf(store, properties), store));
  }

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindBlockStore(BlockStore store, Map<String, ?> properties) {
    whenOpen(
        open ->
            open.blockFeeds()
                .add(
                    BLOCKS + Sink.nameOf(store, properties),
                    Sink.of(
                        store,
                        batch -> store.record(batch.records()),
                        Sink.Keeper.NONE,
                        properties)));
  }

  void unbindBlockStore(BlockStore store, Map<String, ?> properties) {
    whenOpen(open -> open.blockFeeds().remove(BLOCKS + Sink.nameOf(store, properties), store));
  }

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
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
