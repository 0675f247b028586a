package io.adit.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.adit.api.pool.PoolSnapshot.WorkerSnapshot;
import io.adit.api.pool.RejectReason;
import io.adit.api.pool.WorkStatistics;
import io.adit.api.pool.WorkStatistics.HashRates;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkerBookTest {
  private static final double HASHES = 0x1p32;
  private static final int DAY_SECONDS = 86_400;

  private final WorkerBook book = new WorkerBook("main");

  @Test
  void whatAWorkerDoesCountsForItItsUserAndThePool() {
    WorkerBook.Entry rig = book.authorized("alice.1");
    rig.accepted(8, 100, 5000);
    rig.accepted(16, 40, 7000);
    rig.rejected(RejectReason.STALE);
    book.tick(10);

    WorkStatistics expected =
        new WorkStatistics(
            new HashRates(2.4 * HASHES, 2.4 * HASHES, 2.4 * HASHES, 2.4 * HASHES, 2.4 * HASHES),
            2,
            24,
            100,
            7000,
            Map.of(RejectReason.STALE, 1L));
    WorkerBook.Snapshot snapshot = book.snapshot(HASHES);
    assertThat(List.of(worker("alice.1"), user("alice"), snapshot.all()))
        .usingRecursiveComparison()
        .withComparatorForType(WorkerBookTest::compareRoughly, Double.class)
        .isEqualTo(List.of(expected, expected, expected));
  }

  @Test
  void aUserIsAllOfItsWorkers() {
    book.authorized("alice.1").accepted(8, 100, 5000);
    book.authorized("alice_2").accepted(16, 40, 7000);
    book.authorized("alice_2").rejected(RejectReason.STALE);
    book.authorized("alice+3").rejected(RejectReason.STALE);
    book.authorized("bob").accepted(1, 1, 9000);
    book.tick(2);

    WorkStatistics alice = user("alice");
    assertThat(alice.shares()).isEqualTo(2);
    assertThat(alice.credited()).isEqualTo(24);
    assertThat(alice.bestShare()).isEqualTo(100);
    assertThat(alice.lastShareMillis()).isEqualTo(7000);
    assertThat(alice.rejects()).containsExactly(Map.entry(RejectReason.STALE, 2L));
    assertThat(alice.hashRates().minute()).isCloseTo(12 * HASHES, withinPercentage(1e-6));
    assertThat(book.snapshot(HASHES).users())
        .extracting(WorkerSnapshot::name, WorkerSnapshot::connections)
        .containsExactlyInAnyOrder(tuple("alice", 4), tuple("bob", 1));
  }

  @Test
  void aUsersDayIsNotLongerForHavingManyRigsOneAfterAnother() {
    int hours = 24;
    for (int hour = 0; hour < hours; hour++) {
      WorkerBook.Entry rig = book.authorized("alice.rig" + hour);
      for (int minute = 0; minute < 60; minute++) {
        rig.accepted(60, 60, 1);
        book.tick(60);
      }
      rig.left();
    }
    assertThat(book.snapshot(1).workers()).hasSize(hours);
    assertThat(user("alice").hashRates().day()).isCloseTo(HASHES, withinPercentage(1e-6));
    assertThat(book.snapshot(HASHES).all().hashRates().day())
        .isCloseTo(HASHES, withinPercentage(1e-6));
  }

  @Test
  void submissionsUnderNoNameThatIsKnownCountForThePool() {
    book.of(null).rejected(RejectReason.NOT_SUBSCRIBED);
    book.of("stranger").rejected(RejectReason.UNAUTHORIZED);
    book.of("stranger").accepted(3, 4, 5);
    book.of("stranger").left();
    book.tick(1);

    WorkerBook.Snapshot snapshot = book.snapshot(HASHES);
    assertThat(snapshot.workers()).isEmpty();
    assertThat(snapshot.all().rejects())
        .containsOnly(
            Map.entry(RejectReason.NOT_SUBSCRIBED, 1L), Map.entry(RejectReason.UNAUTHORIZED, 1L));
    assertThat(snapshot.all().credited()).isEqualTo(3);
  }

  @Test
  void aNameLeadsToTheEntryThatItsConnectionsHold() {
    WorkerBook.Entry held = book.authorized("alice");
    assertThat(book.authorized("alice")).isSameAs(held);
    assertThat(book.of("alice")).isSameAs(held);
  }

  /** A share at a time in seconds. */
  private record Event(double seconds, double credited) {}

  /** Over the events themselves; the book knows their times to the second. */
  private static double weightedAverage(List<Event> events, double now, double averaged) {
    double sum = 0;
    for (Event event : events) {
      sum += event.credited() * Math.exp(-(now - event.seconds()) / averaged);
    }
    return sum / (averaged * (1 - Math.exp(-now / averaged)));
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14, 15, 16})
  void ratesAreTheWeightedAveragesOfSharesAtRandomTimes(long seed) {
    Random random = new Random(seed);
    List<Event> events = new ArrayList<>();
    WorkerBook.Entry rig = book.authorized("alice");
    double perSecond = Math.pow(10, -2 + 2.5 * random.nextDouble());
    double difficulty = Math.pow(2, random.nextInt(40) - 20);
    double next = 0;
    int duration = 50 + random.nextInt(30_000);
    for (int second = 0; second < duration; second++) {
      while (next < second + 1) {
        if (random.nextInt(200) == 0) {
          difficulty *= random.nextBoolean() ? 2 : 0.5;
        }
        events.add(new Event(next, difficulty));
        rig.accepted(difficulty, difficulty, second * 1000L);
        next += -Math.log(1 - random.nextDouble()) / perSecond;
      }
      book.tick(1);
    }

    List<Double> rates = list(worker("alice").hashRates());
    List<Double> ofPool = list(book.snapshot(HASHES).all().hashRates());
    int[] windows = {60, 300, 900, 3600, DAY_SECONDS};
    for (int i = 0; i < windows.length; i++) {
      double expected = weightedAverage(events, duration, windows[i]) * HASHES;
      // Where in its second a share came can change its weight by that much.
      double tolerance = 100 * Math.expm1(1.0 / windows[i]);
      assertThat(rates.get(i))
          .as("over %d s, seed %d", windows[i], seed)
          .isCloseTo(expected, withinPercentage(tolerance));
    }
    assertThat(ofPool).isEqualTo(rates);
  }

  @Test
  void aWorkerOnTwoConnectionsIsOneAndStaysWhileOneIsOpen() {
    WorkerBook.Entry rig = book.authorized("alice");
    book.authorized("alice");
    rig.left();

    assertThat(book.snapshot(HASHES).workers())
        .singleElement()
        .extracting(WorkerSnapshot::connections)
        .isEqualTo(1);
  }

  private WorkStatistics worker(String name) {
    return named(name, book.snapshot(HASHES).workers());
  }

  private WorkStatistics user(String name) {
    return named(name, book.snapshot(HASHES).users());
  }

  private static WorkStatistics named(String name, List<WorkerSnapshot> among) {
    return among.stream()
        .filter(worker -> worker.name().equals(name))
        .findFirst()
        .orElseThrow()
        .statistics();
  }

  private static List<Double> list(HashRates rates) {
    return List.of(
        rates.minute(), rates.fiveMinutes(), rates.quarterHour(), rates.hour(), rates.day());
  }

  private static int compareRoughly(Double a, Double b) {
    return Math.abs(a - b) <= 1e-9 * Math.abs(a) ? 0 : Double.compare(a, b);
  }
}
