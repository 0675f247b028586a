package io.adit.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.adit.api.pool.RejectReason;
import io.adit.api.store.StatisticsStore.WorkerRecord;
import io.adit.api.store.StoreException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What must be so of workers' statistics on every database. */
abstract class StatisticsContract extends JdbcStoreContract {
  @Test
  void statisticsAreRecalledAsTheyWereKept() throws Exception {
    JdbcStore store = ready();
    Map<RejectReason, Long> allReasons = new EnumMap<>(RejectReason.class);
    for (RejectReason reason : RejectReason.values()) {
      allReasons.put(reason, 1_000_000_000_000L + allReasons.size());
    }
    WorkerRecord worker =
        new WorkerRecord(
            "main",
            "Ünïcødé \uD83D\uDE80.1",
            1_713_571_767_123L,
            1_713_571_766_001L,
            List.of(1e-300, 0.1, 1 / 3.0, 1e300, 0.0),
            1L << 60,
            Double.MIN_VALUE,
            1e300,
            999L,
            allReasons);
    WorkerRecord pool =
        new WorkerRecord(
            "main", "", 5000, 0, List.of(1.0, 2.0, 3.0, 4.0, 5.0), 1, 2, 3, 4000, Map.of());
    store.keep(List.of(worker, pool));
    assertThat(store.recall("main", 0)).containsExactlyInAnyOrder(worker, pool);
    store.stop();
    assertThat(ready().recall("main", 0)).containsExactlyInAnyOrder(worker, pool);
  }

  @Test
  void aWorkersLatestStatisticsTakeThePlaceOfTheEarlier() throws Exception {
    JdbcStore store = ready();
    WorkerRecord other =
        new WorkerRecord(
            "other",
            "alice",
            1_700_000_007_000L,
            0,
            List.of(1.0, 1.0, 1.0, 1.0, 1.0),
            1,
            1,
            1,
            1,
            Map.of());
    store.keep(List.of(statistics("alice", 1), statistics("bob", 1), other));
    store.keep(List.of(statistics("alice", 2), statistics("carol", 1), statistics("alice", 3)));
    assertThat(store.recall("main", 0))
        .containsExactlyInAnyOrder(
            statistics("alice", 3), statistics("bob", 1), statistics("carol", 1));
    assertThat(store.recall("other", 0)).containsExactly(other);
    assertThat(store.recall("neither", 0)).isEmpty();
  }

  @Test
  void statisticsAreRecalledBackToATimeAndThatOneIncluded() throws Exception {
    JdbcStore store = ready();
    store.keep(List.of(statistics("alice", 1), statistics("bob", 2), statistics("carol", 3)));
    assertThat(store.recall("main", statistics("bob", 2).timeMillis()))
        .containsExactlyInAnyOrder(statistics("bob", 2), statistics("carol", 3));
  }

  @Test
  void rejectsCanBeReadAndWrittenByAnOutsideProgram() throws Exception {
    JdbcStore store = ready();
    store.keep(List.of(statistics("alice", 7)));
    assertThat(rows("SELECT rejects FROM worker_statistics"))
        .containsExactly(List.of("{\"stale\": 7, \"low_difficulty\": 1}"));
    execute(
        "UPDATE worker_statistics SET rejects ="
            + " '{ \"of_a_later_version\":9,\"duplicate\" :5,\"stale\": 2 }'");
    assertThat(store.recall("main", 0))
        .singleElement()
        .extracting(WorkerRecord::rejects)
        .isEqualTo(Map.of(RejectReason.DUPLICATE, 5L, RejectReason.STALE, 2L));
  }

  @Test
  void aFullBatchOfStatisticsIsKeptWholeAndReplacedWhole() throws Exception {
    JdbcStore store = ready();
    for (long shares = 1; shares <= 2; shares++) {
      long count = shares;
      List<WorkerRecord> batch =
          IntStream.range(0, 5000).mapToObj(i -> statistics("worker" + i, count)).toList();
      store.keep(batch);
      List<WorkerRecord> recalled = store.recall("main", 0);
      assertThat(recalled).hasSameSizeAs(batch);
      assertThat(Set.copyOf(recalled)).isEqualTo(Set.copyOf(batch));
    }
  }

  @Test
  void statisticsThatFailLeaveTheFormerBehind() throws Exception {
    JdbcStore store = ready();
    store.keep(List.of(statistics("alice", 1)));
    execute("ALTER TABLE worker_statistics ADD CONSTRAINT unlucky CHECK (shares <> 13)");
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> store.keep(List.of(statistics("alice", 2), statistics("bob", 13))));
    assertThat(store.recall("main", 0)).containsExactly(statistics("alice", 1));
  }

  @Test
  void statisticsOfANameThatADatabaseMayRefuseAreKept() throws Exception {
    JdbcStore store = ready();
    String name = "a\0b'; DROP TABLE shares; --" + "x".repeat(10_000);
    store.keep(List.of(statistics(name, 1)));
    store.keep(List.of(statistics(name, 2)));
    assertThat(store.recall("main", 0))
        .containsExactly(statistics(name.replace('\0', '\uFFFD'), 2));
  }

  static WorkerRecord statistics(String worker, long shares) {
    return new WorkerRecord(
        "main",
        worker,
        1_700_000_000_000L + shares,
        1_690_000_000_000L,
        List.of(1.5, 2.5, 3.5, 4.5, 5.5),
        shares,
        8.25,
        1e9,
        1_700_000_000_000L,
        Map.of(RejectReason.STALE, shares, RejectReason.LOW_DIFFICULTY, 1L));
  }
}
