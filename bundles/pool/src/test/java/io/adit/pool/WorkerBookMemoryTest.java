package io.adit.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.adit.api.pool.PoolSnapshot.WorkerSnapshot;
import io.adit.api.pool.RejectReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WorkerBookMemoryTest {
  private static final double HASHES = 0x1p32;
  private static final int DAY_SECONDS = 86_400;

  private final WorkerBook book = new WorkerBook("main");

  @Test
  void aWorkerThatHasLeftIsShownForADayAndThenForgotten() {
    WorkerBook.Entry rig = book.authorized("alice");
    rig.accepted(1, 1, 1);
    rig.left();
    book.tick(1);
    book.tick(DAY_SECONDS - 1);
    assertThat(worker("alice").statistics().shares()).isEqualTo(1);

    book.tick(1);

    assertThat(book.snapshot(HASHES).workers()).isEmpty();
    assertThat(book.snapshot(HASHES).all().shares()).isEqualTo(1);
  }

  @Test
  void aWorkerThatIsConnectedIsNotForgottenHoweverLongItIsIdle() {
    WorkerBook.Entry rig = book.authorized("alice");
    book.tick(DAY_SECONDS);
    book.tick(DAY_SECONDS);
    assertThat(book.of("alice")).isSameAs(rig);
  }

  @Test
  void aWorkerThatComesBackWithinTheDayGoesOnWhereItWas() {
    WorkerBook.Entry rig = book.authorized("alice");
    rig.accepted(1, 1, 1);
    rig.left();
    book.tick(DAY_SECONDS);
    assertThat(book.authorized("alice")).isSameAs(rig);
    book.tick(DAY_SECONDS);
    assertThat(worker("alice").statistics().shares()).isEqualTo(1);
  }

  @Test
  void theDayBeginsWhenTheLastConnectionLeaves() {
    WorkerBook.Entry rig = book.authorized("alice");
    rig.accepted(1, 1, 1);
    book.tick(2 * DAY_SECONDS);
    rig.left();
    book.tick(DAY_SECONDS);
    assertThat(book.of("alice")).isSameAs(rig);
  }

  @Test
  void leavingOnceTooOftenIsForgiven() {
    WorkerBook.Entry rig = book.authorized("alice");
    rig.accepted(1, 1, 1);
    rig.left();
    rig.left();
    book.authorized("alice");
    assertThat(worker("alice").connections()).isEqualTo(1);
  }

  @Test
  void comingAndGoingOnManyLoopsWhileTimePassesAddsUp() throws InterruptedException {
    List<Thread> loops = new ArrayList<>();
    for (int loop = 0; loop < 4; loop++) {
      Random random = new Random(loop);
      loops.add(
          new Thread(
              () -> {
                for (int i = 0; i < 50_000; i++) {
                  int rig = random.nextInt(6);
                  WorkerBook.Entry entry = book.authorized("alice." + rig);
                  if (rig < 3) {
                    book.of("alice." + rig).accepted(1, 1, 1);
                  }
                  entry.left();
                }
              }));
    }
    loops.forEach(Thread::start);
    while (loops.stream().anyMatch(Thread::isAlive)) {
      book.tick(0.001);
    }
    for (Thread loop : loops) {
      loop.join();
    }
    book.tick(1);

    WorkerBook.Snapshot snapshot = book.snapshot(HASHES);
    assertThat(snapshot.workers())
        .extracting(WorkerSnapshot::name, WorkerSnapshot::connections)
        .containsExactlyInAnyOrder(tuple("alice.0", 0), tuple("alice.1", 0), tuple("alice.2", 0));
    assertThat(snapshot.users())
        .singleElement()
        .extracting(user -> user.statistics().credited())
        .isEqualTo(snapshot.all().credited());
    assertThat(snapshot.all().shares()).isBetween(90_000L, 110_000L);
  }

  @Test
  void namesWithoutAnAcceptedShareAreForgottenAsTheyLeave() {
    for (int i = 0; i < 1000; i++) {
      WorkerBook.Entry entry = book.authorized("invented" + i);
      book.authorized("invented" + i);
      entry.rejected(RejectReason.LOW_DIFFICULTY);
      entry.left();
      assertThat(book.snapshot(HASHES).workers()).hasSize(1);
      entry.left();
      assertThat(book.snapshot(HASHES).workers()).isEmpty();
    }
  }

  @Test
  void beyondTheLimitNewNamesCountForThePoolUntilThereIsRoom() {
    WorkerBook small = new WorkerBook("main", 10);
    List<WorkerBook.Entry> entries = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      entries.add(small.authorized("worker" + i));
    }
    WorkerBook.Entry surplus = small.authorized("surplus");
    surplus.accepted(5, 5, 5);
    small.tick(1);
    assertThat(small.snapshot(HASHES).workers()).hasSize(10);
    assertThat(small.snapshot(HASHES).all().credited()).isEqualTo(5);
    assertThat(small.authorized("worker3")).as("known before").isSameAs(entries.get(3));

    entries.get(0).left();
    small.authorized("surplus").accepted(5, 5, 5);
    surplus.left();
    small.tick(1);

    assertThat(small.snapshot(HASHES).workers())
        .filteredOn(worker -> worker.name().equals("surplus"))
        .singleElement()
        .extracting(WorkerSnapshot::connections)
        .isEqualTo(1);
  }

  @Test
  void nearTheLimitThoseThatAreGoneAndDidLeastAreForgottenFirst() {
    WorkerBook small = new WorkerBook("main", 100);
    for (int i = 0; i < 95; i++) {
      WorkerBook.Entry entry = small.authorized("worker" + i);
      entry.accepted(i < 50 ? 1000 + i : i, 1, 1);
      if (i != 60) {
        entry.left();
      }
    }
    small.tick(1);

    assertThat(small.snapshot(HASHES).workers())
        .hasSize(80)
        .extracting(WorkerSnapshot::name)
        .contains("worker0", "worker49", "worker60", "worker94")
        .doesNotContain("worker50", "worker65");
  }

  private WorkerSnapshot worker(String name) {
    return book.snapshot(HASHES).workers().stream()
        .filter(worker -> worker.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
