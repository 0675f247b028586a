package io.adit.ledger;

import io.adit.api.State;
import io.adit.api.ledger.FoundBlock;
import io.adit.api.ledger.Share;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the ledger has on disk, and the thread that sees to it: makes room for shares ahead of time,
 * has the disk take them where that was asked for, and writes down how far the stores are.
 */
final class Journal {
  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
  private static final long SAVE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long ROOM_RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long MEBI = 1 << 20;

  private final Path directory;
  private final Settings settings;
  private final Identity identity;
  private final ShareLog shares;
  private final BlockLog blocks;
  private final Feeds<Share> shareFeeds;
  private final Feeds<FoundBlock> blockFeeds;
  private final Queue<Waiter> waiters = new ConcurrentLinkedQueue<>();
  private final Thread thread = new Thread(this::run, "adit-ledger-disk");
  private final boolean syncs;
  private volatile State state;

  /** Up to where the disk has all shares. */
  private volatile long durable;

  private volatile boolean closed;
  private volatile boolean ended;
  private Map<String, Long> saved = Map.of();
  private long savedNanos = System.nanoTime();
  private long roomNanos = System.nanoTime();

  private record Waiter(long position, Consumer<Boolean> then) {}

  /**
   * Opens a directory that is the caller's.
   *
   * @throws IOException if it cannot be used; the message names what is wrong, and where
   */
  Journal(Path directory, Settings settings, Identity identity) throws IOException {
    this.directory = directory;
    this.settings = settings;
    this.identity = identity;
    syncs = settings.durability() == Settings.Durability.FSYNC;
    Recovery recovery = new Recovery();
    List<Segment> earlier = recovery.open(directory);
    for (Segment segment : earlier) {
      if (segment.size() > settings.segmentBytes()) {
        throw new IOException(
            segment.file()
                + ": "
                + segment.size()
                + " bytes (expected: <= "
                + settings.segmentBytes()
                + ")");
      }
    }
    long last = earlier.isEmpty() ? -1 : earlier.get(earlier.size() - 1).index();
    Path blockDirectory = Files.createDirectories(directory.resolve("blocks"));
    blocks = new BlockLog(new BlockFiles(blockDirectory));
    shares =
        new ShareLog(
            directory,
            settings.segmentBytes(),
            settings.maxBytes(),
            earlier,
            identity.firstSegment(last));
    durable = shares.end();
    if (syncs) {
      shares.pin(durable);
    }
    shareFeeds = new Feeds<>(shares, settings);
    blockFeeds = new Feeds<>(blocks, settings);
    Map<String, Long> known = identity.stores();
    identity.save(known, false);
    known.forEach(this::expect);
    if (recovery.shares() > 0) {
      LOG.info("{} shares of the last run are kept for the stores", recovery.shares());
    }
    state = State.ready(directory.toString());
    makeRoom(System.nanoTime());
    thread.setDaemon(true);
  }

  /** Blocks are all handed out again, so what counts there is that the store is known. */
  private void expect(String name, long position) {
    if (name.startsWith(Ledger.BLOCKS)) {
      blockFeeds.expect(name, 0);
    } else {
      shareFeeds.expect(name, position);
    }
  }

  void start() {
    thread.start();
  }

  String id() {
    return identity.id();
  }

  State state() {
    return state;
  }

  Feeds<Share> shareFeeds() {
    return shareFeeds;
  }

  Feeds<FoundBlock> blockFeeds() {
    return blockFeeds;
  }

  ShareLog shares() {
    return shares;
  }

  BlockLog blocks() {
    return blocks;
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

  boolean isDurable(long position) {
    return !syncs || position < durable;
  }

  void whenDurable(long position, Consumer<Boolean> then) {
    if (isDurable(position)) {
      then.accept(true);
      return;
    }
    waiters.add(new Waiter(position, then));
    LockSupport.unpark(thread);
    if (ended) {
      answer();
    }
  }

  private void run() {
    try {
      tend();
    } finally {
      ended = true;
      answer();
    }
  }

  private void tend() {
    while (!closed) {
      long now = System.nanoTime();
      makeRoom(now);
      sync();
      if (now - savedNanos >= SAVE_NANOS) {
        savedNanos = now;
        save(false);
      }
      if (!syncs || waiters.isEmpty()) {
        LockSupport.parkNanos(this, settings.interval().toNanos());
      }
    }
    sync();
  }

  private void makeRoom(long now) {
    while (shares.wantsRoom() && now - roomNanos >= 0) {
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
    if (!syncs) {
      return;
    }
    try {
      durable = shares.force(durable);
      shares.pin(durable);
    } catch (UncheckedIOException | InternalError e) {
      broken("could not be written to the disk: " + e.getMessage(), e);
    }
    answer();
  }

  private void broken(String why, Throwable cause) {
    shares.close();
    if (state.kind() != State.Kind.REFUSED) {
      state = State.refused("shares " + why);
      LOG.error("{}: shares {}: the server has to be started again", directory, why, cause);
    }
  }

  /** Tells those who wait what is known; each of them once. */
  private synchronized void answer() {
    boolean never = ended || state.kind() == State.Kind.REFUSED;
    waiters.removeIf(
        waiter -> {
          boolean done = isDurable(waiter.position());
          if (done || never) {
            waiter.then().accept(done);
          }
          return done || never;
        });
  }

  private void save(boolean clean) {
    Map<String, Long> stores = new LinkedHashMap<>();
    shareFeeds.all().forEach(feed -> stores.put(feed.name(), feed.position()));
    blockFeeds.all().forEach(feed -> stores.put(feed.name(), 0L));
    if (clean || !stores.equals(saved)) {
      try {
        identity.save(stores, clean);
        saved = stores;
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
    blockFeeds.close();
    shareFeeds.close();
    blockFeeds.awaitEnd(deadline);
    shareFeeds.awaitEnd(deadline);
    thread.join(settings.stopLimit().toMillis());
    save(true);
    try {
      identity.close();
    } catch (IOException e) {
      LOG.warn("{}: {}", directory, e.getMessage());
    }
  }
}
