package io.adit.ledger;

import io.adit.api.ledger.Share;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The shares that some store has yet to take: a ring of fixed size. Appending takes one
 * compare-and-set, and never blocks. A queue of a library would not do: several readers, each at
 * its own position, look at the same shares.
 */
final class ShareRing implements Log<Share> {
  private static final long CLOSED = Long.MIN_VALUE;

  private final AtomicReferenceArray<Share> slots;
  private final long mask;

  /** Position after the newest, with the sign bit set once closed. */
  private final AtomicLong end = new AtomicLong();

  private volatile long start;

  /** For {@code capacity} shares, a power of two. */
  ShareRing(int capacity) {
    if (Integer.bitCount(capacity) != 1) {
      throw new IllegalArgumentException("capacity: " + capacity + " (expected: a power of two)");
    }
    slots = new AtomicReferenceArray<>(capacity);
    mask = capacity - 1L;
  }

  /**
   * Appends from any thread.
   *
   * @return the share's position, or -1 if the ring is full or closed
   */
  long append(Share share) {
    long at;
    do {
      at = end.get();
      if (at < 0 || at - start >= slots.length()) {
        return -1;
      }
    } while (!end.compareAndSet(at, at + 1));
    slots.setRelease(slot(at), share);
    return at;
  }

  /** From now on nothing is appended: {@link #end} is final. */
  void close() {
    end.getAndUpdate(at -> at | CLOSED);
  }

  @Override
  public long start() {
    return start;
  }

  @Override
  public long end() {
    return end.get() & ~CLOSED;
  }

  @Override
  public Batch<Share> read(long from, int max) {
    // Not beyond the end: a slot there may still hold the share of one round before.
    long limit = Math.min(end(), from + max);
    List<Share> shares = new ArrayList<>((int) Math.max(0, limit - from));
    for (long at = from; at < limit; at++) {
      Share share = slots.getAcquire(slot(at));
      if (share == null) {
        break;
      }
      shares.add(share);
    }
    return new Batch<>(shares, from + shares.size());
  }

  @Override
  public long count(long from) {
    return end() - from;
  }

  @Override
  public void release(long position) {
    for (long at = start; at < position; at++) {
      slots.setRelease(slot(at), null);
    }
    start = position;
  }

  @Override
  public boolean isCrowded() {
    return end() - start > slots.length() / 4L * 3;
  }

  private int slot(long position) {
    return (int) (position & mask);
  }
}
