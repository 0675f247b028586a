package io.adit.ledger;

import io.adit.api.ledger.Share;
import io.adit.api.ledger.ShareLedger;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shares that some store has yet to take, on disk. A position is a segment's number times its
 * size, and the place in it. Room is claimed with one compare-and-set, and written by whoever has
 * claimed it: appending takes no lock, and never blocks, as segments are made ahead of time.
 *
 * <p>What was written by an earlier run is read only; this one begins with a segment of its own.
 */
final class ShareLog implements Log<Share> {
  private static final Logger LOG = LoggerFactory.getLogger(ShareLog.class);
  private static final long CLOSED = Long.MIN_VALUE;
  private static final int FRAMES = 32;

  /** Segments that appending threads find without looking for them. */
  private static final int RECENT = 8;

  private final Path directory;
  private final int size;
  private final long maxBytes;
  private final ConcurrentSkipListMap<Long, Segment> segments = new ConcurrentSkipListMap<>();
  private final AtomicReferenceArray<Segment> recent = new AtomicReferenceArray<>(RECENT);
  private final AtomicReferenceArray<ShareFrame> frames = new AtomicReferenceArray<>(FRAMES);

  /** Position after the newest, with the sign bit set once closed. */
  private final AtomicLong end;

  /** Up to where there is room that may be claimed. */
  private volatile long ready;

  /** Nothing from here on is released: it may be yet to be written, or to be taken by the disk. */
  private volatile long pinned;

  private final ShareReader reader;

  /**
   * Goes on after the segments of earlier runs.
   *
   * @param first number of the first new segment
   */
  ShareLog(Path directory, int size, long maxBytes, List<Segment> earlier, long first) {
    this.directory = directory;
    this.size = size;
    this.maxBytes = maxBytes;
    earlier.forEach(segment -> segments.put(segment.index(), segment));
    end = new AtomicLong(first * size);
    ready = first * size;
    pinned = first * size;
    reader = new ShareReader(segments, size, this::end);
  }

  /**
   * Appends from any thread.
   *
   * @return the share's position; {@link ShareLedger#REFUSED} if there is no room, or the log is
   *     closed
   */
  long append(Share share) {
    int slot = (int) Thread.currentThread().getId() & (FRAMES - 1);
    ShareFrame taken = frames.getAndSet(slot, null);
    ShareFrame frame = taken == null ? new ShareFrame() : taken;
    try {
      frame.encode(share);
      long at = claim(frame.length());
      if (at != ShareLedger.REFUSED) {
        segment(at).write(offset(at), frame);
      }
      return at;
    } finally {
      frames.lazySet(slot, frame);
    }
  }

  private long claim(int length) {
    while (true) {
      long at = end.get();
      if (at < 0) {
        return ShareLedger.REFUSED;
      }
      int left = size - offset(at);
      long from = length <= left ? at : at + left;
      if (from + length > ready) {
        return ShareLedger.REFUSED;
      }
      if (end.compareAndSet(at, from + length)) {
        if (from != at) {
          segment(at).pad(offset(at));
        }
        return from;
      }
    }
  }

  private int offset(long position) {
    return (int) (position % size);
  }

  private Segment segment(long position) {
    long index = position / size;
    Segment found = recent.get((int) index & (RECENT - 1));
    return found != null && found.index() == index ? found : segments.get(index);
  }

  /** From now on nothing is appended: {@link #end} is final. */
  void close() {
    end.getAndUpdate(at -> at | CLOSED);
  }

  /** Whether room should be made, so that appending need not wait for it. */
  boolean wantsRoom() {
    return end.get() >= 0 && ready - end() < size;
  }

  /** Whether what waits takes as much room as it may. */
  boolean isFull() {
    return bytes() + size > maxBytes;
  }

  /** Bytes on disk. */
  long bytes() {
    return segments.values().stream().mapToLong(Segment::size).sum();
  }

  /** Makes room for one segment more; one thread at a time. */
  void extend() throws IOException {
    long begin = ready;
    Segment next = Segment.create(directory, begin / size, size);
    segments.put(next.index(), next);
    recent.set((int) next.index() & (RECENT - 1), next);
    ready = begin + size;
  }

  /**
   * Has the disk take what is whole from {@code from} on.
   *
   * @return position after it
   * @throws java.io.UncheckedIOException if the disk did not
   */
  long force(long from) {
    long at = from;
    long last = end();
    while (at < last) {
      Segment segment = segment(at);
      int begin = offset(at);
      int to = begin;
      int word;
      while (to < size && at - begin + to < last && (word = segment.word(to)) > 0) {
        int pad = segment.padAt(to);
        to += pad == 0 ? word : pad;
      }
      if (to > begin) {
        segment.force(begin, to);
      }
      at += to - begin;
      if (to < size) {
        return at;
      }
    }
    return at;
  }

  @Override
  public long start() {
    Map.Entry<Long, Segment> first = segments.firstEntry();
    return first == null ? end() : Math.min(end(), first.getKey() * size);
  }

  @Override
  public long end() {
    return end.get() & ~CLOSED;
  }

  @Override
  public Batch<Share> read(long from, int max) {
    return reader.read(from, max);
  }

  @Override
  public long count(long from) {
    return reader.count(from);
  }

  /** The disk has what lies before {@code position}; the rest is kept, whoever has read it. */
  void pin(long position) {
    pinned = position;
  }

  @Override
  public void release(long position) {
    long last = Math.min(Math.min(position, pinned), end());
    Map<Long, Segment> released = segments.headMap(last / size);
    if (!released.isEmpty()) {
      reader.alone(() -> released.values().removeIf(ShareLog::delete));
    }
  }

  private static boolean delete(Segment segment) {
    try {
      segment.delete();
    } catch (IOException e) {
      LOG.warn("{} could not be deleted: {}", segment.file(), e.getMessage());
    }
    return true;
  }

  /** Reads no file any more: they are the next ledger's. */
  void leave() {
    reader.alone(segments::clear);
  }

  @Override
  public boolean isCrowded() {
    return bytes() > maxBytes / 4 * 3;
  }
}
