package io.adit.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.api.store.StatisticsStore.WorkerRecord;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LatestLogTest {
  /** A store that follows the log at a pace of its own. */
  private static final class Reader {
    final Map<String, Long> seen = new HashMap<>();
    long position;

    void read(LatestLog log, int max) {
      Log.Batch<WorkerRecord> batch = log.read(position, max);
      assertThat(batch.records()).hasSizeLessThanOrEqualTo(max);
      for (WorkerRecord statistics : batch.records()) {
        Long before = seen.put(statistics.worker(), statistics.shares());
        assertThat(before == null || before < statistics.shares()).isTrue();
      }
      position = batch.end();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void everyReaderEndsWithTheNewestOfEachWorkerAndSeesNoneTwice(long seed) {
    Random random = new Random(seed);
    LatestLog log = new LatestLog(1000);
    Map<String, Long> newest = new HashMap<>();
    Reader fast = new Reader();
    Reader slow = new Reader();
    for (long step = 1; step < 3000; step++) {
      String worker = "w" + random.nextInt(50);
      log.append(List.of(StatisticsLedgerTest.record("main", worker, step)));
      newest.put(worker, step);
      if (random.nextInt(3) == 0) {
        fast.read(log, 5);
      }
      if (random.nextInt(20) == 0) {
        slow.read(log, 7);
        log.release(Math.min(fast.position, slow.position));
      }
      assertThat(log.count(log.start())).isLessThanOrEqualTo(50);
    }
    for (Reader reader : List.of(fast, slow)) {
      while (log.count(reader.position) > 0) {
        reader.read(log, 9);
      }
      assertThat(reader.seen).as("seed %d", seed).isEqualTo(newest);
      assertThat(reader.position).isEqualTo(log.end());
    }
    log.release(log.end());
    assertThat(log.count(log.start())).isZero();
  }

  @Test
  void beyondTheLimitTheOldestGo() {
    LatestLog log = new LatestLog(3);
    for (String worker : List.of("a", "b", "c", "a", "d")) {
      log.append(List.of(StatisticsLedgerTest.record("main", worker, 1)));
    }
    assertThat(log.read(0, 10).records())
        .extracting(WorkerRecord::worker)
        .containsExactly("c", "a", "d");
    assertThat(log.of("main")).hasSize(3);
    assertThat(log.of("other")).isEmpty();
  }
}
