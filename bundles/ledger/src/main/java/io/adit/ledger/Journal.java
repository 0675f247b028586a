package io.adit.ledger;

import io.adit.api.State;
import io.adit.api.ledger.Share;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the ledger has on disk, and the thread that sees to it: makes room for shares ahead of time,
 * has the disk take them, and writes down how far the disk and the stores are.
 */
final class Journal {
  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
  private static final long SAVE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long ROOM_RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private static final long MEBI = 1 << 20;

  /** What was last written down. */
  private record Saved(Map<String, Long> stores, long durable) {}

  private final Path directory;
  private final Settings settings;
  private final Identity identity;
  private final LongSupplier nanos;
  private final ShareLog shares;
  private final BlockLog blocks;
  private final JournalFeeds feeds;
  private final Durable durable;
  private final Thread thread = new Thread(this::run, "adit-ledger-disk");
  private final boolean syncs;
  private volatile State state;
  private volatile boolean closed;
  private Saved saved = new Saved(Map.of(), 0);
  private long savedNanos;
  private long syncedNanos;
  private long roomNanos;

  /**
   * Opens a directory that is the caller's.
   *
   * @param nanos a clock that nobody sets
   * @throws DamageException if something is not as it was written; the message names it
   * @throws IOException if it cannot be used at present, as when the disk is full
   */
  Journal(Path directory, Settings settings, Identity identity, LongSupplier nanos)
      throws IOException {
    this.directory = directory;
    this.settings = settings;
    this.identity = identity;
    this.nanos = nanos;
    syncs = settings.durability() == Settings.Durability.FSYNC;
    savedNanos = nanos.getAsLong();
    syncedNanos = savedNanos;
    roomNanos = savedNanos;
    Path blockDirectory = Files.createDirectories(directory.resolve("blocks"));
    // On a full disk this fails, before everything has been read.
    identity.save();
    Recovery recovery =
        new Recovery(settings.segmentBytes(), identity.durable(), identity.isRebooted());
    List<Segment> earlier = recovery.open(directory);
    blocks = new BlockLog(new BlockFiles(blockDirectory));
    shares =
        new ShareLog(
            directory,
            settings.segmentBytes(),
            settings.maxBytes(),
            earlier,
            identity.firstSegment(recovery.last()));
    durable = new Durable(shares, syncs, () -> LockSupport.unpark(thread));
    Map<String, Long> known = identity.stores();
    identity.save(known, durable.position(), false);
    feeds = new JournalFeeds(identity.id(), shares, blocks, settings, nanos);
    known.forEach(feeds::expect);
    if (recovery.shares() > 0) {
      LOG.info("{} shares of the last run are kept for the stores", recovery.shares());
    }
    state = State.ready(directory.toString());
    makeRoom(savedNanos);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  State state() {
    return state;
  }

  JournalFeeds feeds() {
    return feeds;
  }

  ShareLog shares() {
    return shares;
  }

  BlockLog blocks() {
    return blocks;
  }

  Durable durable() {
    return durable;
  }

  long append(Share share) {
    try {
      return shares.append(share);
    } catch (InternalError e) {
      // The file system has failed under the mapped memory.
      broken("could not be written: " + e.getMessage(), e);
      throw e;
    }
  }

  private void run() {
    try {
      while (!closed) {
        tend(nanos.getAsLong());
        if (!syncs || !durable.isAwaited()) {
          LockSupport.parkNanos(this, settings.interval().toNanos());
        }
      }
      sync();
    } finally {
      durable.end();
    }
  }

  private void tend(long now) {
    makeRoom(now);
    if (syncs || now - syncedNanos >= settings.idleSync().toNanos()) {
      syncedNanos = now;
      sync();
    }
    if (now - savedNanos >= SAVE_NANOS) {
      savedNanos = now;
      save(false);
      feeds.shares().release();
    }
  }

  private void makeRoom(long now) {
    while (shares.wantsRoom() && now - roomNanos >= 0) {
      if (shares.isFull()) {
        // Stores may have taken all before the disk had it, or may be gone for good by now.
        sync();
        feeds.shares().release();
      }
      if (shares.isFull()) {
        noRoom(
            now,
            "the stores have yet to take "
                + shares.bytes() / MEBI
                + " MiB, which is all there may be");
        return;
      }
      try {
        shares.extend();
      } catch (IOException e) {
        noRoom(now, "no room in the ledger's directory: " + e.getMessage());
        return;
      }
      if (state.kind() == State.Kind.WAITING) {
        LOG.info("the ledger takes shares again");
        state = State.ready(directory.toString());
      }
    }
  }

  private void noRoom(long now, String why) {
    roomNanos = now + ROOM_RETRY_NANOS;
    if (state.isReady()) {
      LOG.error("{}: {}", directory, why);
    }
    state = State.waiting(why);
  }

  private void sync() {
    try {
      durable.sync();
    } catch (UncheckedIOException | InternalError e) {
      broken("could not be written to the disk: " + e.getMessage(), e);
    }
  }

  private synchronized void broken(String why, Throwable cause) {
    shares.close();
    if (state.kind() != State.Kind.REFUSED) {
      state = State.refused("shares " + why);
      LOG.error("{}: shares {}: the server has to be started again", directory, why, cause);
    }
    durable.end();
  }

  private void save(boolean clean) {
    Saved now = new Saved(feeds.positions(), durable.position());
    if (clean || !now.equals(saved)) {
      try {
        identity.save(now.stores(), now.durable(), clean);
        saved = now;
      } catch (IOException e) {
        LOG.debug("{}: positions not written down: {}", directory, e.getMessage());
      }
    }
  }

  /** Takes nothing more, hands on what the stores take in time, and leaves the directory. */
  void close() throws InterruptedException {
    shares.close();
    long deadline = System.nanoTime() + settings.stopLimit().toNanos();
    closed = true;
    LockSupport.unpark(thread);
    feeds.close();
    feeds.awaitEnd(deadline);
    thread.join(settings.stopLimit().toMillis());
    save(true);
    shares.leave();
    identity.close();
  }
}
