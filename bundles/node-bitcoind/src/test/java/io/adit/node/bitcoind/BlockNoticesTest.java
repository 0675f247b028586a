package io.adit.node.bitcoind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.adit.api.State;
import io.adit.api.coin.Coin;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class BlockNoticesTest {
  private static final Duration LONG = Duration.ofHours(1);
  private static final Pace NEVER = new Pace(LONG, LONG, LONG);
  private static final Pace OFTEN = new Pace(Duration.ofMillis(20), LONG, LONG);

  private final Recorder recorder = new Recorder();
  private FakeNode fake;
  private Publisher publisher;
  private BitcoindNode node;

  @BeforeEach
  void start() throws IOException {
    fake = new FakeNode();
    fake.withoutLongPolling();
    publisher = new Publisher();
  }

  @AfterEach
  void end() {
    if (node != null) {
      node.close();
    }
    publisher.close();
    fake.close();
  }

  private void connect(Pace pace) {
    connect(pace, "tcp://127.0.0.1:" + publisher.port());
  }

  private void connect(Pace pace, String endpoint) {
    node =
        new BitcoindNode(
            "test",
            Coin.named("bitcoin-regtest").orElseThrow(),
            URI.create(fake.url()),
            Credentials.of("user", "secret"),
            pace,
            Optional.of(BlockNotices.endpoint(endpoint)));
    node.watch(recorder);
    await().until(() -> recorder.heights().contains(101));
  }

  @Test
  void aTipThatIsPublishedIsMinedOnWithoutWaitingForThePoll() {
    connect(NEVER);
    assertThat(publisher.awaitSubscriber()).isEqualTo("hashblock");

    publisher.publish(fake.newTip());

    await().until(() -> recorder.heights().contains(102));
  }

  @Test
  void aTipThatIsKnownBringsNoTemplate() {
    connect(NEVER);
    publisher.awaitSubscriber();

    publisher.publish(FakeNode.hashAt(100));
    publisher.publish(fake.newTip());

    await().until(() -> recorder.heights().contains(102));
    assertThat(fake.calls("getblocktemplate")).isEqualTo(2);
  }

  @Test
  void lostAndFalseMessagesDoNoHarm() {
    connect(NEVER);
    publisher.awaitSubscriber();
    publisher.publish(FakeNode.hashAt(7));
    publisher.publishNothing();
    publisher.skip(1_000_000);

    publisher.publish(fake.newTip());

    await().until(() -> recorder.heights().contains(102));
    assertThat(recorder.kinds()).containsExactly(State.Kind.STARTING, State.Kind.READY);
  }

  @Test
  void aPublisherThatComesBackIsHeardAgain() {
    connect(NEVER);
    publisher.awaitSubscriber();
    publisher.close();

    publisher = new Publisher(publisher.port());
    publisher.awaitSubscriber();
    publisher.publish(fake.newTip());

    await().until(() -> recorder.heights().contains(102));
    assertThat(recorder.kinds()).doesNotContain(State.Kind.WAITING);
  }

  @Test
  void withoutThePublisherThePollBringsTheTip() throws IOException {
    connect(OFTEN, "tcp://127.0.0.1:" + closedPort());

    fake.newTip();

    await().until(() -> recorder.heights().contains(102));
    assertThat(recorder.kinds()).doesNotContain(State.Kind.WAITING);
  }

  @Test
  void aNodeThatFailsIsNotAskedAtEachBlockThatItPublishes() {
    connect(NEVER);
    publisher.awaitSubscriber();
    // What a proxy says that lets us do everything else: asked again after five seconds.
    fake.answer("getblocktemplate", 403, "");
    publisher.publish(fake.newTip());
    await().until(() -> node.state().kind() == State.Kind.REFUSED);
    long asked = fake.calls("getblocktemplate");

    await()
        .during(Duration.ofMillis(500))
        .until(
            () -> {
              publisher.publish(fake.newTip());
              return fake.calls("getblocktemplate") == asked;
            });
  }

  @Test
  void allThreadsEndWithTheNode() {
    Set<Thread> before = threads();
    for (int i = 0; i < 20; i++) {
      connect(NEVER);
      publisher.awaitSubscriber();
      node.close();
    }

    awaitNoOtherThan(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "does-not-exist.invalid"})
  void allThreadsEndThoughThePublisherIsAway(String host) throws IOException {
    Set<Thread> before = threads();
    connect(NEVER, "tcp://" + host + ":" + closedPort());

    node.close();

    awaitNoOtherThan(before);
  }

  @Test
  void allThreadsEndThoughThePublisherSaysNothing() throws IOException {
    Set<Thread> before = threads();
    try (ServerSocket silent = new ServerSocket(0)) {
      connect(NEVER, "tcp://127.0.0.1:" + silent.getLocalPort());
      silent.accept();

      node.close();

      awaitNoOtherThan(before);
    }
  }

  /** The node's and the ZMQ library's. */
  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(
            thread ->
                thread.getName().startsWith("adit-node-")
                    || thread.getName().startsWith("reaper-")
                    || thread.getName().startsWith("iothread-"))
        .collect(Collectors.toSet());
  }

  private static void awaitNoOtherThan(Set<Thread> before) {
    await().until(() -> before.containsAll(threads()));
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1:28332",
        "tcp://127.0.0.1",
        "tcp://:1",
        "tcp://a:0",
        "tcp://a:65536",
        "tcp://a b:1",
        "http://127.0.0.1:28332",
        "ipc:///run/node/hashblock"
      })
  void whatIsNoAddressIsRefusedAtOnce(String text) {
    assertThatThrownBy(() -> BlockNotices.endpoint(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("zmqHashblock: " + text + " (expected: tcp://HOST:PORT)");
  }
}
