package io.adit.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.adit.api.Bytes;
import io.adit.api.Hash;
import io.adit.api.ledger.FoundBlock;
import io.adit.api.ledger.Share;
import io.adit.api.store.WorkerStore.WorkerActivity;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LedgerTest {
  private static final int CAPACITY = 64;
  private static final Settings SMALL =
      new Settings(
          CAPACITY,
          8,
          Duration.ofMillis(5),
          Duration.ofMillis(5),
          Duration.ofMillis(20),
          Duration.ofMillis(500));

  private final Ledger ledger = new Ledger(SMALL, Clock.systemUTC());
  private boolean stopped;

  @AfterEach
  void stop() throws InterruptedException {
    if (!stopped) {
      stopped = true;
      ledger.stop();
    }
  }

  @Test
  void sharesWaitForTheFirstStoreAndArriveInOrder() {
    ledger.start();
    append(0, 20);
    FakeStore store = bound(new FakeStore("a"));
    append(20, 40);
    await().untilAsserted(() -> assertThat(store.jobs()).isEqualTo(jobs(0, 40)));
    assertThat(store.largestBatch()).isLessThanOrEqualTo(SMALL.batch());
  }

  @Test
  void aStoreThatFailsInBetweenLosesAndDoublesNothing() {
    FakeStore store = bound(new FakeStore("a"));
    ledger.start();
    append(0, 10);
    await().until(() -> store.jobs().size() == 10);
    store.fail(true);
    int before = store.attempts();
    append(10, 40);
    await().until(() -> store.attempts() >= before + 3);
    store.fail(false);
    await().untilAsserted(() -> assertThat(store.jobs()).isEqualTo(jobs(0, 40)));
  }

  @Test
  void othersGoOnWhileOneStoreFails() {
    FakeStore broken = bound(new FakeStore("broken"));
    broken.fail(true);
    FakeStore faulty = bound(new FakeStore("faulty"));
    faulty.misbehave();
    FakeStore good = bound(new FakeStore("good"));
    ledger.start();
    append(0, 30);
    await().untilAsserted(() -> assertThat(good.jobs()).isEqualTo(jobs(0, 30)));
    assertThat(broken.jobs()).isEmpty();
    assertThat(faulty.jobs()).isEmpty();
  }

  @Test
  void aSlowStoreAFullLedgerBehindStopsAcceptanceUntilItHasCaughtUp() {
    FakeStore broken = bound(new FakeStore("broken"));
    broken.fail(true);
    FakeStore good = bound(new FakeStore("good"));
    ledger.start();
    append(0, CAPACITY);
    assertThat(ledger.append(share(CAPACITY))).isFalse();
    await().untilAsserted(() -> assertThat(good.jobs()).isEqualTo(jobs(0, CAPACITY)));
    assertThat(ledger.append(share(CAPACITY))).isFalse();
    broken.fail(false);
    await().until(() -> ledger.append(share(CAPACITY)));
    await().untilAsserted(() -> assertThat(broken.jobs()).isEqualTo(jobs(0, CAPACITY + 1)));
    await().untilAsserted(() -> assertThat(good.jobs()).isEqualTo(jobs(0, CAPACITY + 1)));
  }

  @Test
  void whatWasAcceptedIsStoredWhenTheLedgerStops() throws InterruptedException {
    FakeStore store = bound(new FakeStore("a"));
    ledger.start();
    append(0, CAPACITY);
    FoundBlock block = block(FoundBlock.Status.PENDING);
    ledger.append(block);
    stop();
    assertThat(store.jobs()).isEqualTo(jobs(0, CAPACITY));
    assertThat(store.blocks()).containsExactly(block);
    assertThat(ledger.append(share(CAPACITY))).isFalse();
  }

  @Test
  void stoppingEndsThoughAStoreFails() throws InterruptedException {
    FakeStore store = bound(new FakeStore("a"));
    store.fail(true);
    ledger.start();
    append(0, 10);
    stop();
    assertThat(store.jobs()).isEmpty();
  }

  @Test
  void aSlowStoreGetsEverythingBeforeTheEndThoughItTakesLongerThanTheLimit()
      throws InterruptedException {
    FakeStore store = bound(new FakeStore("a"));
    Semaphore permits = new Semaphore(0);
    store.takeOnlyWith(permits);
    ledger.start();
    append(0, CAPACITY);
    ScheduledExecutorService slowness = Executors.newSingleThreadScheduledExecutor();
    long every = SMALL.stopLimit().toMillis() / 2;
    slowness.scheduleAtFixedRate(permits::release, every, every, TimeUnit.MILLISECONDS);
    stop();
    slowness.shutdownNow();
    assertThat(store.jobs()).isEqualTo(jobs(0, CAPACITY));
    assertThat(CAPACITY / SMALL.batch()).as("batches").isGreaterThan(2);
  }

  @Test
  void aStoreThatLeavesFirstGetsWhatWaits() {
    Ledger idle =
        new Ledger(
            new Settings(
                CAPACITY,
                CAPACITY,
                Duration.ofHours(1),
                Duration.ofHours(1),
                Duration.ofHours(1),
                Duration.ofSeconds(5)),
            Clock.systemUTC());
    FakeStore store = new FakeStore("a");
    idle.bindShareStore(store, store.properties());
    LongStream.range(0, 30).forEach(job -> assertThat(idle.append(share(job))).isTrue());
    // The thread has not even started: unbinding itself must hand the shares over.
    idle.unbindShareStore(store, store.properties());
    assertThat(store.jobs()).isEqualTo(jobs(0, 30));
  }

  @Test
  void aStoreThatComesForAnotherContinuesWhereThatStopped() {
    FakeStore old = bound(new FakeStore("a", 1, 0));
    ledger.start();
    append(0, 10);
    await().until(() -> old.jobs().size() == 10);
    old.fail(true);
    append(10, 20);
    unbind(old);
    append(20, 30);
    FakeStore successor = bound(new FakeStore("a", 2, 0));
    append(30, 40);
    await().untilAsserted(() -> assertThat(successor.jobs()).isEqualTo(jobs(10, 40)));
    assertThat(old.jobs()).isEqualTo(jobs(0, 10));
  }

  @Test
  void ofTwoVersionsSideBySideOneTakesEachShare() {
    FakeStore old = bound(new FakeStore("a", 1, 0));
    ledger.start();
    append(0, 10);
    await().until(() -> old.jobs().size() == 10);
    FakeStore younger = bound(new FakeStore("a", 2, 0));
    append(10, 20);
    await().until(() -> old.jobs().size() == 20);
    FakeStore ranked = bound(new FakeStore("a", 3, 10));
    append(20, 30);
    unbind(old);
    append(30, 50);
    await().until(() -> old.jobs().size() + ranked.jobs().size() == 50);
    assertThat(younger.jobs()).isEmpty();
    List<Long> together = new ArrayList<>(old.jobs());
    together.addAll(ranked.jobs());
    assertThat(together).isEqualTo(jobs(0, 50));
    assertThat(ranked.jobs()).endsWith(48L, 49L).hasSizeGreaterThanOrEqualTo(20);
  }

  @Test
  void aStoreOfAnotherNameDoesNotTakeOverTheShareOfOneThatLeft() {
    FakeStore first = bound(new FakeStore("a"));
    FakeStore second = bound(new FakeStore("b"));
    ledger.start();
    append(0, 10);
    await().until(() -> first.jobs().size() == 10 && second.jobs().size() == 10);
    unbind(first);
    append(10, 20);
    await().untilAsserted(() -> assertThat(second.jobs()).isEqualTo(jobs(0, 20)));
    bound(first);
    await().untilAsserted(() -> assertThat(first.jobs()).isEqualTo(jobs(0, 20)));
  }

  @Test
  void aStoreThatNeverComesBackDoesNotStopTheOthers() {
    FakeStore gone = bound(new FakeStore("gone"));
    FakeStore staying = bound(new FakeStore("staying"));
    ledger.start();
    append(0, 1);
    await().until(() -> gone.jobs().size() == 1);
    unbind(gone);
    for (long job = 1; job < 4 * CAPACITY; job++) {
      while (!ledger.append(share(job))) {
        Thread.onSpinWait();
      }
    }
    await().untilAsserted(() -> assertThat(staying.jobs()).isEqualTo(jobs(0, 4 * CAPACITY)));
  }

  @Test
  void whileTheOnlyStoreIsGoneNothingIsGivenUp() {
    FakeStore store = bound(new FakeStore("a"));
    ledger.start();
    append(0, 1);
    await().until(() -> store.jobs().size() == 1);
    unbind(store);
    long accepted = 1;
    while (accepted < 10 * CAPACITY && ledger.append(share(accepted))) {
      accepted++;
    }
    assertThat(accepted).isBetween((long) CAPACITY, CAPACITY + 1L);
    FakeStore successor = bound(new FakeStore("a"));
    List<Long> expected = jobs(1, accepted);
    await().untilAsserted(() -> assertThat(successor.jobs()).isEqualTo(expected));
  }

  @Test
  void workersAreToldOncePerBatchWhatTheyDid() {
    FakeStore store = new FakeStore("a");
    ledger.bindShareStore(store, store.properties());
    ledger.bindWorkerStore(store, store.properties());
    ledger.append(new Share("main", "alice.1", 1, 100, 8, 9, 5000));
    ledger.append(new Share("main", "bob", 1, 100, 0.5, 9, 6000));
    ledger.append(new Share("main", "alice.1", 2, 100, 16, 90, 7000));
    ledger.append(new Share("other", "bob", 2, 100, 4, 5, 6500));
    ledger.start();
    await()
        .untilAsserted(
            () ->
                assertThat(store.activities())
                    .containsExactly(
                        new WorkerActivity("main", "alice.1", 2, 24, 7000),
                        new WorkerActivity("main", "bob", 1, 0.5, 6000),
                        new WorkerActivity("other", "bob", 1, 4, 6500)));
  }

  @Test
  void changesOfABlockArriveInOrderThoughTheStoreFailsMeanwhile() {
    FakeStore store = bound(new FakeStore("a"));
    store.fail(true);
    ledger.start();
    ledger.append(block(FoundBlock.Status.PENDING));
    await().until(() -> store.attempts() >= 2);
    ledger.append(block(FoundBlock.Status.ACCEPTED));
    store.fail(false);
    await()
        .untilAsserted(
            () ->
                assertThat(store.blocks())
                    .extracting(FoundBlock::status)
                    .containsExactly(FoundBlock.Status.PENDING, FoundBlock.Status.ACCEPTED));
  }

  @Test
  void theThreadEndsWithTheLedger() throws InterruptedException {
    ledger.start();
    Thread thread = ledgerThread();
    stop();
    assertThat(thread.isAlive()).isFalse();
  }

  private static Thread ledgerThread() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(candidate -> candidate.getName().equals("adit-ledger"))
        .findAny()
        .orElseThrow();
  }

  private FakeStore bound(FakeStore store) {
    ledger.bindShareStore(store, store.properties());
    ledger.bindBlockStore(store, store.properties());
    return store;
  }

  private void unbind(FakeStore store) {
    ledger.unbindShareStore(store, store.properties());
    ledger.unbindBlockStore(store, store.properties());
  }

  private void append(long from, long to) {
    LongStream.range(from, to).forEach(job -> assertThat(ledger.append(share(job))).isTrue());
  }

  private static List<Long> jobs(long from, long to) {
    return LongStream.range(from, to).boxed().toList();
  }

  private static Share share(long job) {
    return new Share("main", "alice.rig", job, 800_000, 1024, 2048, 1_700_000_000_000L + job);
  }

  private static FoundBlock block(FoundBlock.Status status) {
    return new FoundBlock(
        "main", Hash.ZERO, "alice.rig", 1, 1, 50, Bytes.EMPTY, status, "", 1_700_000_000_000L);
  }
}
