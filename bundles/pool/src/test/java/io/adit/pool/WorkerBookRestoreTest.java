package io.adit.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.adit.api.pool.PoolSnapshot.WorkerSnapshot;
import io.adit.api.pool.RejectReason;
import io.adit.api.pool.WorkStatistics;
import io.adit.api.pool.WorkStatistics.HashRates;
import io.adit.api.store.StatisticsStore.WorkerRecord;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkerBookRestoreTest {
  private static final long NOW = 1_700_000_000_000L;
  private static final long DAY_MILLIS = 86_400_000;
  private static final List<RejectReason> REASONS = List.of(RejectReason.values());

  /** A server of that time, and what it did since it started. */
  private static final class Run {
    final WorkerBook book = new WorkerBook("main");
    final Random random;
    long millis;

    Run(Random random, long millis) {
      this.random = random;
      this.millis = millis;
      book.authorized("alice.1");
      book.authorized("bob");
    }

    void work(int seconds) {
      for (int i = 0; i < seconds; i++) {
        submit("alice.1", 1 << random.nextInt(6));
        if (random.nextInt(5) == 0) {
          submit("bob", 100 * random.nextDouble());
          book.of("bob").rejected(REASONS.get(random.nextInt(REASONS.size())));
        }
        pass(1);
      }
    }

    private void submit(String worker, double difficulty) {
      book.of(worker).accepted(difficulty, difficulty / (1 - random.nextDouble()), millis);
    }

    void pass(int seconds) {
      book.tick(seconds);
      millis += seconds * 1000L;
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23, 24, 25, 26, 27, 28})
  void aRestartIsNoticedOnlyAsATimeWithoutWork(long seed) {
    Random lengths = new Random(seed);
    int before = 1 + lengths.nextInt(5000);
    int down = lengths.nextInt(10_000);
    int beforeRecall = lengths.nextInt(300);
    int after = lengths.nextInt(3000);

    Run steady = new Run(new Random(seed), NOW);
    steady.work(before);
    steady.pass(down);
    steady.work(beforeRecall);
    steady.work(after);

    Random same = new Random(seed);
    Run first = new Run(same, NOW);
    first.book.restore(List.of(), NOW);
    first.work(before);
    List<WorkerRecord> kept = first.book.records(first.millis);
    Run second = new Run(same, first.millis + down * 1000L);
    second.work(beforeRecall);
    second.book.restore(kept, second.millis);
    second.work(after);

    String description =
        "seed %d: %d s, down %d s, %d s, recalled, %d s"
            .formatted(seed, before, down, beforeRecall, after);
    WorkerBook.Snapshot expected = steady.book.snapshot(1);
    WorkerBook.Snapshot actual = second.book.snapshot(1);
    assertSame(description, actual.all(), expected.all());
    assertSame(description, actual.workers(), expected.workers());
    assertSame(description, actual.users(), expected.users());
  }

  private static void assertSame(
      String description, List<WorkerSnapshot> actual, List<WorkerSnapshot> expected) {
    Comparator<WorkerSnapshot> byName = Comparator.comparing(WorkerSnapshot::name);
    List<WorkerSnapshot> actuals = actual.stream().sorted(byName).toList();
    List<WorkerSnapshot> expecteds = expected.stream().sorted(byName).toList();
    assertThat(actuals).hasSameSizeAs(expecteds);
    for (int i = 0; i < actuals.size(); i++) {
      assertThat(actuals.get(i).name()).isEqualTo(expecteds.get(i).name());
      assertSame(
          description + ", " + actuals.get(i).name(),
          actuals.get(i).statistics(),
          expecteds.get(i).statistics());
    }
  }

  private static void assertSame(
      String description, WorkStatistics actual, WorkStatistics expected) {
    assertThat(actual.shares()).as(description).isEqualTo(expected.shares());
    assertThat(actual.credited())
        .as(description)
        .isCloseTo(expected.credited(), withinPercentage(1e-9));
    assertThat(actual.bestShare()).as(description).isEqualTo(expected.bestShare());
    assertThat(actual.lastShareMillis()).as(description).isEqualTo(expected.lastShareMillis());
    assertThat(actual.rejects()).as(description).isEqualTo(expected.rejects());
    HashRates rates = actual.hashRates();
    HashRates expectedRates = expected.hashRates();
    assertThat(
            List.of(
                rates.minute(),
                rates.fiveMinutes(),
                rates.quarterHour(),
                rates.hour(),
                rates.day()))
        .as(description)
        .usingElementComparator(
            (a, b) -> Math.abs(a - b) <= 1e-9 * Math.abs(b) ? 0 : Double.compare(a, b))
        .containsExactly(
            expectedRates.minute(),
            expectedRates.fiveMinutes(),
            expectedRates.quarterHour(),
            expectedRates.hour(),
            expectedRates.day());
  }

  private final WorkerBook book = new WorkerBook("main");

  @Test
  void nothingIsKeptBeforeTheFormerIsKnown() {
    book.authorized("alice").accepted(1, 1, NOW);
    assertThat(book.records(NOW)).isEmpty();
    book.restore(List.of(), NOW);
    assertThat(book.records(NOW)).extracting(WorkerRecord::worker).containsExactly("", "alice");
  }

  @Test
  void onlyWhatIsNewIsKept() {
    book.restore(List.of(), NOW);
    book.authorized("alice").accepted(1, 1, NOW);
    book.authorized("bob").accepted(1, 1, NOW);
    assertThat(book.records(NOW)).hasSize(3);
    assertThat(book.records(NOW)).isEmpty();
    book.tick(1);
    assertThat(book.records(NOW)).isEmpty();
    book.of("bob").rejected(RejectReason.STALE);
    assertThat(book.records(NOW)).extracting(WorkerRecord::worker).containsExactly("", "bob");
    book.of("alice").accepted(1, 1, NOW);
    assertThat(book.records(NOW)).extracting(WorkerRecord::worker).containsExactly("", "alice");
  }

  @Test
  void whatWasRecalledIsNotNew() {
    book.restore(List.of(record("alice", NOW - 5000), record("", NOW - 5000)), NOW);
    assertThat(book.records(NOW)).isEmpty();
    book.authorized("alice").rejected(RejectReason.DUPLICATE);
    assertThat(book.records(NOW))
        .filteredOn(record -> record.worker().equals("alice"))
        .singleElement()
        .satisfies(
            record -> {
              assertThat(record.pool()).isEqualTo("main");
              assertThat(record.shares()).isEqualTo(10);
              assertThat(record.sinceMillis()).isEqualTo(NOW - 65_000);
              assertThat(record.rejects())
                  .containsOnly(
                      Map.entry(RejectReason.STALE, 2L), Map.entry(RejectReason.DUPLICATE, 1L));
            });
  }

  @Test
  void namesWithoutAnAcceptedShareAreNotKept() {
    book.restore(List.of(), NOW);
    book.authorized("invented").rejected(RejectReason.LOW_DIFFICULTY);
    book.tick(1);
    assertThat(book.records(NOW)).isEmpty();
  }

  @Test
  void sharesSinceTheLastTickAreKept() {
    book.restore(List.of(), NOW);
    book.authorized("alice");
    book.tick(60);
    book.of("alice").accepted(30, 1, NOW);
    assertThat(book.records(NOW))
        .allSatisfy(
            record -> {
              assertThat(record.shares()).isEqualTo(1);
              assertThat(record.difficulty()).isEqualTo(30);
              assertThat(record.credited().get(4)).isCloseTo(30 / 60.0, within(1e-3));
            });
  }

  @Test
  void aRecordIsTakenOnceHoweverOftenItIsRecalled() {
    book.restore(List.of(record("alice", NOW)), NOW);
    book.restore(List.of(record("alice", NOW)), NOW);
    assertThat(book.snapshot(1).workers())
        .singleElement()
        .extracting(worker -> worker.statistics().shares())
        .isEqualTo(10L);
  }

  @Test
  void workersGoneForMoreThanADayStayForgottenAndThePoolDoesNot() {
    book.restore(
        List.of(
            record("old", NOW - DAY_MILLIS - 1000),
            record("recent", NOW - DAY_MILLIS + 60_000),
            record("", NOW - 3 * DAY_MILLIS)),
        NOW);
    assertThat(book.snapshot(1).workers())
        .extracting(WorkerSnapshot::name)
        .containsExactly("recent");
    assertThat(book.snapshot(1).all().bestShare()).isEqualTo(99);
    book.tick(59);
    assertThat(book.snapshot(1).workers()).hasSize(1);
    book.tick(2);
    assertThat(book.snapshot(1).workers()).isEmpty();
  }

  @Test
  void aRecordOfTheFutureCountsAsOfNow() {
    book.restore(List.of(record("alice", NOW + 10_000)), NOW);
    assertThat(book.snapshot(1).workers())
        .singleElement()
        .extracting(worker -> worker.statistics().hashRates().day())
        .satisfies(rate -> assertThat(rate).isCloseTo(5, within(1e-9)));
  }

  private static WorkerRecord record(String worker, long millis) {
    return new WorkerRecord(
        "main",
        worker,
        millis,
        millis - 60_000,
        List.of(1.0, 2.0, 3.0, 4.0, 5.0),
        10,
        300,
        99,
        millis - 7000,
        Map.of(RejectReason.STALE, 2L));
  }
}
