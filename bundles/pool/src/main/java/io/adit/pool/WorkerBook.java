package io.adit.pool;

import io.adit.api.pool.PoolSnapshot.WorkerSnapshot;
import io.adit.api.pool.RejectReason;
import io.adit.api.pool.WorkStatistics;
import io.adit.api.pool.WorkerNames;
import io.adit.api.store.StatisticsStore.WorkerRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the workers of a pool do, each by itself and all together.
 *
 * <p><b>Threads.</b> Event loops say who comes, goes, and submits; an {@link Entry} may be held for
 * as long as its worker is authorised on a connection, and counts without a lock, a look-up or
 * garbage. The pool's thread alone ticks, restores, and collects what is to be kept. Anyone may
 * take a snapshot.
 *
 * <p><b>Who is remembered.</b> Names come from miners, so that anyone can invent them by the
 * million. One that never had an accepted share is forgotten when its last connection leaves, and
 * is never kept; the others a day after. There is a limit to the names; when it comes near, those
 * that have left and did the least of late are forgotten early, and beyond it a new name's shares
 * are counted for the pool only.
 */
final class WorkerBook {
  private static final Logger log = LoggerFactory.getLogger(WorkerBook.class);
  private static final int LIMIT = 100_000;
  private static final int DAY_SECONDS = 86_400;

  /** Index of the average over a day. */
  private static final int DAY = DecayedRates.WINDOWS.indexOf(DAY_SECONDS);

  /** Name under which the pool as a whole is kept. */
  private static final String POOL = "";

  private final String pool;
  private final int limit;
  private final WorkTally all = new WorkTally();
  private final Entry unnamed = new Entry(POOL, null);
  private final Map<String, Entry> entries = new ConcurrentHashMap<>();

  private volatile boolean full;
  private boolean restored;

  /** A worker; or, without a tally, all whose shares are counted for the pool only. */
  final class Entry {
    private final String name;
    private final WorkTally tally;
    private final AtomicInteger connections = new AtomicInteger();

    /** Seconds without a connection, as far as they have ticked. The pool's thread's own. */
    private double gone;

    private Entry(String name, WorkTally tally) {
      this.name = name;
      this.tally = tally;
    }

    /**
     * Counts an accepted share.
     *
     * @param credited difficulty that was required
     * @param reached difficulty of its hash
     * @param nowMillis milliseconds since 1970
     */
    void accepted(double credited, double reached, long nowMillis) {
      if (tally != null) {
        tally.accepted(credited, reached, nowMillis);
      }
      all.accepted(credited, reached, nowMillis);
    }

    void rejected(RejectReason reason) {
      if (tally != null) {
        tally.rejected(reason);
      }
      all.rejected(reason);
    }

    /** A connection that it was authorised on closes: once for each {@link #authorized}. */
    void left() {
      if (tally != null) {
        entries.computeIfPresent(name, (key, entry) -> entry == this ? afterLeaving() : entry);
      }
    }

    private Entry afterLeaving() {
      if (connections.updateAndGet(open -> Math.max(0, open - 1)) > 0) {
        return this;
      }
      return tally.hasShares() ? this : null;
    }

    private boolean isGone() {
      return connections.get() == 0;
    }

    private double dayRate() {
      return tally.rates().rate(DAY);
    }

    private boolean isForgotten() {
      return gone > DAY_SECONDS;
    }

    private void pass(double seconds) {
      tally.pass(seconds);
      gone = isGone() ? gone + seconds : 0;
    }
  }

  WorkerBook(String pool) {
    this(pool, LIMIT);
  }

  WorkerBook(String pool, int limit) {
    this.pool = pool;
    this.limit = limit;
  }

  /** A worker was authorised on a connection; {@link Entry#left} must follow when that closes. */
  Entry authorized(String worker) {
    boolean room = entries.size() < limit;
    Entry entry =
        entries.compute(
            worker,
            (name, known) -> {
              Entry found = known == null && room ? new Entry(name, new WorkTally()) : known;
              if (found != null) {
                found.connections.incrementAndGet();
              }
              return found;
            });
    if (entry != null) {
      return entry;
    }
    if (!full) {
      full = true;
      log.warn("{}: {} workers: what new ones do is counted for the pool only", pool, limit);
    }
    return unnamed;
  }

  /** Whoever has that name; what counts for the pool only if nobody has, or it is null. */
  Entry of(String worker) {
    return worker == null ? unnamed : entries.getOrDefault(worker, unnamed);
  }

  /** Takes in what was credited since the last tick, that many seconds ago. */
  void tick(double seconds) {
    all.pass(seconds);
    for (Entry entry : entries.values()) {
      entry.pass(seconds);
      if (entry.isForgotten()) {
        forget(entry);
      }
    }
    int size = entries.size();
    if (size > limit / 10 * 9) {
      forgetTheIdle(size - limit / 10 * 8);
    } else {
      full = false;
    }
  }

  private void forget(Entry which) {
    entries.computeIfPresent(
        which.name, (name, entry) -> entry == which && entry.isGone() ? null : entry);
  }

  private void forgetTheIdle(int surplus) {
    entries.values().stream()
        .filter(Entry::isGone)
        .sorted(Comparator.comparingDouble(Entry::dayRate))
        .limit(surplus)
        .forEach(this::forget);
  }

  /**
   * What is to be kept: the pool, and the workers with accepted shares, of whom something is new
   * since this was last called. Nothing before {@link #restore}, or what was kept by an earlier run
   * would be lost.
   */
  List<WorkerRecord> records(long nowMillis) {
    List<WorkerRecord> records = new ArrayList<>();
    if (restored) {
      record(POOL, all, nowMillis, records);
      entries.forEach((name, entry) -> record(name, entry.tally, nowMillis, records));
    }
    return records;
  }

  private void record(String name, WorkTally tally, long nowMillis, List<WorkerRecord> records) {
    if (tally.hasShares() && tally.hasNews()) {
      tally.pass(0);
      records.add(tally.totals().toRecord(pool, name, nowMillis));
    }
  }

  /**
   * Goes on from what an earlier run has kept, whatever has been done in the meantime: the time
   * between counts as time without work. Workers that were last kept more than a day ago stay
   * forgotten. Only the first call does something.
   */
  void restore(List<WorkerRecord> records, long nowMillis) {
    if (restored) {
      return;
    }
    restored = true;
    for (WorkerRecord kept : records) {
      WorkTotals totals = WorkTotals.of(kept, nowMillis);
      if (kept.worker().equals(POOL)) {
        all.restore(totals);
      } else {
        restore(kept.worker(), totals, (nowMillis - kept.timeMillis()) / 1000.0);
      }
    }
  }

  private void restore(String worker, WorkTotals totals, double away) {
    if (away > DAY_SECONDS) {
      return;
    }
    boolean room = entries.size() < limit;
    entries.compute(
        worker,
        (name, known) -> {
          Entry entry = known;
          if (known == null && room) {
            entry = new Entry(name, new WorkTally());
            entry.gone = away;
          }
          if (entry != null) {
            entry.tally.restore(totals);
          }
          return entry;
        });
  }

  /**
   * A snapshot.
   *
   * @param all the pool's own statistics, with all who were forgotten
   * @param users each with all of its workers
   */
  record Snapshot(WorkStatistics all, List<WorkerSnapshot> users, List<WorkerSnapshot> workers) {}

  /** How all stand; {@code hashes} is how many it takes on average for a share of difficulty 1. */
  Snapshot snapshot(double hashes) {
    Map<String, User> users = new HashMap<>();
    List<WorkerSnapshot> workers = new ArrayList<>();
    entries.forEach(
        (name, entry) -> {
          int connections = entry.connections.get();
          WorkTotals totals = entry.tally.totals();
          workers.add(new WorkerSnapshot(name, connections, totals.statistics(hashes)));
          users.merge(WorkerNames.user(name), new User(connections, totals), User::plus);
        });
    return new Snapshot(
        all.totals().statistics(hashes),
        users.entrySet().stream()
            .map(user -> user.getValue().snapshot(user.getKey(), hashes))
            .toList(),
        workers);
  }

  private record User(int connections, WorkTotals totals) {
    User plus(User other) {
      return new User(connections + other.connections, totals.plus(other.totals));
    }

    WorkerSnapshot snapshot(String name, double hashes) {
      return new WorkerSnapshot(name, connections, totals.statistics(hashes));
    }
  }
}
