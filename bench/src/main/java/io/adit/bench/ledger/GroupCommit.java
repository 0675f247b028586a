package io.adit.bench.ledger;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/**
 * Group commit: clients that each wait for their reply before they send the next share, spread over
 * the writers; one thread makes durable whatever has been appended meanwhile and releases it.
 */
final class GroupCommit {
  private final Candidate ledger;
  private final boolean fsync;
  private final int writers;
  private final int clients;
  private final Thread[] threads;

  /** Per writer and 16 longs apart, so that they do not share a line of the cache. */
  private final AtomicLongArray appended;

  private final AtomicLongArray released;
  private volatile boolean stop;
  private volatile Exception failure;
  private long commits;

  private GroupCommit(Candidate ledger, int writers, int clients, boolean fsync) {
    this.ledger = ledger;
    this.writers = writers;
    this.clients = clients / writers;
    this.fsync = fsync;
    threads = new Thread[writers];
    appended = new AtomicLongArray(writers * 16);
    released = new AtomicLongArray(writers * 16);
  }

  private record Result(Latencies latencies, long count, long nanos) {}

  /** One row of the table. */
  static String measure(Candidates kind, int writers, int clients, boolean fsync, Path directory)
      throws Exception {
    try (Candidate ledger = kind.open(directory, LedgerBench.SEGMENT, fsync)) {
      new GroupCommit(ledger, writers, clients, fsync).run(1);
      GroupCommit group = new GroupCommit(ledger, writers, clients, fsync);
      Result result = group.run(2.5);
      return "%s | %s | %d | %d | %,.0f | %s | %.0f"
          .formatted(
              kind.title(),
              fsync ? "disk" : "OS",
              writers,
              clients,
              result.count * 1e9 / result.nanos,
              result.latencies,
              (double) result.count / group.commits);
    }
  }

  private Result run(double seconds) throws Exception {
    Thread committer = new Thread(this::commit, "committer");
    long start = System.nanoTime();
    long end = start + (long) (seconds * 1e9);
    Latencies all = new Latencies();
    Writers.run(
            ledger,
            writers,
            (writer, appender) -> {
              synchronized (committer) {
                threads[writer] = Thread.currentThread();
                if (committer.getState() == Thread.State.NEW) {
                  committer.start();
                }
              }
              return write(writer, appender, committer, end);
            })
        .forEach(all::add);
    stop = true;
    LockSupport.unpark(committer);
    committer.join();
    long count = 0;
    for (int i = 0; i < writers; i++) {
      count += released.get(i * 16);
    }
    return new Result(all, count, System.nanoTime() - start);
  }

  private Latencies write(int writer, Candidate.Appender appender, Thread committer, long end)
      throws Exception {
    long[] sentAt = new long[clients];
    byte[] share = new byte[ShareRecord.SIZE];
    Latencies latencies = new Latencies();
    long sent = 0;
    long done = 0;
    boolean open = true;
    while (open || done < sent) {
      if (failure != null) {
        throw new IllegalStateException("commit", failure);
      }
      long free = released.get(writer * 16);
      long now = System.nanoTime();
      for (; done < free; done++) {
        latencies.add(now - sentAt[(int) (done % clients)]);
      }
      open = now < end;
      if (open && sent - done < clients) {
        for (; sent - done < clients; sent++) {
          ShareRecord.fill(share, writer, sent);
          sentAt[(int) (sent % clients)] = System.nanoTime();
          appender.append(share);
        }
        appended.set(writer * 16, sent);
        LockSupport.unpark(committer);
      } else if (done < sent) {
        LockSupport.parkNanos(10_000_000);
      }
    }
    return latencies;
  }

  private void commit() {
    long[] upTo = new long[writers];
    try {
      while (!stop) {
        boolean any = false;
        for (int i = 0; i < writers; i++) {
          upTo[i] = appended.get(i * 16);
          any |= upTo[i] > released.get(i * 16);
        }
        if (!any) {
          LockSupport.parkNanos(10_000_000);
          continue;
        }
        if (fsync) {
          ledger.sync();
        } else {
          ledger.handOver();
        }
        commits++;
        for (int i = 0; i < writers; i++) {
          released.set(i * 16, upTo[i]);
          LockSupport.unpark(threads[i]);
        }
      }
    } catch (Exception e) {
      failure = e;
    }
  }
}
