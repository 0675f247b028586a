package io.adit.pool;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.adit.api.pool.RejectReason;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WorkTallyTest {
  @Test
  void nothingIsLostOrDoubledWhileManyThreadsCountAndTimePasses() throws InterruptedException {
    WorkTally tally = new WorkTally();
    int loops = 4;
    int shares = 200_000;
    long together = (long) loops * shares;
    List<Thread> threads = new ArrayList<>();
    for (int loop = 0; loop < loops; loop++) {
      int first = loop * shares;
      threads.add(
          new Thread(
              () -> {
                for (int i = first; i < first + shares; i++) {
                  tally.accepted(0.5, i, i);
                  tally.rejected(i % 2 == 0 ? RejectReason.STALE : RejectReason.DUPLICATE);
                }
              }));
    }
    threads.forEach(Thread::start);
    while (threads.stream().anyMatch(Thread::isAlive)) {
      tally.pass(1e-3);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    tally.pass(1);

    WorkTotals totals = tally.totals();
    assertThat(totals.shares()).isEqualTo(together);
    assertThat(totals.credited()).isEqualTo(together * 0.5);
    assertThat(totals.best()).isEqualTo((double) (together - 1));
    assertThat(totals.lastMillis()).isEqualTo(together - 1);
    assertThat(totals.rejects())
        .containsEntry(RejectReason.STALE, together / 2)
        .containsEntry(RejectReason.DUPLICATE, together / 2)
        .hasSize(2);
  }

  @Test
  void aShareLeavesNoGarbage() {
    WorkerBook book = new WorkerBook("main");
    book.authorized("alice");
    ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    count(book, 1);
    long before = memory.getCurrentThreadAllocatedBytes();
    count(book, 100_000);
    assertThat(memory.getCurrentThreadAllocatedBytes() - before).isLessThan(10_000);
  }

  private static void count(WorkerBook book, int shares) {
    for (int i = 0; i < shares; i++) {
      book.of("alice").accepted(1, i, i);
      book.of("alice").rejected(RejectReason.STALE);
      book.of(null).rejected(RejectReason.UNAUTHORIZED);
    }
  }
}
