package io.adit.node.bitcoind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.adit.api.Bytes;
import io.adit.api.Hash;
import io.adit.api.State;
import io.adit.api.node.BlockTemplate;
import io.adit.api.node.Node;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NewsTest {
  private static final State READY = State.ready("it answers");
  private static final State WAITING = State.waiting("it does not answer");

  private final News news = new News("test", State.starting(""));
  private final Recorder recorder = new Recorder();

  @AfterEach
  void stop() {
    news.stop();
  }

  private static BlockTemplate template(int height, long time) {
    return template(height, time, Optional.empty());
  }

  private static BlockTemplate template(int height, long time, Optional<Bytes> mweb) {
    return new BlockTemplate(
        height,
        0x20000000,
        Hash.ofDisplayHex(FakeNode.hashAt(height - 1)),
        0x207fffff,
        time,
        0,
        5_000_000_000L,
        Bytes.EMPTY,
        List.of(),
        Optional.empty(),
        mweb);
  }

  private News.Outcome offer(int height, long time, long askedAt) {
    return news.offer(template(height, time), askedAt, READY);
  }

  @Test
  void anAnswerThatWasUnderWayWhenTheTipChangedIsDoubtful() {
    long before = news.tips();
    assertThat(offer(2, 0, before)).isEqualTo(News.Outcome.NEW);

    // It may have been made before the one above, and come late.
    assertThat(offer(1, 0, before)).isEqualTo(News.Outcome.DOUBTFUL);
    assertThat(offer(1, 0, news.tips())).isEqualTo(News.Outcome.NEW);
  }

  @Test
  void anAnswerThatWasUnderWayWhenTheNodeFailedIsDoubtful() {
    long before = news.tips();
    news.without(WAITING, news.tips());

    assertThat(offer(1, 0, before)).isEqualTo(News.Outcome.DOUBTFUL);
    assertThat(news.state()).isEqualTo(WAITING);
  }

  @Test
  void aFailureThatWasUnderWayWhenTheTipChangedIsOutOfDate() {
    long before = news.tips();
    offer(1, 0, before);

    assertThat(news.without(WAITING, before)).isFalse();
    assertThat(news.state()).isEqualTo(READY);
    assertThat(news.without(WAITING, news.tips())).isTrue();
    assertThat(news.state()).isEqualTo(WAITING);
  }

  @Test
  void anOlderTemplateOfTheSameTipIsNoNews() {
    assertThat(offer(1, 50, news.tips())).isEqualTo(News.Outcome.NEW);

    assertThat(offer(1, 20, news.tips())).isEqualTo(News.Outcome.KNOWN);
    assertThat(offer(1, 59, news.tips())).isEqualTo(News.Outcome.KNOWN);
    assertThat(offer(1, 60, news.tips())).isEqualTo(News.Outcome.NEW);
  }

  @Test
  void anotherExtensionBlockOnTheSameTipIsNews() {
    BlockTemplate one = template(1, 0, Optional.of(Bytes.ofHex("01")));
    BlockTemplate other = template(1, 0, Optional.of(Bytes.ofHex("02")));
    assertThat(news.offer(one, news.tips(), READY)).isEqualTo(News.Outcome.NEW);

    assertThat(news.offer(one, news.tips(), READY)).isEqualTo(News.Outcome.KNOWN);
    assertThat(news.offer(other, news.tips(), READY)).isEqualTo(News.Outcome.NEW);
  }

  @Test
  void closingAWatchWaitsForTheCallThatHasBegun() throws InterruptedException {
    CountDownLatch inCall = new CountDownLatch(1);
    CountDownLatch mayReturn = new CountDownLatch(1);
    Node.Watch watch =
        news.watch(
            onState(
                () -> {
                  inCall.countDown();
                  await().until(() -> mayReturn.getCount() == 0);
                }));
    inCall.await();

    Thread closer = new Thread(watch::close);
    closer.start();
    await().until(() -> closer.getState() == Thread.State.BLOCKED);
    mayReturn.countDown();

    await().until(() -> !closer.isAlive());
  }

  @Test
  void aListenerMayCloseItsOwnWatchAndHearsNothingMore() {
    CompletableFuture<Node.Watch> watch = new CompletableFuture<>();
    AtomicInteger calls = new AtomicInteger();
    watch.complete(
        news.watch(
            onState(
                () -> {
                  watch.join().close();
                  calls.incrementAndGet();
                })));
    news.watch(recorder);

    news.without(WAITING, news.tips());

    await().until(() -> recorder.last().equals(WAITING));
    assertThat(calls).hasValue(1);
  }

  private static Node.Listener onState(Runnable action) {
    return new Node.Listener() {
      @Override
      public void template(BlockTemplate template) {}

      @Override
      public void state(State state) {
        action.run();
      }
    };
  }

  @Test
  void whoIsSlowHearsOfTheNewestTemplateAlone() throws InterruptedException {
    CountDownLatch told = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    news.watch(
        new Node.Listener() {
          @Override
          public void template(BlockTemplate template) {
            told.countDown();
            try {
              goOn.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            recorder.template(template);
          }

          @Override
          public void state(State state) {
            recorder.state(state);
          }
        });
    offer(1, 0, news.tips());
    told.await();

    offer(2, 0, news.tips());
    news.without(WAITING, news.tips());
    offer(3, 0, news.tips());
    goOn.countDown();

    await().until(() -> recorder.heights().contains(3));
    assertThat(recorder.heights()).containsExactly(1, 3);
    assertThat(recorder.kinds())
        .containsExactly(
            State.Kind.STARTING, State.Kind.READY, State.Kind.WAITING, State.Kind.READY);
  }

  @Test
  void aListenerThatFailsKeepsNothingFromTheOthers() {
    news.watch(
        new Node.Listener() {
          @Override
          public void template(BlockTemplate template) {
            throw new IllegalStateException("on purpose");
          }

          @Override
          public void state(State state) {
            throw new IllegalStateException("on purpose");
          }
        });
    news.watch(recorder);

    offer(1, 0, news.tips());

    await().until(() -> recorder.heights().contains(1));
  }
}
