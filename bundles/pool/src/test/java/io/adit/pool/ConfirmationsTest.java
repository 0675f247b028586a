package io.adit.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.adit.api.Bytes;
import io.adit.api.Hash;
import io.adit.api.State;
import io.adit.api.ledger.FoundBlock;
import io.adit.api.ledger.FoundBlock.NodeVerdict;
import io.adit.api.ledger.FoundBlock.Status;
import io.adit.api.node.BlockPlace;
import io.adit.api.node.BlockPlace.Kind;
import io.adit.api.node.BlockTemplate;
import io.adit.api.node.BlockVerdict;
import io.adit.api.node.Node;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConfirmationsTest {
  /** Of the block that is followed. */
  private static final int HEIGHT = 100;

  private static final int DEPTH = 10;
  private static final Node.Listener NOBODY =
      new Node.Listener() {
        @Override
        public void template(BlockTemplate template) {}

        @Override
        public void state(State state) {}
      };

  private final PoolBench bench = new PoolBench(1);
  private final PoolThread thread = new PoolThread("test");
  private final Nodes nodes = new Nodes("test", NOBODY, Runnable::run, bench::nanos);
  private final BlockCourier courier =
      new BlockCourier("test", () -> bench.services, nodes::all, thread, bench.clock);
  private final Deliveries deliveries = courier.deliveries();
  private final Confirmations confirmations =
      new Confirmations("test", DEPTH, deliveries, nodes, thread, bench::nanos);
  private final FakeNode node = new FakeNode("node");

  /** A block that the node has taken, and that is followed now. */
  private void follow() {
    follow(Status.PENDING);
  }

  private void follow(Status status) {
    List<NodeVerdict> verdicts =
        status == Status.PENDING
            ? List.of(new NodeVerdict("node", new BlockVerdict(BlockVerdict.Kind.ACCEPTED, ""), 0))
            : List.of();
    bench.ledger.blocks.add(
        new FoundBlock(
            "test",
            Hash.ofWire(new byte[32]),
            "alice.1",
            HEIGHT,
            1,
            50_0000_0000L,
            Bytes.ofHex("00"),
            status,
            0,
            verdicts,
            bench.clock.millis()));
    nodes.add(node, Map.of());
    nodes.open();
    thread.execute(courier::resume);
    thread.pass();
  }

  /** The chain's tip is at that height, and a second has passed. */
  private void tip(int height) {
    tip(node, height);
  }

  private void tip(FakeNode which, int height) {
    which.at(height + 1);
    tick();
  }

  private void tick() {
    thread.execute(confirmations::tick);
    // What it asked is answered by then, and what came of that is done after another round.
    thread.pass();
    thread.pass();
    thread.pass();
  }

  private FoundBlock block() {
    return bench.ledger.blocks.get(bench.ledger.blocks.size() - 1);
  }

  /** Of the one block that is followed, as it is known here. */
  private int depth() {
    return deliveries.followed().get(0).confirmations();
  }

  private int records() {
    return bench.ledger.blocks.size();
  }

  @AfterEach
  void stop() {
    thread.stop();
  }

  @Test
  void aBlockThatIsDeepEnoughInTheChainIsConfirmed() {
    follow();
    node.place = BlockPlace.inChain(DEPTH);

    tip(HEIGHT + DEPTH - 1);

    assertThat(block().status()).isEqualTo(Status.CONFIRMED);
    assertThat(block().confirmations()).isEqualTo(DEPTH);
    assertThat(deliveries.followed()).isEmpty();
  }

  @Test
  void aBlockThatIsNotDeepEnoughIsPendingWithItsDepth() {
    follow();
    node.place = BlockPlace.inChain(1);
    tip(HEIGHT);
    assertThat(depth()).isEqualTo(1);
    node.place = BlockPlace.inChain(DEPTH - 1);

    tip(HEIGHT + DEPTH - 2);

    assertThat(block().status()).isEqualTo(Status.PENDING);
    assertThat(depth()).isEqualTo(DEPTH - 1);
    await().until(() -> block().confirmations() == DEPTH - 1);
    assertThat(deliveries.followed()).hasSize(1);
  }

  @Test
  void aBlockIsLookedUpWhenTheTipIsAnotherOneAndElseOnceAMinute() {
    follow();
    node.place = BlockPlace.inChain(1);
    tip(HEIGHT);
    bench.pass(Duration.ofSeconds(59));
    tick();
    assertThat(node.asked.get()).isEqualTo(1);
    await().until(() -> records() == 2);

    bench.pass(Duration.ofSeconds(1));
    tick();
    assertThat(node.asked.get()).isEqualTo(2);
    assertThat(records()).as("nothing new to record").isEqualTo(2);

    tip(HEIGHT + 1);
    assertThat(node.asked.get()).isEqualTo(3);
  }

  @Test
  void aBlockOffTheChainIsPendingUntilTheChainHasGoneOnWithoutItFarEnough() {
    follow();
    node.place = BlockPlace.inChain(2);
    tip(HEIGHT + 1);
    node.place = BlockPlace.of(Kind.OFF_CHAIN, "");

    tip(HEIGHT + 5);
    assertThat(block().status()).isEqualTo(Status.PENDING);
    assertThat(depth()).isZero();

    tip(HEIGHT + 6);
    assertThat(block().status()).isEqualTo(Status.ORPHANED);
    assertThat(deliveries.followed()).isEmpty();
  }

  @Test
  void aBlockThatComesBackIntoTheChainIsConfirmedAsEver() {
    follow();
    node.place = BlockPlace.of(Kind.OFF_CHAIN, "");
    tip(HEIGHT + 5);
    node.place = BlockPlace.inChain(DEPTH);

    tip(HEIGHT + DEPTH - 1);

    assertThat(block().status()).isEqualTo(Status.CONFIRMED);
  }

  @Test
  void aBlockThatTheNodeDoesNotKnowIsSubmittedAgainToAll() {
    FakeNode other = new FakeNode("other");
    nodes.add(other, Map.of("service.ranking", -1));
    follow();
    node.place = BlockPlace.of(Kind.UNKNOWN, "");
    other.verdict = new BlockVerdict(BlockVerdict.Kind.REJECTED, "prev-blk-not-found");

    tip(HEIGHT - 1);

    await().until(() -> block().verdicts().size() == 2);
    assertThat(node.submitted.get()).isEqualTo(1);
    assertThat(other.submitted.get()).isEqualTo(1);
    assertThat(block().status()).isEqualTo(Status.PENDING);
    assertThat(courier.accepted()).as("counted when it was accepted first").isZero();
  }

  @Test
  void aBlockThatANodeRefusesAfterItHasLostItIsNotGivenUpAtOnce() {
    follow();
    node.place = BlockPlace.of(Kind.UNKNOWN, "");
    node.verdict = new BlockVerdict(BlockVerdict.Kind.REJECTED, "prev-blk-not-found");
    tip(HEIGHT - 3);
    await().until(() -> node.submitted.get() == 1);
    node.verdict = new BlockVerdict(BlockVerdict.Kind.ACCEPTED, "");
    tip(HEIGHT - 1);
    await().until(() -> node.submitted.get() == 2);
    node.place = BlockPlace.inChain(DEPTH);

    tip(HEIGHT + DEPTH - 1);

    assertThat(block().status()).isEqualTo(Status.CONFIRMED);
  }

  @Test
  void aBlockThatAllRefuseWhenTheChainHasGoneOnIsOrphaned() {
    follow();
    node.place = BlockPlace.of(Kind.UNKNOWN, "");
    node.verdict = new BlockVerdict(BlockVerdict.Kind.REJECTED, "bad-txns");
    tip(HEIGHT + 6);
    await().until(() -> node.submitted.get() == 1);
    assertThat(block().status()).isEqualTo(Status.PENDING);

    tip(HEIGHT + 7);

    assertThat(block().status()).isEqualTo(Status.ORPHANED);
    assertThat(node.submitted.get()).isEqualTo(1);
  }

  @Test
  void aBlockIsNotGivenUpWhileANodeCannotBeAsked() {
    FakeNode other = new FakeNode("other");
    nodes.add(other, Map.of("service.ranking", -1));
    follow();
    node.place = BlockPlace.of(Kind.UNKNOWN, "");
    node.verdict = new BlockVerdict(BlockVerdict.Kind.REJECTED, "bad-txns");
    other.verdict = new BlockVerdict(BlockVerdict.Kind.UNREACHABLE, "connection refused");

    for (int above = 6; above < 9; above++) {
      tip(HEIGHT + above);
    }

    await().until(() -> other.submitted.get() == 3);
    assertThat(deliveries.followed()).hasSize(1);
  }

  @Test
  void aBlockIsGivenUpWhenTheChainIsPastItByTheWholeDepthThoughANodeCannotBeAsked() {
    FakeNode other = new FakeNode("other");
    nodes.add(other, Map.of("service.ranking", -1));
    follow();
    node.place = BlockPlace.of(Kind.UNKNOWN, "");
    node.verdict = new BlockVerdict(BlockVerdict.Kind.REJECTED, "bad-txns");
    other.verdict = new BlockVerdict(BlockVerdict.Kind.UNREACHABLE, "connection refused");
    tip(HEIGHT + DEPTH - 1);
    await().until(() -> other.submitted.get() == 1);
    assertThat(block().status()).isEqualTo(Status.PENDING);

    tip(HEIGHT + DEPTH);

    assertThat(block().status()).isEqualTo(Status.ORPHANED);
    assertThat(deliveries.followed()).isEmpty();
  }

  /** A block that one node has refused; the other one is away. */
  private FakeNode refuseWhileAnotherIsAway() {
    FakeNode other = new FakeNode("other");
    node.verdict = new BlockVerdict(BlockVerdict.Kind.REJECTED, "bad-cb-height");
    other.verdict = new BlockVerdict(BlockVerdict.Kind.UNREACHABLE, "connection refused");
    nodes.add(other, Map.of("service.ranking", -1));
    follow(Status.FOUND);
    await().until(() -> block().verdicts().size() == 2);
    return other;
  }

  @Test
  void aBlockThatAllReachedHaveRefusedIsRejectedOnceTheChainIsPastIt() {
    FakeNode other = refuseWhileAnotherIsAway();
    node.place = BlockPlace.of(Kind.UNKNOWN, "");
    tip(HEIGHT + 5);
    assertThat(block().status()).isEqualTo(Status.FOUND);

    tip(HEIGHT + 6);

    assertThat(block().status()).isEqualTo(Status.REJECTED);
    assertThat(deliveries.followed()).isEmpty();
    assertThat(node.submitted.get()).as("it has had its say").isEqualTo(1);
    assertThat(other.submitted.get()).isPositive();
  }

  @Test
  void aBlockThatAllReachedHaveRefusedIsOrphanedWhereTheNodeKnowsItOffTheChain() {
    refuseWhileAnotherIsAway();
    node.place = BlockPlace.of(Kind.OFF_CHAIN, "");

    tip(HEIGHT + 6);

    assertThat(block().status()).isEqualTo(Status.ORPHANED);
  }

  @Test
  void aBlockThatWasRefusedAndIsInTheChainAllTheSameIsPending() {
    refuseWhileAnotherIsAway();
    node.place = BlockPlace.inChain(2);

    tip(HEIGHT + 1);

    assertThat(block().status()).isEqualTo(Status.PENDING);
    assertThat(courier.accepted()).isEqualTo(1);
  }

  @Test
  void aBlockThatNoNodeCouldJudgeIsOrphanedOnceTheChainIsPastItByTheWholeDepth() {
    node.verdict = new BlockVerdict(BlockVerdict.Kind.UNREACHABLE, "prev-blk-not-found");
    node.place = BlockPlace.of(Kind.UNKNOWN, "");
    follow(Status.FOUND);
    await().until(() -> block().verdicts().size() == 1);
    tip(HEIGHT + DEPTH - 1);
    assertThat(block().status()).isEqualTo(Status.FOUND);

    await()
        .until(
            () -> {
              // A look at the moment at which it is handed in again decides nothing.
              bench.pass(Duration.ofMinutes(1));
              tip(HEIGHT + DEPTH);
              return block().status() == Status.ORPHANED;
            });
  }

  @Test
  void blocksAreNotLookedUpAgainWhileTheNodeIsStillAtIt() {
    follow();
    node.place = null;
    tip(HEIGHT);
    assertThat(node.asked.get()).isEqualTo(1);

    tip(HEIGHT + 1);
    assertThat(node.asked.get()).isEqualTo(1);

    bench.pass(Duration.ofMinutes(1));
    tick();
    assertThat(node.asked.get()).as("not for ever").isEqualTo(2);
  }

  @Test
  void whenTheNodeCannotBeAskedNothingIsDecided() {
    follow();
    node.place = BlockPlace.of(Kind.UNREACHABLE, "connection refused");

    tip(HEIGHT + 50);

    assertThat(node.asked.get()).isEqualTo(1);
    assertThat(node.submitted.get()).isZero();
    assertThat(records()).isEqualTo(1);
    assertThat(deliveries.followed()).hasSize(1);
  }

  @Test
  void aRecordThatHadToWaitForTheLedgerDoesNotWriteOverANewerOne() {
    follow();
    FoundBlock pending = deliveries.followed().get(0);
    Services complete = bench.services;

    thread.execute(
        () -> {
          bench.services = complete.withBlocks(null);
          deliveries.became(pending, Status.ORPHANED, 0);
          bench.services = complete;
          deliveries.begin(pending.with(Status.PENDING, 0));
          deliveries.became(pending, Status.CONFIRMED, DEPTH);
        });

    awaitRetries();
    assertThat(block().status()).isEqualTo(Status.CONFIRMED);
    assertThat(records()).isEqualTo(2);
  }

  /** What was to be tried again or to be recorded later has been. */
  private void awaitRetries() {
    CountDownLatch over = new CountDownLatch(1);
    thread.schedule(over::countDown, 10 * BlockRecords.LEDGER_RETRY_MILLIS);
    await().until(() -> over.getCount() == 0);
  }

  @Test
  void aDepthThatWasToBeRecordedLaterDoesNotWriteOverAFateThatWasRecordedAtOnce() {
    follow();
    FoundBlock pending = deliveries.followed().get(0);

    thread.execute(
        () -> {
          deliveries.became(pending, Status.PENDING, 1);
          deliveries.became(pending, Status.CONFIRMED, DEPTH);
        });

    awaitRetries();
    assertThat(block().status()).isEqualTo(Status.CONFIRMED);
    assertThat(records()).as("the first and the last").isEqualTo(2);
  }

  @Test
  void ofDepthsThatAreToBeRecordedLaterTheLatestIs() {
    follow();
    FoundBlock pending = deliveries.followed().get(0);

    thread.execute(
        () -> {
          deliveries.became(pending, Status.PENDING, 1);
          deliveries.became(pending, Status.PENDING, 2);
        });

    await().until(() -> records() == 2);
    awaitRetries();
    assertThat(block().confirmations()).isEqualTo(2);
    assertThat(records()).isEqualTo(2);
  }

  @Test
  void whileNoNodeServesNobodyIsAsked() {
    follow();
    node.waiting("connection refused");

    tick();

    assertThat(node.asked.get()).isZero();
  }
}
