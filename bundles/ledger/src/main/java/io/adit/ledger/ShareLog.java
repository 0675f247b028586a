package io.adit.ledger;

import io.adit.api.ledger.Share;
import io.adit.api.ledger.ShareLedger;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
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

  /** Nothing from here on is released: the disk has yet to take it. */
  private volatile long pinned = Long.MAX_VALUE;

  /** What the reading thread decodes with. Guarded by itself: there is a thread for each store. */
  private final ShareFrame reading = new ShareFrame();

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
        to += Segment.lengthOf(word);
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
    List<Share> shares = new ArrayList<>();
    long at = next(from);
    while (shares.size() < max && isFrame(at)) {
      Segment segment = segments.get(at / size);
      int length = segment.word(offset(at));
      shares.add(decode(segment, offset(at), length));
      at = next(at + length);
    }
    return new Batch<>(shares, from, at);
  }

  @Override
  public long count(long from) {
    long count = 0;
    long at = next(from);
    while (isFrame(at)) {
      count++;
      at = next(at + segments.get(at / size).word(offset(at)));
    }
    return count;
  }

  private boolean isFrame(long at) {
    return at < end() && segments.get(at / size).word(offset(at)) > 0;
  }

  /**
   * The first position from {@code from} on where a whole frame is, where one is being written, or
   * the end.
   */
  private long next(long from) {
    long last = end();
    long at = from;
    while (at < last) {
      Segment segment = segments.get(at / size);
      if (segment == null) {
        Map.Entry<Long, Segment> following = segments.higherEntry(at / size);
        at = following == null ? last : following.getKey() * size;
      } else if (offset(at) >= segment.size()) {
        // Its last part was not whole, and was dropped.
        at += size - offset(at);
      } else {
        int word = segment.word(offset(at));
        if (Segment.isPad(word)) {
          at += Segment.lengthOf(word);
        } else if (word > 0 || !segment.isSealed()) {
          return at;
        } else {
          at += Recovery.step(word);
        }
      }
    }
    return Math.min(at, last);
  }

  private Share decode(Segment segment, int at, int length) {
    synchronized (reading) {
      reading.load(segment.bytes(), at, length);
      return reading.decode();
    }
  }

  /** Keeps what lies from {@code position} on, whoever has read it. */
  void pin(long position) {
    pinned = position;
  }

  @Override
  public void release(long position) {
    long last = Math.min(Math.min(position, pinned), end());
    for (Segment segment : segments.headMap(last / size).values()) {
      segments.remove(segment.index());
      try {
        segment.delete();
      } catch (IOException e) {
        LOG.warn("{} could not be deleted: {}", segment.file(), e.getMessage());
      }
    }
  }

  @Override
  public boolean isCrowded() {
    return bytes() > maxBytes / 4 * 3;
  }
}
