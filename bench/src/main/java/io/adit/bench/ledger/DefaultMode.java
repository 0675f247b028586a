package io.adit.bench.ledger;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Mode (a): an append counts once the record is in the operating system's hands. */
final class DefaultMode {
  private static final com.sun.management.ThreadMXBean THREADS =
      (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int PACED_A_SECOND = 25_000;
  private final Candidate ledger;
  private final int writers;
  private final AtomicLong appended = new AtomicLong();

  DefaultMode(Candidate ledger, int writers) {
    this.ledger = ledger;
    this.writers = writers;
  }

  private record Flat(long count, long nanos, long allocated) {}

  /** One row of the table. */
  static String measure(Candidates kind, int writers, Path directory) throws Exception {
    try (Candidate ledger = kind.open(directory, LedgerBench.SEGMENT, false)) {
      DefaultMode mode = new DefaultMode(ledger, writers);
      mode.flatOut(1.5);
      long allBefore = allocatedByAll();
      long countBefore = mode.appended.get();
      List<Flat> flat = mode.flatOut(2);
      double all = Math.max(0, allocatedByAll() - allBefore);
      long count = mode.appended.get() - countBefore;
      double rate = flat.stream().mapToDouble(f -> f.count() * 1e9 / f.nanos()).sum();
      double nanos =
          flat.stream().mapToDouble(f -> (double) f.nanos() / f.count()).average().orElse(0);
      double own =
          flat.stream().mapToDouble(f -> (double) f.allocated() / f.count()).average().orElse(0);
      double bytes = LedgerFiles.used(directory) / (double) mode.appended.get();
      mode.paced(0.5);
      Latencies latencies = mode.paced(3);
      return "%s | %d | %,.0f | %,.0f | %s | %.0f / %.0f | %.0f"
          .formatted(kind.title(), writers, rate, nanos, latencies, own, all / count, bytes);
    }
  }

  /** The writers count themselves, for they end; the candidate's threads live on. */
  private static long allocatedByAll() {
    long sum = WRITTEN.get();
    for (ThreadInfo thread : THREADS.getThreadInfo(THREADS.getAllThreadIds())) {
      if (thread != null && !thread.getThreadName().equals(Writers.NAME)) {
        sum += Math.max(0, THREADS.getThreadAllocatedBytes(thread.getThreadId()));
      }
    }
    return sum;
  }

  private static final AtomicLong WRITTEN = new AtomicLong();

  private List<Flat> flatOut(double seconds) throws Exception {
    return Writers.run(ledger, writers, (writer, appender) -> flatOut(writer, appender, seconds));
  }

  private Flat flatOut(int writer, Candidate.Appender appender, double seconds) throws Exception {
    byte[] share = new byte[ShareRecord.SIZE];
    long allocated = THREADS.getCurrentThreadAllocatedBytes();
    long start = System.nanoTime();
    long end = start + (long) (seconds * 1e9);
    long count = 0;
    do {
      for (int i = 0; i < 16; i++) {
        ShareRecord.fill(share, writer, count++);
        append(appender, share);
      }
    } while (System.nanoTime() < end);
    long nanos = System.nanoTime() - start;
    allocated = THREADS.getCurrentThreadAllocatedBytes() - allocated;
    appended.addAndGet(count);
    WRITTEN.addAndGet(allocated);
    return new Flat(count, nanos, allocated);
  }

  private void append(Candidate.Appender appender, byte[] share) throws Exception {
    appender.append(share);
    if (!ledger.handsOverOnAppend()) {
      ledger.handOver();
    }
  }

  private Latencies paced(double seconds) throws Exception {
    Latencies all = new Latencies();
    Writers.run(ledger, writers, (writer, appender) -> paced(writer, appender, seconds))
        .forEach(all::add);
    return all;
  }

  /**
   * What is due since the last look, about each millisecond: an event loop that wakes for what came
   * in.
   */
  private Latencies paced(int writer, Candidate.Appender appender, double seconds)
      throws Exception {
    Latencies latencies = new Latencies();
    byte[] share = new byte[ShareRecord.SIZE];
    long start = System.nanoTime();
    long end = start + (long) (seconds * 1e9);
    long sent = 0;
    for (long now = start; now < end; now = System.nanoTime()) {
      for (long due = (now - start) * PACED_A_SECOND / 1_000_000_000;
          sent < due && now < end;
          sent++) {
        ShareRecord.fill(share, writer, sent);
        now = System.nanoTime();
        append(appender, share);
        latencies.add(System.nanoTime() - now);
      }
      LockSupport.parkNanos(1_000_000);
    }
    return latencies;
  }
}
