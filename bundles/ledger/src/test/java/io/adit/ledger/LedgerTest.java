package io.adit.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.adit.api.Bytes;
import io.adit.api.Hash;
import io.adit.api.State;
import io.adit.api.ledger.FoundBlock;
import io.adit.api.ledger.FoundBlock.Status;
import io.adit.api.ledger.LedgerSnapshot.StoreSnapshot;
import io.adit.api.ledger.Share;
import io.adit.api.ledger.ShareLedger;
import io.adit.api.store.ShareStore;
import io.adit.ledger.Settings.Durability;
import io.adit.ledger.Settings.NewStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class LedgerTest {
  private static final int SEGMENT = 1024;
  private static final int SEGMENTS = 8;
  private static final Duration IDLE_SYNC = Duration.ofMillis(20);
  private static final Duration ABSENCE = Duration.ofMinutes(5);

  @TempDir private Path directory;

  private final List<Ledger> open = new ArrayList<>();

  /** By which the clock that nobody sets is ahead of the system's. */
  private volatile long aheadNanos;

  private static Settings settings(Durability durability, NewStore newStore) {
    return new Settings(
        durability,
        SEGMENT,
        SEGMENTS * SEGMENT,
        newStore,
        8,
        Duration.ofMillis(5),
        Duration.ofMillis(5),
        Duration.ofMillis(20),
        IDLE_SYNC,
        ABSENCE,
        Duration.ofMillis(500));
  }

  private Ledger start() {
    return start(Durability.OS, NewStore.OLDEST);
  }

  private Ledger start(Durability durability, NewStore newStore) {
    Ledger ledger = unopened(durability, newStore);
    assertThat(ledger.state()).matches(State::isReady);
    return ledger;
  }

  private Ledger unopened(Durability durability, NewStore newStore) {
    Ledger ledger = unstarted(durability, newStore);
    ledger.start(() -> {});
    return ledger;
  }

  private Ledger unstarted(Durability durability, NewStore newStore) {
    Ledger ledger =
        new Ledger(
            directory,
            settings(durability, newStore),
            Clock.systemUTC(),
            () -> System.nanoTime() + aheadNanos);
    open.add(ledger);
    return ledger;
  }

  private void stop(Ledger ledger) throws InterruptedException {
    open.remove(ledger);
    ledger.stop();
  }

  @AfterEach
  void stopAll() throws InterruptedException {
    for (Ledger ledger : List.copyOf(open)) {
      stop(ledger);
    }
  }

  @Test
  void sharesWaitForTheFirstStoreAndArriveInOrder() {
    Ledger ledger = start();
    append(ledger, 0, 20);
    FakeStore store = bound(ledger, new FakeStore("a"));
    append(ledger, 20, 40);
    await().untilAsserted(() -> assertThat(store.jobs()).isEqualTo(jobs(0, 40)));
    assertThat(store.largestBatch()).isLessThanOrEqualTo(8);
  }

  @Test
  void aStoreThatComesBeforeTheDirectoryIsOpenIsFed() {
    Ledger ledger = unstarted(Durability.OS, NewStore.OLDEST);
    FakeStore store = bound(ledger, new FakeStore("a"));
    ledger.start(() -> {});
    append(ledger, 0, 3);
    await().untilAsserted(() -> assertThat(store.jobs()).isEqualTo(jobs(0, 3)));
  }

  @Test
  void aStoreThatFailsInBetweenLosesAndDoublesNothing() {
    Ledger ledger = start();
    FakeStore store = bound(ledger, new FakeStore("a"));
    append(ledger, 0, 10);
    await().until(() -> store.jobs().size() == 10);
    store.fail(true);
    int before = store.attempts();
    append(ledger, 10, 40);
    await().until(() -> store.attempts() >= before + 3);
    store.fail(false);
    await().untilAsserted(() -> assertThat(store.jobs()).isEqualTo(jobs(0, 40)));
  }

  @Test
  void aStoreThatHasABatchThoughItSaysNotIsNotHandedItAgain() {
    Ledger ledger = start();
    FakeStore store = bound(ledger, new FakeStore("a"));
    append(ledger, 0, 10);
    await().until(() -> store.jobs().size() == 10);
    store.lie();
    append(ledger, 10, 40);
    await().untilAsserted(() -> assertThat(store.jobs()).isEqualTo(jobs(0, 40)));
  }

  @Test
  void othersGoOnWhileOneStoreFailsAndAnotherHangs() {
    Ledger ledger = start();
    FakeStore hanging = bound(ledger, new FakeStore("hanging"));
    Semaphore permits = new Semaphore(0);
    hanging.takeOnlyWith(permits);
    FakeStore broken = bound(ledger, new FakeStore("broken"));
    broken.fail(true);
    FakeStore faulty = bound(ledger, new FakeStore("faulty"));
    faulty.misbehave();
    FakeStore good = bound(ledger, new FakeStore("good"));
    append(ledger, 0, 30);
    await().untilAsserted(() -> assertThat(good.jobs()).isEqualTo(jobs(0, 30)));
    assertThat(broken.jobs()).isEmpty();
    assertThat(faulty.jobs()).isEmpty();
    permits.release(100);
  }

  @Test
  void whatNoStoreHasTakenIsThereAfterARestart() throws InterruptedException {
    Ledger first = start();
    append(first, 0, 30);
    stop(first);
    Ledger second = start();
    append(second, 30, 60);
    FakeStore store = bound(second, new FakeStore("a"));
    await().untilAsserted(() -> assertThat(store.jobs()).isEqualTo(jobs(0, 60)));
  }

  @Test
  void aStoreGoesOnWhereItWasAfterARestart() throws InterruptedException {
    Ledger first = start();
    FakeStore before = bound(first, new FakeStore("a"));
    append(first, 0, 10);
    await().until(() -> before.jobs().size() == 10);
    before.fail(true);
    append(first, 10, 20);
    stop(first);
    Ledger second = start();
    FakeStore after = new FakeStore("a");
    after.inheritFrom(before);
    bound(second, after);
    append(second, 20, 30);
    await().untilAsserted(() -> assertThat(after.jobs()).isEqualTo(jobs(0, 30)));
  }

  @Test
  void aStoreThatHasEverythingGoesOnAfterARestart() throws InterruptedException {
    Ledger first = start();
    FakeStore before = bound(first, new FakeStore("a"));
    append(first, 0, 10);
    await().until(() -> before.jobs().size() == 10);
    stop(first);
    Ledger second = start();
    FakeStore after = new FakeStore("a");
    after.inheritFrom(before);
    bound(second, after);
    await("a look at what there is, which is nothing").until(() -> after.attempts() > 0);
    append(second, 10, 20);
    await().untilAsserted(() -> assertThat(after.jobs()).isEqualTo(jobs(0, 20)));
  }

  @Test
  void sharesAreKeptForAStoreOfAnEarlierRunThatIsNotThere() throws InterruptedException {
    Ledger first = start();
    FakeStore absent = bound(first, new FakeStore("absent"));
    append(first, 0, 5);
    await().until(() -> absent.jobs().size() == 5);
    stop(first);
    Ledger second = start();
    FakeStore there = bound(second, new FakeStore("there"));
    append(second, 5, 50);
    await().until(() -> there.jobs().size() >= 45);
    FakeStore back = new FakeStore("absent");
    back.inheritFrom(absent);
    bound(second, back);
    await().untilAsserted(() -> assertThat(back.jobs()).isEqualTo(jobs(0, 50)));
  }

  @Test
  void filesGoWhenAllStoresHaveWhatIsInThem() throws IOException {
    Ledger ledger = start();
    FakeStore store = bound(ledger, new FakeStore("a"));
    for (long job = 0; job < 500; job += 10) {
      append(ledger, job, job + 10);
      long next = job + 10;
      await().until(() -> store.jobs().size() == next);
    }
    await().until(() -> ledger.snapshot().bytes() <= 3 * SEGMENT);
    assertThat(segments()).hasSizeLessThanOrEqualTo(3);
    assertThat(store.jobs()).isEqualTo(jobs(0, 500));
  }

  @Test
  void aStoreAFullLedgerBehindStopsAcceptanceUntilItHasCaughtUp() {
    Ledger ledger = start();
    FakeStore broken = bound(ledger, new FakeStore("broken"));
    broken.fail(true);
    FakeStore good = bound(ledger, new FakeStore("good"));
    long accepted = appendUntilRefused(ledger, 0);
    assertThat(ledger.state().detail()).contains("the stores have yet to take");
    await().untilAsserted(() -> assertThat(good.jobs()).isEqualTo(jobs(0, accepted)));
    assertThat(ledger.append(share(accepted))).isEqualTo(ShareLedger.REFUSED);
    broken.fail(false);
    await().until(() -> ledger.append(share(accepted)) != ShareLedger.REFUSED);
    await().until(() -> ledger.state().isReady());
    await().untilAsserted(() -> assertThat(broken.jobs()).isEqualTo(jobs(0, accepted + 1)));
    await().untilAsserted(() -> assertThat(good.jobs()).isEqualTo(jobs(0, accepted + 1)));
  }

  /** As many as there is room for, which is made in the background; the number of them. */
  private static long appendUntilRefused(Ledger ledger, long first) {
    long accepted = 0;
    while (true) {
      if (ledger.append(share(first + accepted)) != ShareLedger.REFUSED) {
        accepted++;
      } else if (!ledger.state().isReady()) {
        return accepted;
      }
    }
  }

  @Test
  void aStoreThatStaysAwayIsGivenUpWhenThereIsLittleRoom() {
    Ledger ledger = start();
    FakeStore gone = bound(ledger, new FakeStore("gone"));
    FakeStore staying = bound(ledger, new FakeStore("staying"));
    append(ledger, 0, 1);
    await().until(() -> gone.jobs().size() == 1);
    unbind(ledger, gone);
    aheadNanos = ABSENCE.toNanos();
    append(ledger, 1, 500);
    await().untilAsserted(() -> assertThat(staying.jobs()).isEqualTo(jobs(0, 500)));
    assertThat(ledger.snapshot().stores())
        .extracting(StoreSnapshot::name)
        .doesNotContain("shares to gone");
  }

  @Test
  void aStoreThatIsAwayForAShortTimeIsWaitedForThoughThereIsNoRoom() {
    Ledger ledger = start();
    FakeStore before = bound(ledger, new FakeStore("restarted"));
    FakeStore staying = bound(ledger, new FakeStore("staying"));
    append(ledger, 0, 1);
    await().until(() -> before.jobs().size() == 1);
    aheadNanos = ABSENCE.toNanos();
    unbind(ledger, before);
    long accepted = 1 + appendUntilRefused(ledger, 1);
    await().untilAsserted(() -> assertThat(staying.jobs()).isEqualTo(jobs(0, accepted)));
    FakeStore after = new FakeStore("restarted");
    after.inheritFrom(before);
    bound(ledger, after);
    await().untilAsserted(() -> assertThat(after.jobs()).isEqualTo(jobs(0, accepted)));
    await().until(() -> ledger.append(share(accepted)) != ShareLedger.REFUSED);
  }

  @Test
  void aStoreThatIsAwayIsGivenUpInTimeThoughNothingIsAppended() {
    Ledger ledger = start();
    FakeStore gone = bound(ledger, new FakeStore("gone"));
    bound(ledger, new FakeStore("staying"));
    append(ledger, 0, 1);
    await().until(() -> gone.jobs().size() == 1);
    unbind(ledger, gone);
    appendUntilRefused(ledger, 1);
    aheadNanos = ABSENCE.toNanos();
    await().until(() -> ledger.state().isReady());
  }

  @Test
  void anExpendableStoreThatFailsForTooLongMissesWhatThereIsNoRoomFor() {
    Ledger ledger = start();
    FakeStore expendable =
        bound(ledger, new FakeStore(Map.of("service.pid", "spare", ShareStore.EXPENDABLE, true)));
    FakeStore needed = bound(ledger, new FakeStore("needed"));
    append(ledger, 0, 1);
    await().until(() -> expendable.jobs().size() == 1);
    expendable.fail(true);
    append(ledger, 1, 2000);
    await().untilAsserted(() -> assertThat(needed.jobs()).isEqualTo(jobs(0, 2000)));

    expendable.fail(false);
    append(ledger, 2000, 2001);

    await().until(() -> expendable.jobs().contains(2000L));
    List<Long> taken = expendable.jobs();
    assertThat(taken).startsWith(0L).hasSizeLessThan(1500);
    assertThat(taken.subList(1, taken.size())).isEqualTo(jobs(2002 - taken.size(), 2001));
  }

  @Test
  void aStoreThatComesForAnotherContinuesWhereThatStopped() {
    Ledger ledger = start();
    FakeStore old = bound(ledger, new FakeStore("a", 1, 0));
    append(ledger, 0, 10);
    await().until(() -> old.jobs().size() == 10);
    old.fail(true);
    append(ledger, 10, 20);
    unbind(ledger, old);
    append(ledger, 20, 30);
    FakeStore successor = new FakeStore("a", 2, 0);
    successor.inheritFrom(old);
    bound(ledger, successor);
    append(ledger, 30, 40);
    await().untilAsserted(() -> assertThat(successor.jobs()).isEqualTo(jobs(0, 40)));
  }

  @Test
  void ofTwoVersionsSideBySideTheOlderIsFedUntilItGoes() {
    Ledger ledger = start();
    FakeStore old = bound(ledger, new FakeStore("a", 1, 0));
    FakeStore younger = bound(ledger, new FakeStore("a", 2, 0));
    append(ledger, 0, 10);
    await().until(() -> old.jobs().size() == 10);
    assertThat(younger.jobs()).isEmpty();
    younger.inheritFrom(old);
    unbind(ledger, old);
    append(ledger, 10, 20);
    await().untilAsserted(() -> assertThat(younger.jobs()).isEqualTo(jobs(0, 20)));
    assertThat(old.jobs()).isEqualTo(jobs(0, 10));
  }

  @Test
  void aNewStoreMayBeginWithWhatComesThen() {
    Ledger ledger = start(Durability.OS, NewStore.NOW);
    append(ledger, 0, 10);
    FakeStore store = bound(ledger, new FakeStore("a"));
    append(ledger, 10, 20);
    await().untilAsserted(() -> assertThat(store.jobs()).isEqualTo(jobs(10, 20)));
  }

  @Test
  void withFsyncAShareIsDurableOnceTheDiskHasIt() {
    Ledger ledger = start(Durability.FSYNC, NewStore.OLDEST);
    List<CompletableFuture<Boolean>> answers = new ArrayList<>();
    for (long job = 0; job < 40; job++) {
      long position = appended(ledger, job);
      CompletableFuture<Boolean> answer = new CompletableFuture<>();
      ledger.whenDurable(
          position, durable -> answer.complete(durable && ledger.isDurable(position)));
      answers.add(answer);
    }
    assertThat(answers).allSatisfy(answer -> assertThat(answer.join()).isTrue());
  }

  @Test
  void withFsyncWhoeverWaitsIsToldWhenTheLedgerStops() throws InterruptedException {
    Ledger ledger = start(Durability.FSYNC, NewStore.OLDEST);
    CompletableFuture<Boolean> answer = new CompletableFuture<>();
    ledger.whenDurable(appended(ledger, 0), answer::complete);
    CompletableFuture<Boolean> never = new CompletableFuture<>();
    ledger.whenDurable(Long.MAX_VALUE, never::complete);
    stop(ledger);
    assertThat(answer).isCompletedWithValue(true);
    assertThat(never).isCompletedWithValue(false);
  }

  @Test
  void aDirectoryIsOneLedgersAtATime() throws InterruptedException {
    Ledger first = start();
    append(first, 0, 10);
    Ledger second = unstarted(Durability.OS, NewStore.OLDEST);
    CountDownLatch decided = new CountDownLatch(1);
    second.start(decided::countDown);
    assertThat(second.state().kind()).isEqualTo(State.Kind.WAITING);
    assertThat(second.append(share(10))).isEqualTo(ShareLedger.REFUSED);
    assertThat(decided.getCount()).as("nobody is to be refused by it").isEqualTo(1);
    stop(first);
    decided.await();
    assertThat(second.state()).matches(State::isReady);
    append(second, 10, 20);
    FakeStore store = bound(second, new FakeStore("a"));
    await().untilAsserted(() -> assertThat(store.jobs()).isEqualTo(jobs(0, 20)));
  }

  @Test
  void aDiskThatIsFullAtTheStartIsWaitedFor() throws Exception {
    // Stands in for a disk that is full: where the properties are to be written, nothing can be.
    Path obstacle = Files.createDirectories(directory.resolve("ledger.properties.new"));
    CountDownLatch decided = new CountDownLatch(1);
    Ledger ledger = unstarted(Durability.OS, NewStore.OLDEST);
    ledger.start(decided::countDown);
    decided.await();
    FakeStore store = bound(ledger, new FakeStore("a"));
    assertThat(ledger.state().kind()).isEqualTo(State.Kind.WAITING);
    assertThat(ledger.state().detail()).contains(obstacle.toString());
    assertThat(ledger.append(share(0))).isEqualTo(ShareLedger.REFUSED);

    Files.delete(obstacle);

    await().until(() -> ledger.state().isReady());
    append(ledger, 0, 3);
    await().untilAsserted(() -> assertThat(store.jobs()).isEqualTo(jobs(0, 3)));
  }

  @Test
  void damageIsRefusedAndNamed() throws Exception {
    Ledger first = start();
    append(first, 0, 10);
    stop(first);
    Path file = segments().get(0);
    byte[] content = Files.readAllBytes(file);
    content[30] ^= 1;
    Files.write(file, content);
    CountDownLatch decided = new CountDownLatch(1);
    Ledger ledger = unstarted(Durability.OS, NewStore.OLDEST);
    ledger.start(decided::countDown);

    decided.await();

    assertThat(ledger.state().kind()).isEqualTo(State.Kind.REFUSED);
    assertThat(ledger.state().detail()).contains(file + ": damaged at byte 0:");
    assertThat(ledger.append(share(10))).isEqualTo(ShareLedger.REFUSED);
  }

  @Test
  void afterAPowerCutWhatTheDiskWasKnownToHaveIsStillDamageIfItIsNotWhole() throws Exception {
    Ledger first = start(Durability.FSYNC, NewStore.OLDEST);
    long last = -1;
    for (long job = 0; job < 5; job++) {
      last = appended(first, job);
    }
    CompletableFuture<Boolean> durable = new CompletableFuture<>();
    first.whenDurable(last, durable::complete);
    assertThat(durable.join()).isTrue();
    stop(first);
    cutPower();
    Path file = segments().get(0);
    byte[] content = Files.readAllBytes(file);
    Arrays.fill(content, 0, 40, (byte) 0);
    Files.write(file, content);

    Ledger second = unopened(Durability.FSYNC, NewStore.OLDEST);

    assertThat(second.state().detail()).contains(file + ": damaged at byte 0:");
  }

  @Test
  void afterAPowerCutTheLedgerGoesOnWithoutWhatWasTorn() throws Exception {
    Ledger first = start();
    append(first, 0, 5);
    stop(first);
    cutPower();
    replaceInProperties("durable=.*", "durable=0");
    Path file = segments().get(0);
    byte[] content = Files.readAllBytes(file);
    content[30] ^= 1;
    Files.write(file, content);

    Ledger second = start();

    FakeStore store = bound(second, new FakeStore("a"));
    append(second, 5, 10);
    await().untilAsserted(() -> assertThat(store.jobs()).isEqualTo(jobs(1, 10)));
  }

  /** As if the machine had been started anew since. */
  private void cutPower() throws IOException {
    replaceInProperties("boot=.*", "boot=another");
  }

  private void replaceInProperties(String pattern, String by) throws IOException {
    Path file = directory.resolve("ledger.properties");
    String properties = Files.readString(file);
    assertThat(properties).containsPattern(pattern);
    Files.writeString(file, properties.replaceAll(pattern, by));
  }

  private List<Path> segments() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(Segment.SUFFIX)).sorted().toList();
    }
  }

  @Test
  void aLedgerThatIsReadWhileItsFilesGoSaysWhatIsLeft() throws Exception {
    Ledger ledger = start();
    FakeStore store = bound(ledger, new FakeStore("a"));
    FakeStore slow = bound(ledger, new FakeStore("slow"));
    ExecutorService http = Executors.newSingleThreadExecutor();
    try {
      Future<Long> looks =
          http.submit(
              () -> {
                long count = 0;
                while (!Thread.currentThread().isInterrupted() && slow.jobs().size() < 3000) {
                  count += ledger.snapshot().stores().size();
                }
                return count;
              });
      append(ledger, 0, 3000);
      await().untilAsserted(() -> assertThat(store.jobs()).isEqualTo(jobs(0, 3000)));
      assertThat(looks.get()).isPositive();
    } finally {
      http.shutdownNow();
    }
  }

  @Test
  void aLedgerThatHasStoppedReadsNoFileThatIsAnothersNow()
      throws IOException, InterruptedException {
    Ledger first = start();
    FakeStore broken = bound(first, new FakeStore("a"));
    broken.fail(true);
    append(first, 0, 20);
    stop(first);
    Ledger second = start();
    FakeStore store = bound(second, new FakeStore("a"));
    append(second, 20, 40);
    await().untilAsserted(() -> assertThat(store.jobs()).isEqualTo(jobs(0, 40)));
    await().until(() -> second.snapshot().bytes() <= 2 * SEGMENT);

    assertThat(first.snapshot().stores()).hasSize(2);
  }

  @Test
  void stoppingEndsThoughAStoreHangs() throws InterruptedException {
    Ledger ledger = start();
    FakeStore store = bound(ledger, new FakeStore("a"));
    Semaphore never = new Semaphore(0);
    store.takeOnlyWith(never);
    append(ledger, 0, 10);
    stop(ledger);
    assertThat(ledger.append(share(10))).isEqualTo(ShareLedger.REFUSED);
    never.release(100);
  }

  @Test
  void openBlocksAreThereAfterARestartAndDecidedOnesGo() throws Exception {
    Ledger first = start();
    FakeStore store = bound(first, new FakeStore("a"));
    FoundBlock found = block(1, Status.FOUND);
    first.append(found);
    first.append(block(2, Status.FOUND));
    first.append(block(2, Status.REJECTED));
    await().until(() -> store.blocks().size() == 3);
    stop(first);
    Ledger second = start();
    assertThat(second.open("main")).containsExactly(found);
    assertThat(second.open("other")).isEmpty();
  }

  @Test
  void aBlockIsHandedToTheStoresAgainAfterARestart() throws Exception {
    Ledger first = start();
    FoundBlock found = block(1, Status.PENDING);
    first.append(found);
    stop(first);
    Ledger second = start();
    FakeStore store = bound(second, new FakeStore("a"));
    await().untilAsserted(() -> assertThat(store.blocks()).containsExactly(found));
  }

  @Test
  void changesOfABlockArriveInOrderThoughTheStoreFailsMeanwhile() throws IOException {
    Ledger ledger = start();
    FakeStore store = bound(ledger, new FakeStore("a"));
    store.fail(true);
    ledger.append(block(1, Status.FOUND));
    await().until(() -> store.attempts() >= 2);
    ledger.append(block(1, Status.PENDING));
    store.fail(false);
    await()
        .untilAsserted(
            () ->
                assertThat(store.blocks())
                    .extracting(FoundBlock::status)
                    .containsExactly(Status.FOUND, Status.PENDING));
  }

  @Test
  void itsThreadsEndWithIt() throws InterruptedException {
    Ledger ledger = start();
    bound(ledger, new FakeStore("a"));
    List<Thread> threads = threads();
    assertThat(threads).isNotEmpty();
    stop(ledger);
    assertThat(threads).noneMatch(Thread::isAlive);
  }

  private static List<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(candidate -> candidate.getName().startsWith("adit-ledger"))
        .toList();
  }

  private static FakeStore bound(Ledger ledger, FakeStore store) {
    ledger.bindShareStore(store, store.properties());
    ledger.bindBlockStore(store, store.properties());
    return store;
  }

  private static void unbind(Ledger ledger, FakeStore store) {
    ledger.unbindShareStore(store, store.properties());
    ledger.unbindBlockStore(store, store.properties());
  }

  private static void append(Ledger ledger, long from, long to) {
    LongStream.range(from, to).forEach(job -> appended(ledger, job));
  }

  /** Once there is room for it, which is made in the background. */
  private static long appended(Ledger ledger, long job) {
    long position = ledger.append(share(job));
    while (position == ShareLedger.REFUSED) {
      Thread.onSpinWait();
      position = ledger.append(share(job));
    }
    return position;
  }

  private static List<Long> jobs(long from, long to) {
    return LongStream.range(from, to).boxed().toList();
  }

  static Share share(long job) {
    return new Share("main", "alice.rig", job, 800_000, 1024, 2048, 1_700_000_000_000L + job);
  }

  private static FoundBlock block(int number, Status status) {
    byte[] hash = new byte[32];
    hash[0] = (byte) number;
    return new FoundBlock(
        "main",
        Hash.ofWire(hash),
        "alice.rig",
        number,
        1,
        50,
        Bytes.ofHex("0102"),
        status,
        0,
        List.of(),
        1_700_000_000_000L);
  }
}
