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
  private final Confirmations confirmations =
      new Confirmations("test", DEPTH, courier, nodes, thread, bench::nanos);
  private final FakeNode node = new FakeNode("node");

  /** A block that the node has taken, and that is followed now. */
  private void follow() {
    bench.ledger.blocks.add(
        new FoundBlock(
            "test",
            Hash.ofWire(new byte[32]),
            "alice.1",
            HEIGHT,
            1,
            50_0000_0000L,
            Bytes.ofHex("00"),
            Status.PENDING,
            0,
            List.of(new NodeVerdict("node", new BlockVerdict(BlockVerdict.Kind.ACCEPTED, ""), 0)),
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
    assertThat(courier.pending()).isEmpty();
  }

  @Test
  void aBlockThatIsNotDeepEnoughIsPendingWithItsDepth() {
    follow();
    node.place = BlockPlace.inChain(1);
    tip(HEIGHT);
    assertThat(block().confirmations()).isEqualTo(1);
    node.place = BlockPlace.inChain(DEPTH - 1);

    tip(HEIGHT + DEPTH - 2);

    assertThat(block().status()).isEqualTo(Status.PENDING);
    assertThat(block().confirmations()).isEqualTo(DEPTH - 1);
    assertThat(courier.pending()).hasSize(1);
  }

  @Test
  void aBlockIsLookedUpWhenTheTipIsAnotherOneAndElseOnceAMinute() {
    follow();
    node.place = BlockPlace.inChain(1);
    tip(HEIGHT);
    bench.pass(Duration.ofSeconds(59));
    tick();
    assertThat(node.asked.get()).isEqualTo(1);
    assertThat(records()).isEqualTo(2);

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
    assertThat(block().confirmations()).isZero();

    tip(HEIGHT + 6);
    assertThat(block().status()).isEqualTo(Status.ORPHANED);
    assertThat(courier.pending()).isEmpty();
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
    assertThat(courier.pending()).hasSize(1);
  }

  @Test
  void whenTheNodeCannotBeAskedNothingIsDecided() {
    follow();
    node.place = BlockPlace.of(Kind.UNREACHABLE, "connection refused");

    tip(HEIGHT + 50);

    assertThat(node.asked.get()).isEqualTo(1);
    assertThat(node.submitted.get()).isZero();
    assertThat(records()).isEqualTo(1);
    assertThat(courier.pending()).hasSize(1);
  }

  @Test
  void aRecordThatHadToWaitForTheLedgerDoesNotWriteOverANewerOne() {
    follow();
    FoundBlock pending = courier.pending().get(0);
    Services complete = bench.services;

    thread.execute(
        () -> {
          bench.services = complete.withBlocks(null);
          courier.became(pending, Status.PENDING, 1);
          bench.services = complete;
          courier.became(pending, Status.PENDING, 2);
        });

    await().until(() -> records() == 3);
    assertThat(block().confirmations()).isEqualTo(2);
  }

  @Test
  void whileNoNodeServesNobodyIsAsked() {
    follow();
    node.waiting("connection refused");

    tick();

    assertThat(node.asked.get()).isZero();
  }
}
