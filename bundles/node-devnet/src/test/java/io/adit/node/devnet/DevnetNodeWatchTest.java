package io.adit.node.devnet;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.api.State;
import io.adit.api.node.BlockTemplate;
import io.adit.api.node.BlockVerdict;
import io.adit.api.node.Node;
import io.adit.pow.sha256d.Sha256dPow;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DevnetNodeWatchTest extends DevnetTest {
  private static final long PATIENCE_SECONDS = 10;

  @Test
  void aWatchBeginsWithStateAndTemplate() throws InterruptedException {
    assertThat(listener.nextState()).isEqualTo(node.state());
    assertThat(template().height()).isEqualTo(1);
  }

  @Test
  void everyWatchHearsOfANewTip() throws InterruptedException {
    RecordingListener other = new RecordingListener();
    node.watch(other);
    assertThat(other.nextTemplate().height()).isEqualTo(1);

    submit(Candidate.of(template()).mined());

    assertThat(template().height()).isEqualTo(2);
    assertThat(other.nextTemplate().height()).isEqualTo(2);
  }

  @Test
  void aClosedWatchHearsNothing() throws InterruptedException {
    RecordingListener closed = new RecordingListener();
    Node.Watch watch = node.watch(closed);
    closed.nextTemplate();

    watch.close();
    submit(Candidate.of(template()).mined());

    assertThat(template().height()).isEqualTo(2);
    assertThat(closed.hasTemplate()).isFalse();
  }

  @Test
  void closingWaitsForTheCallThatHasBegun() throws InterruptedException {
    CountDownLatch inCall = new CountDownLatch(1);
    CountDownLatch mayReturn = new CountDownLatch(1);
    Node.Watch watch =
        node.watch(
            onTemplate(
                () -> {
                  inCall.countDown();
                  await(mayReturn);
                }));
    await(inCall);

    Thread closer = new Thread(watch::close);
    closer.start();
    while (closer.getState() == Thread.State.RUNNABLE) {
      Thread.onSpinWait();
    }
    assertThat(closer.isAlive()).describedAs("waits").isTrue();
    mayReturn.countDown();

    closer.join(Duration.ofSeconds(PATIENCE_SECONDS).toMillis());
    assertThat(closer.isAlive()).isFalse();
  }

  @Test
  void aListenerMayCloseItsOwnWatch() throws InterruptedException {
    CompletableFuture<Node.Watch> watch = new CompletableFuture<>();
    CountDownLatch calls = new CountDownLatch(2);
    watch.complete(
        node.watch(
            onTemplate(
                () -> {
                  watch.join().close();
                  calls.countDown();
                })));

    submit(Candidate.of(template()).mined());
    assertThat(template().height()).isEqualTo(2);

    assertThat(calls.getCount()).isEqualTo(1);
  }

  @Test
  void aListenerThatFailsIsToldOfTheNextTipAndDisturbsNobody() throws InterruptedException {
    CountDownLatch calls = new CountDownLatch(2);
    node.watch(
        onTemplate(
            () -> {
              calls.countDown();
              throw new IllegalStateException("a listener's own fault");
            }));

    BlockVerdict verdict = submit(Candidate.of(template()).mined());

    assertThat(verdict).isEqualTo(accepted(""));
    assertThat(template().height()).isEqualTo(2);
    await(calls);
  }

  @Test
  void templatesAreSentAgainSoThatTheirTimeMovesOn() throws InterruptedException {
    DevnetNode busy =
        new DevnetNode("busy", "bitcoin-regtest", DIFFICULTY, clock, Duration.ofMillis(20));
    RecordingListener watching = new RecordingListener();
    try {
      busy.bindPow(new Sha256dPow());
      busy.watch(watching);
      BlockTemplate first = watching.nextTemplate();
      clock.advance(Duration.ofSeconds(30));

      BlockTemplate later = watching.nextTemplate();
      while (later.time() == first.time()) {
        later = watching.nextTemplate();
      }

      assertThat(later.time()).isEqualTo(first.time() + 30);
      assertThat(later.previous()).isEqualTo(first.previous());
    } finally {
      busy.stop();
    }
  }

  @Test
  void aStoppedNodeLeavesNoThreadAndCannotBeAsked() throws InterruptedException {
    CompletableFuture<Thread> thread = new CompletableFuture<>();
    node.watch(onTemplate(() -> thread.complete(Thread.currentThread())));
    Thread owned = thread.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();

    node.stop();

    owned.join(Duration.ofSeconds(PATIENCE_SECONDS).toMillis());
    assertThat(owned.isAlive()).isFalse();
    assertThat(submit(Candidate.of(template()).mined()).kind())
        .isEqualTo(BlockVerdict.Kind.UNREACHABLE);
  }

  @Test
  void aListenerThatDoesNotReturnHoldsUpStoppingForASecond() throws InterruptedException {
    CountDownLatch inCall = new CountDownLatch(1);
    CompletableFuture<Void> never = new CompletableFuture<>();
    node.watch(
        onTemplate(
            () -> {
              inCall.countDown();
              never.join();
            }));
    await(inCall);

    long start = System.nanoTime();
    node.stop();
    Duration taken = Duration.ofNanos(System.nanoTime() - start);

    never.complete(null);
    assertThat(taken).isBetween(Duration.ofMillis(900), Duration.ofSeconds(4));
  }

  private static Node.Listener onTemplate(Runnable action) {
    return new Node.Listener() {
      @Override
      public void template(BlockTemplate template) {
        action.run();
      }

      @Override
      public void state(State state) {}
    };
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
