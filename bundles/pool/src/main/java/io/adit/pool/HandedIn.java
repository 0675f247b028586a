package io.adit.pool;

import io.adit.api.Hash;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The latest blocks that were handed in, told from one that is handed in again, and who waits to
 * hear that one would survive the end of the process. Any thread.
 */
final class HandedIn {
  private static final int REMEMBERED = 1000;

  /** Who waits, the oldest block first; none any more where that is null. Guarded by this. */
  private final Map<Hash, List<Runnable>> blocks = new LinkedHashMap<>();

  /**
   * A block is handed in.
   *
   * @param safe is called when it would survive: at once if that is known already
   * @return whether it is the first time
   */
  boolean add(Hash block, Runnable safe) {
    synchronized (this) {
      if (!blocks.containsKey(block)) {
        blocks.put(block, new ArrayList<>(List.of(safe)));
        forgetOldest();
        return true;
      }
      List<Runnable> waiting = blocks.get(block);
      if (waiting != null) {
        waiting.add(safe);
        return false;
      }
    }
    safe.run();
    return false;
  }

  /** Nobody that waits is forgotten: such blocks are few, and do not stay so for long. */
  private void forgetOldest() {
    Iterator<List<Runnable>> oldest = blocks.values().iterator();
    while (blocks.size() > REMEMBERED && oldest.hasNext()) {
      if (oldest.next() == null) {
        oldest.remove();
      }
    }
  }

  /** Whether it was handed in, and would not survive the end of the process. */
  synchronized boolean isWaitedFor(Hash block) {
    return blocks.get(block) != null;
  }

  /** A block would survive, or is beyond saving: whoever waits for it hears so. */
  void safe(Hash block) {
    List<Runnable> waiting;
    synchronized (this) {
      waiting = blocks.replace(block, null);
    }
    if (waiting != null) {
      waiting.forEach(Runnable::run);
    }
  }

  /** As {@link #safe}, for all. */
  void allSafe() {
    List<Hash> all;
    synchronized (this) {
      all = List.copyOf(blocks.keySet());
    }
    all.forEach(this::safe);
  }
}
