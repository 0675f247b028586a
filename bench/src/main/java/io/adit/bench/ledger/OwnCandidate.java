package io.adit.bench.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Segments of slots of one size; a slot is claimed by one get-and-add. A thread of its own prepares
 * the next segment.
 *
 * <p>Where the next one is not ready, an append waits for it. The server would refuse the share
 * instead; here waiting shows what the disk can take, and how long an append takes at worst.
 */
final class OwnCandidate implements Candidate {
  private final Path directory;
  private final int bytes;
  private final Segment.Kind kind;
  private final List<Segment> old = new ArrayList<>();
  private final AtomicReference<Segment> active = new AtomicReference<>();
  private final AtomicReference<Segment> next = new AtomicReference<>();
  private final Thread preparer;
  private volatile Segment previous;
  private volatile IOException failure;
  private volatile boolean closed;
  private long end;

  OwnCandidate(Path directory, int bytes, Segment.Kind kind) throws IOException {
    this.directory = directory;
    this.bytes = bytes;
    this.kind = kind;
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.sorted().toList()) {
        long first = Long.parseLong(file.getFileName().toString(), 16);
        old.add(new Segment(file, first, bytes, kind));
        end = first + bytes / Segment.SLOT;
      }
    }
    preparer = new Thread(this::prepare, "segments");
    preparer.setDaemon(true);
  }

  private Segment create() throws IOException {
    Segment made = new Segment(directory.resolve(String.format("%016x", end)), end, bytes, kind);
    end += made.slots;
    return made;
  }

  private void prepare() {
    while (!closed) {
      try {
        if (next.get() == null) {
          next.set(create());
        }
        failure = null;
      } catch (IOException e) {
        failure = e;
      }
      LockSupport.parkNanos(failure == null ? 1_000_000_000L : 50_000_000L);
    }
  }

  private synchronized void start() throws IOException {
    if (active.get() == null) {
      active.set(create());
      preparer.start();
    }
  }

  @Override
  public Appender appender() throws IOException {
    start();
    Segment.Scratch scratch = new Segment.Scratch();
    return share -> append(share, scratch);
  }

  private void append(byte[] share, Segment.Scratch scratch) throws IOException {
    while (true) {
      Segment segment = active.get();
      if (segment.claimed.get() < segment.slots) {
        int slot = segment.claimed.getAndIncrement();
        if (slot < segment.slots) {
          segment.write(slot, share, scratch);
          return;
        }
      }
      roll(segment);
    }
  }

  private void roll(Segment full) throws IOException {
    Segment ready = next.get();
    if (active.get() != full) {
      return;
    }
    if (ready == null || ready == full) {
      IOException why = failure;
      if (why != null) {
        throw new IOException("no room for the next segment", why);
      }
      LockSupport.unpark(preparer);
      LockSupport.parkNanos(100_000);
      return;
    }
    if (active.compareAndSet(full, ready)) {
      previous = full;
      next.compareAndSet(ready, null);
      LockSupport.unpark(preparer);
    }
  }

  /** The one before, too: an append may have been under way in it. */
  @Override
  public void sync() throws IOException {
    Segment now = active.get();
    Segment before = previous;
    if (before != null && before != now) {
      before.force();
    }
    now.force();
  }

  @Override
  public void replay(Sink sink) throws IOException {
    for (Segment segment : old) {
      segment.replay(sink);
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    LockSupport.unpark(preparer);
    for (Segment segment : old) {
      segment.close();
    }
    if (active.get() != null) {
      active.get().close();
    }
  }
}
