package io.adit.ledger;

import io.adit.api.ledger.Share;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.LongSupplier;

/**
 * Reads the share log's segments, from any thread but an event loop. Reading memory whose file was
 * cut off is a fault, so files go only {@link #alone}.
 */
final class ShareReader {
  private final NavigableMap<Long, Segment> segments;
  private final int size;
  private final LongSupplier end;

  /** Held for reading while mapped memory is read, and for writing while files go. */
  private final ReadWriteLock mapped = new ReentrantReadWriteLock();

  /** What is decoded with. Guarded by itself: there is a thread for each store. */
  private final ShareFrame frame = new ShareFrame();

  /**
   * A reader of segments that come and go.
   *
   * @param segments by their numbers; may be changed concurrently, but taken from only {@link
   *     #alone}
   * @param end position after the newest share
   */
  ShareReader(NavigableMap<Long, Segment> segments, int size, LongSupplier end) {
    this.segments = segments;
    this.size = size;
    this.end = end;
  }

  /** Does something while nothing is being read. */
  void alone(Runnable task) {
    mapped.writeLock().lock();
    try {
      task.run();
    } finally {
      mapped.writeLock().unlock();
    }
  }

  /** See {@link Log#read}. */
  Log.Batch<Share> read(long from, int max) {
    mapped.readLock().lock();
    try {
      List<Share> shares = new ArrayList<>();
      long at = next(from);
      while (shares.size() < max && isFrame(at)) {
        Segment segment = segments.get(at / size);
        int length = segment.word(offset(at));
        shares.add(decode(segment, offset(at), length));
        at = next(at + length);
      }
      return new Log.Batch<>(shares, from, at);
    } finally {
      mapped.readLock().unlock();
    }
  }

  /** See {@link Log#count}. */
  long count(long from) {
    mapped.readLock().lock();
    try {
      long count = 0;
      long at = next(from);
      while (isFrame(at)) {
        count++;
        at = next(at + segments.get(at / size).word(offset(at)));
      }
      return count;
    } finally {
      mapped.readLock().unlock();
    }
  }

  private boolean isFrame(long at) {
    return at < end.getAsLong() && segments.get(at / size).word(offset(at)) > 0;
  }

  /**
   * The first position from {@code from} on where a whole frame is, where one is being written, or
   * the end.
   */
  private long next(long from) {
    long last = end.getAsLong();
    long at = from;
    while (at < last) {
      Segment segment = segments.get(at / size);
      if (segment == null) {
        Map.Entry<Long, Segment> following = segments.higherEntry(at / size);
        at = following == null ? last : following.getKey() * size;
      } else {
        int pad = segment.padAt(offset(at));
        if (pad == 0) {
          return at;
        }
        at += pad;
      }
    }
    return Math.min(at, last);
  }

  private int offset(long position) {
    return (int) (position % size);
  }

  private Share decode(Segment segment, int at, int length) {
    synchronized (frame) {
      frame.load(segment.bytes(), at, length);
      return frame.decode();
    }
  }
}
