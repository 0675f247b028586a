package io.adit.node.bitcoind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.adit.api.Hash;
import io.adit.api.State;
import io.adit.api.coin.Coin;
import io.adit.api.node.BlockPlace;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A node that worked, and then does not. */
@Timeout(60)
class HealthTest {
  private static final Duration OFTEN = Duration.ofMillis(20);
  private static final Duration LONG = Duration.ofHours(1);

  private final Recorder recorder = new Recorder();
  private FakeNode fake;
  private BitcoindNode node;

  @BeforeEach
  void start() throws IOException {
    fake = new FakeNode();
  }

  @AfterEach
  void end() {
    node.close();
    fake.recover();
    fake.close();
  }

  private void connect(Pace pace) {
    node =
        new BitcoindNode(
            "test",
            Coin.named("bitcoin-regtest").orElseThrow(),
            URI.create(fake.url()),
            Credentials.of("user", "secret"),
            pace,
            Optional.empty());
    node.watch(recorder);
    await().until(() -> recorder.last().isReady());
  }

  static Stream<Arguments> faults() {
    String silent = "cannot reach URL: no answer within 200 ms; trying again";
    String busy = "URL answers with HTTP 503: Work queue depth exceeded; trying again";
    return Stream.of(
        fault("says nothing of its tip", fake -> fake.hold("getbestblockhash"), silent),
        fault("does not get to the end", fake -> fake.drip("getbestblockhash"), silent),
        fault(
            "is too busy for its tip",
            fake -> fake.answer("getbestblockhash", 503, "Work queue depth exceeded"),
            busy),
        fault(
            "is too busy for a template",
            fake -> fake.answer("getblocktemplate", 503, "Work queue depth exceeded"),
            busy),
        fault(
            "cannot make templates",
            fake -> fake.error("getblocktemplate", -32603, "CreateNewBlock failed"),
            "URL says: CreateNewBlock failed"),
        fault(
            "has lost its peers",
            fake -> fake.error("getblocktemplate", -9, "Bitcoin Core is not connected!"),
            "URL says: Bitcoin Core is not connected!"),
        fault(
            "has fallen far behind",
            fake -> fake.error("getblocktemplate", -10, "Bitcoin Core is in initial sync"),
            "URL is syncing: 100 of 100 blocks (Bitcoin Core is in initial sync)"));
  }

  private static Arguments fault(String name, Consumer<FakeNode> begins, String detail) {
    return Arguments.of(name, begins, detail);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faults")
  void aNodeThatFailsIsWaitedForWithTheReasonAndTakenUpAgain(
      String name, Consumer<FakeNode> begins, String detail) {
    connect(new Pace(OFTEN, Duration.ofMillis(200), OFTEN));

    begins.accept(fake);
    State waiting = State.waiting(detail.replace("URL", fake.url()));
    await(name).until(() -> withTheLeastLimit(node.state()).equals(waiting));
    int told = recorder.templates().size();
    fake.recover();
    fake.noError("getbestblockhash");
    fake.noError("getblocktemplate");

    await(name).until(() -> node.state().isReady());
    await(name).until(() -> recorder.templates().size() > told);
  }

  /** The limit is longer if the node took long for its first answer. */
  private static State withTheLeastLimit(State state) {
    return new State(state.kind(), state.detail().replaceAll("within \\d+ ms", "within 200 ms"));
  }

  @Test
  void aNodeThatTakesLongForATemplateIsAlive() {
    connect(new Pace(OFTEN, LONG, OFTEN));
    fake.hold("getblocktemplate");
    long before = fake.calls("getblocktemplate");
    await().until(() -> fake.calls("getblocktemplate") > before);
    long polls = fake.calls("getbestblockhash");

    await().until(() -> fake.calls("getbestblockhash") > polls + 10);

    assertThat(node.state().kind()).isEqualTo(State.Kind.READY);
    assertThat(recorder.kinds()).doesNotContain(State.Kind.WAITING);
  }

  @Test
  void anAnswerThatComesLateBringsTheNodeBack() {
    connect(new Pace(OFTEN, Duration.ofMillis(200), LONG));
    CountDownLatch first = fake.hold("getbestblockhash");
    await().until(() -> recorder.last().kind() == State.Kind.WAITING);
    // Whatever is asked after it gets no answer.
    fake.hold("getblockchaininfo");
    fake.hold("getbestblockhash");

    first.countDown();

    await().until(() -> recorder.last().isReady());
  }

  @Test
  void aNodeThatIsKilledIsAwayAtOnce() {
    connect(new Pace(OFTEN, LONG, LONG));

    fake.kill();

    await().until(() -> recorder.last().kind() == State.Kind.WAITING);
  }

  @Test
  void blocksAreLookedForOneAfterTheOther() {
    connect(new Pace(LONG, LONG, LONG));
    CountDownLatch first = fake.hold("getblockheader");
    List<CompletableFuture<BlockPlace>> places =
        IntStream.range(0, 20).mapToObj(i -> node.place(Hash.ZERO).toCompletableFuture()).toList();
    await().until(() -> fake.calls("getblockheader") > 0);

    first.countDown();

    places.forEach(CompletableFuture::join);
    assertThat(fake.calls("getblockheader")).isEqualTo(20);
    assertThat(fake.mostAtOnce("getblockheader")).isEqualTo(1);
  }

  @Test
  void afterAnOutageTheLongPollIsAskedAnew() {
    connect(new Pace(OFTEN, LONG, LONG));
    await().until(() -> longPolls() == 1);
    fake.answer("getbestblockhash", 503, "Work queue depth exceeded");
    await().until(() -> recorder.last().kind() == State.Kind.WAITING);

    fake.noError("getbestblockhash");

    await().until(() -> longPolls() > 1);
  }

  @Test
  void aTipThatCameDuringAnOutageIsMinedOnAfterIt() {
    connect(new Pace(OFTEN, LONG, LONG));
    fake.answer("getbestblockhash", 503, "Work queue depth exceeded");
    await().until(() -> recorder.last().kind() == State.Kind.WAITING);
    fake.newTip();

    fake.noError("getbestblockhash");

    await().until(() -> recorder.heights().contains(102));
    assertThat(recorder.heights()).containsExactly(101, 102);
  }

  private long longPolls() {
    return fake.calls().stream().filter(call -> call.contains("longpollid")).count();
  }
}
