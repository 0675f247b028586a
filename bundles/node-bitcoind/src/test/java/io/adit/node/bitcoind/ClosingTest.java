package io.adit.node.bitcoind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.adit.api.Bytes;
import io.adit.api.State;
import io.adit.api.coin.Coin;
import io.adit.api.node.BlockTemplate;
import io.adit.api.node.BlockVerdict;
import io.adit.api.node.Node;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ClosingTest {
  private static final Coin REGTEST = Coin.named("bitcoin-regtest").orElseThrow();
  private static final Duration NEVER = Duration.ofHours(1);
  private static final Bytes BLOCK = Bytes.ofHex("00".repeat(100));

  private FakeNode fake;
  private BitcoindNode node;

  @BeforeEach
  void start() throws IOException {
    fake = new FakeNode();
    node = connect(fake.url());
  }

  @AfterEach
  void end() {
    node.close();
    fake.close();
  }

  private static BitcoindNode connect(String url) {
    return BitcoindNode.connect("test", REGTEST, url, "user", "secret", NEVER);
  }

  private static void awaitThreadsEnd() {
    await()
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().startsWith("adit-node-test")));
  }

  /** A block whose verdict the node keeps back. */
  private CompletableFuture<BlockVerdict> submit() {
    CompletableFuture<BlockVerdict> verdict = node.submit(BLOCK).toCompletableFuture();
    await().until(() -> fake.calls("submitblock") == 1);
    return verdict;
  }

  @Test
  void threadsEndThoughALongPollIsUnderWay() {
    await().until(() -> fake.calls().toString().contains("longpollid"));

    node.close();

    awaitThreadsEnd();
  }

  @Test
  void threadsEndThoughTheNodeDoesNotAnswer() throws IOException {
    node.close();
    try (ServerSocket silent = new ServerSocket(0)) {
      node = connect("http://127.0.0.1:" + silent.getLocalPort());
      silent.accept();

      node.close();

      awaitThreadsEnd();
    }
  }

  @Test
  void aBlockUnderWayGetsItsVerdictYet() {
    fake.answer("submitblock", "null");
    CountDownLatch hold = fake.hold("submitblock");
    CompletableFuture<BlockVerdict> verdict = submit();

    Thread closer = new Thread(() -> node.close(Duration.ofSeconds(30)));
    closer.start();
    await().until(() -> closer.getState() == Thread.State.TIMED_WAITING);
    hold.countDown();

    assertThat(verdict.join()).isEqualTo(new BlockVerdict(BlockVerdict.Kind.ACCEPTED, ""));
    await().until(() -> !closer.isAlive());
  }

  @Test
  void aBlockWithoutAVerdictIsGivenUp() {
    fake.hold("submitblock");
    CompletableFuture<BlockVerdict> verdict = submit();

    node.close();

    assertThat(verdict.join().kind()).isEqualTo(BlockVerdict.Kind.UNREACHABLE);
    awaitThreadsEnd();
  }

  @Test
  void allThatDoesNotEndIsWaitedForTogether() {
    CountDownLatch mayEnd = new CountDownLatch(1);
    CountDownLatch stuck = new CountDownLatch(2);
    Runnable task =
        () -> {
          stuck.countDown();
          awaitWhateverHappens(mayEnd);
        };
    node.watch(onState(task));
    CountDownLatch hold = fake.hold("submitblock");
    CompletableFuture<Void> told = submit().thenRun(task);
    hold.countDown();
    await().until(() -> stuck.getCount() == 0);

    long start = System.nanoTime();
    node.close();
    Duration taken = Duration.ofNanos(System.nanoTime() - start);

    mayEnd.countDown();
    told.join();
    // Half a second, where a second for each would be two.
    assertThat(taken).isLessThan(Duration.ofMillis(1_500));
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

  private static void awaitWhateverHappens(CountDownLatch latch) {
    boolean done = false;
    while (!done) {
      try {
        latch.await();
        done = true;
      } catch (InterruptedException e) {
        // As by one who has never heard of interrupts.
      }
    }
  }
}
