package io.adit.ledger;

import io.adit.api.ledger.BlockLedger;
import io.adit.api.ledger.FoundBlock;
import io.adit.api.ledger.Share;
import io.adit.api.ledger.ShareLedger;
import io.adit.api.store.BlockStore;
import io.adit.api.store.ShareStore;
import io.adit.api.store.WorkerStore;
import java.util.Map;
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
 * Takes shares and blocks in memory and hands them, in order and in batches, to every store, on one
 * thread of its own.
 *
 * <p><b>Whose turn it is.</b> The position up to which the record was handed over belongs to the
 * kind of a store (shares, workers, blocks) and its name: its service.pid, or else its
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
 * <p>A store that leaves gets what waits for it before {@code unbind} returns, within a limit of
 * time.
 */
@Component(
    service = {ShareLedger.class, BlockLedger.class},
    immediate = true)
public final class Ledger implements ShareLedger, BlockLedger {
  private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);
  private static final String SHARES = "shares to ";
  private static final String WORKERS = "workers to ";
  private static final String BLOCKS = "blocks to ";

  private final Settings settings;
  private final ShareRing shares;
  private final BlockList blocks = new BlockList();
  private final Feeds<Share> shareFeeds;
  private final Feeds<FoundBlock> blockFeeds;
  private final Thread thread = new Thread(this::run, "adit-ledger");
  private volatile boolean closed;
  private volatile boolean givenUp;

  /** With sizes for a busy server. */
  public Ledger() {
    this(Settings.DEFAULT);
  }

  Ledger(Settings settings) {
    this.settings = settings;
    shares = new ShareRing(settings.capacity());
    shareFeeds = new Feeds<>(shares, settings);
    blockFeeds = new Feeds<>(blocks, settings);
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
  }

  private long left() {
    return blockFeeds.left() + shareFeeds.left();
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

  private void run() {
    while (!closed) {
      boolean moreBlocks = blockFeeds.round(false);
      boolean moreShares = shareFeeds.round(false);
      if (!moreBlocks && !moreShares && !closed) {
        LockSupport.parkNanos(this, settings.interval().toNanos());
      }
    }
    while (left() > 0 && !givenUp) {
      boolean moreBlocks = blockFeeds.round(true);
      boolean moreShares = shareFeeds.round(true);
      if (!moreBlocks && !moreShares && left() > 0) {
        LockSupport.parkNanos(this, settings.firstRetry().toNanos());
      }
    }
  }
}
