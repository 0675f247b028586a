package io.adit.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.adit.api.pool.RejectReason;
import io.adit.api.store.StatisticsStore.WorkerRecord;
import io.adit.api.store.StoreException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class StatisticsLedgerTest {
  private static final Settings SMALL =
      new Settings(
          Settings.Durability.OS,
          1 << 12,
          1 << 16,
          Settings.NewStore.OLDEST,
          8,
          Duration.ofMillis(5),
          Duration.ofMillis(5),
          Duration.ofMillis(20),
          Duration.ofMillis(20),
          Duration.ofMinutes(5),
          Duration.ofMillis(500));
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-03-31T12:00:00Z"), ZoneOffset.UTC);

  @TempDir private Path directory;
  private Ledger ledger;
  private boolean stopped;

  @BeforeEach
  void make() {
    ledger = new Ledger(directory, SMALL, CLOCK, System::nanoTime);
  }

  @AfterEach
  void stop() throws InterruptedException {
    if (!stopped) {
      stopped = true;
      ledger.stop();
    }
  }

  @Test
  void ofEachWorkerTheNewestRecordWaitsForAStore() {
    ledger.keep(List.of(record("main", "alice", 1), record("main", "bob", 1)));
    ledger.keep(List.of(record("main", "alice", 2), record("other", "alice", 7)));
    FakeStore store = bound(new FakeStore("a"));
    ledger.start(() -> {});
    await()
        .untilAsserted(
            () ->
                assertThat(store.statistics())
                    .containsExactly(
                        record("main", "bob", 1),
                        record("main", "alice", 2),
                        record("other", "alice", 7)));
  }

  @Test
  void aStoreThatFailedIsHandedTheNewestRecordsWhenItWorks() {
    FakeStore store = bound(new FakeStore("a"));
    store.fail(true);
    ledger.start(() -> {});
    ledger.keep(List.of(record("main", "alice", 1), record("main", "bob", 1)));
    await().until(() -> store.attempts() >= 2);
    ledger.keep(List.of(record("main", "alice", 2)));
    store.fail(false);
    await()
        .untilAsserted(
            () ->
                assertThat(store.statistics())
                    .containsExactly(record("main", "bob", 1), record("main", "alice", 2)));
  }

  @Test
  void manyRecordsArriveInBatches() {
    FakeStore store = bound(new FakeStore("a"));
    ledger.start(() -> {});
    List<WorkerRecord> records =
        IntStream.range(0, 100).mapToObj(i -> record("main", "worker" + i, i)).toList();
    ledger.keep(records);
    await().untilAsserted(() -> assertThat(store.statistics()).isEqualTo(records));
    assertThat(store.attempts()).isGreaterThanOrEqualTo(records.size() / SMALL.batch());
  }

  @Test
  void storesOfDifferentNamesAreBothHandedEverything() {
    FakeStore first = bound(new FakeStore("a"));
    FakeStore second = bound(new FakeStore("b"));
    ledger.start(() -> {});
    ledger.keep(List.of(record("main", "alice", 1)));
    await()
        .untilAsserted(
            () -> {
              assertThat(first.statistics()).containsExactly(record("main", "alice", 1));
              assertThat(second.statistics()).containsExactly(record("main", "alice", 1));
            });
  }

  @Test
  void aStoreThatComesForAnotherGetsWhatThatOneDidNotTake() {
    FakeStore old = bound(new FakeStore("a", 1, 0));
    ledger.start(() -> {});
    ledger.keep(List.of(record("main", "alice", 1)));
    await().until(() -> old.statistics().size() == 1);
    old.fail(true);
    ledger.keep(List.of(record("main", "bob", 1)));
    unbind(old);
    FakeStore successor = bound(new FakeStore("a", 2, 0));
    await()
        .untilAsserted(
            () -> assertThat(successor.statistics()).containsExactly(record("main", "bob", 1)));
  }

  @Test
  void whatAStoreThatLeavesHasNotTakenItsSuccessorGets() {
    FakeStore store = bound(new FakeStore("a"));
    store.fail(true);
    ledger.keep(List.of(record("main", "alice", 1)));
    unbind(store);
    FakeStore successor = bound(new FakeStore("a"));
    await()
        .untilAsserted(
            () -> assertThat(successor.statistics()).containsExactly(record("main", "alice", 1)));
    assertThat(store.statistics()).isEmpty();
  }

  @Test
  void whatWaitsIsStoredWhenTheLedgerStops() throws InterruptedException {
    FakeStore store = bound(new FakeStore("a"));
    ledger.start(() -> {});
    List<WorkerRecord> records =
        IntStream.range(0, 100).mapToObj(i -> record("main", "worker" + i, i)).toList();
    ledger.keep(records);
    stop();
    assertThat(store.statistics()).isEqualTo(records);
  }

  @Test
  void aRecallWaitsForAStoreThatWorks() throws StoreException {
    CompletableFuture<List<WorkerRecord>> answer = recall("main");
    ledger.start(() -> {});
    FakeStore store = new FakeStore("a");
    store.keep(List.of(record("main", "alice", 1), record("other", "bob", 1)));
    store.fail(true);
    bound(store);
    await().until(() -> store.attempts() >= 3);
    assertThat(answer).isNotDone();
    store.fail(false);
    await()
        .untilAsserted(
            () -> assertThat(answer).isCompletedWithValue(List.of(record("main", "alice", 1))));
  }

  @Test
  void aRecallGoesBackThirtyDaysAndIsAskedOfTheFirstStoreOnly() {
    FakeStore second = bound(new FakeStore("b", 2, 0));
    FakeStore first = bound(new FakeStore("a", 1, 0));
    ledger.start(() -> {});
    CompletableFuture<List<WorkerRecord>> answer = recall("main");
    await().untilAsserted(() -> assertThat(answer).isCompletedWithValue(List.of()));
    unbind(first);
    await().until(() -> recall("main").isDone());
    assertThat(first.recallsSince())
        .containsExactly(Instant.parse("2026-03-01T12:00:00Z").toEpochMilli());
    assertThat(second.recallsSince()).isNotEmpty();
  }

  @Test
  void whatWaitsForAStoreIsRecalledBeforeWhatIsInIt() throws StoreException {
    FakeStore store = new FakeStore("a");
    store.keep(
        List.of(record("main", "alice", 1), record("main", "bob", 1), record("other", "alice", 1)));
    store.failToKeep();
    bound(store);
    ledger.start(() -> {});
    ledger.keep(
        List.of(
            record("main", "alice", 2), record("main", "carol", 1), record("other", "dave", 1)));
    CompletableFuture<List<WorkerRecord>> answer = recall("main");
    await()
        .untilAsserted(
            () ->
                assertThat(answer)
                    .isCompletedWithValueMatching(
                        records ->
                            List.of(
                                    record("main", "alice", 2),
                                    record("main", "bob", 1),
                                    record("main", "carol", 1))
                                .equals(records)));
  }

  @Test
  void callersGoOnWhileAStoreIsBusy() {
    FakeStore store = bound(new FakeStore("a"));
    Semaphore permits = new Semaphore(0);
    store.takeOnlyWith(permits);
    ledger.start(() -> {});
    ledger.keep(List.of(record("main", "alice", 1)));
    await().until(permits::hasQueuedThreads);
    ledger.keep(List.of(record("main", "alice", 2)));
    CompletableFuture<List<WorkerRecord>> answer = recall("main");
    assertThat(answer).isNotDone();
    permits.release(100);
    await()
        .untilAsserted(
            () ->
                assertThat(store.statistics())
                    .containsExactly(record("main", "alice", 1), record("main", "alice", 2)));
    await().until(answer::isDone);
  }

  @Test
  void aRecallThatNoStoreHasAnsweredFailsWhenTheLedgerStops() throws InterruptedException {
    ledger.start(() -> {});
    CompletableFuture<List<WorkerRecord>> before = recall("main");
    stop();
    assertThat(before).isCompletedExceptionally();
    assertThat(recall("main"))
        .isCompletedExceptionally()
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .withMessageContaining("statistics of main were not recalled");
  }

  private FakeStore bound(FakeStore store) {
    ledger.bindStatisticsStore(store, store.properties());
    return store;
  }

  private void unbind(FakeStore store) {
    ledger.unbindStatisticsStore(store, store.properties());
  }

  private CompletableFuture<List<WorkerRecord>> recall(String pool) {
    return ledger.recall(pool).toCompletableFuture();
  }

  static WorkerRecord record(String pool, String worker, long shares) {
    return new WorkerRecord(
        pool,
        worker,
        5000 + shares,
        1000,
        List.of(1.0, 2.0, 3.0, 4.0, 5.0),
        shares,
        8,
        9,
        5000,
        Map.of(RejectReason.STALE, 3L));
  }
}
