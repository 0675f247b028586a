package io.adit.testing.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.adit.api.Bytes;
import io.adit.api.State;
import io.adit.api.coin.Coin;
import io.adit.api.node.BlockTemplate;
import io.adit.api.node.BlockVerdict;
import io.adit.api.node.Node;
import io.adit.node.bitcoind.BitcoindNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The node bundle against a real node. */
@Timeout(120)
class BitcoindNodeIT {
  private static final Duration POLL = Duration.ofSeconds(60);
  private static final Duration WELL_UNDER_THE_POLL = Duration.ofSeconds(10);

  @TempDir Path directory;

  private final List<BlockTemplate> templates = new CopyOnWriteArrayList<>();
  private final List<State.Kind> states = new CopyOnWriteArrayList<>();
  private BcoinNode bcoin;
  private BitcoindNode node;

  @BeforeEach
  void connect() {
    bcoin = BcoinNode.start(directory);
    connect(POLL);
  }

  private void connect(Duration pollInterval) {
    node =
        BitcoindNode.connect(
            "bcoin",
            Coin.named("bitcoin-regtest").orElseThrow(),
            bcoin.rpcUrl(),
            bcoin.rpcUser(),
            bcoin.rpcPassword(),
            pollInterval);
    node.watch(
        new Node.Listener() {
          @Override
          public void template(BlockTemplate template) {
            templates.add(template);
          }

          @Override
          public void state(State state) {
            // Told again when only the detail changes: connections reset, then refused.
            if (states.isEmpty() || states.get(states.size() - 1) != state.kind()) {
              states.add(state.kind());
            }
          }
        });
    await().atMost(WELL_UNDER_THE_POLL).until(() -> !templates.isEmpty());
  }

  @AfterEach
  void end() {
    if (node != null) {
      node.close();
    }
    if (bcoin != null) {
      bcoin.close();
    }
  }

  private BlockTemplate newest() {
    return templates.get(templates.size() - 1);
  }

  private void awaitTemplateOn(BcoinNode.Tip tip) {
    await()
        .atMost(WELL_UNDER_THE_POLL)
        .until(() -> newest().previous().toDisplayHex().equals(tip.hash()));
    assertThat(newest().height()).isEqualTo(tip.height() + 1);
  }

  @Test
  void somebodyElsesBlockIsKnownLongBeforeThePoll() {
    awaitTemplateOn(bcoin.tip());

    for (int i = 0; i < 5; i++) {
      awaitTemplateOn(bcoin.mine(1));
    }
  }

  @Test
  void transactionsComeWithTheTemplateAndSegwitBringsItsCommitment() {
    // A long poll of bcoin's tells of new transactions only to who has asked before they came.
    node.close();
    connect(Duration.ofSeconds(1));
    awaitTemplateOn(bcoin.mine(BcoinNode.FIRST_SEGWIT_BLOCK - 2));
    assertThat(newest().witnessCommitment()).isEmpty();
    awaitTemplateOn(bcoin.mine(1));
    assertThat(newest().witnessCommitment()).isPresent();
    bcoin.mine(1);

    List<String> ids = bcoin.send(2, 3);

    await().atMost(WELL_UNDER_THE_POLL).until(() -> newest().transactions().size() == 5);
    assertThat(newest().transactions())
        .extracting(transaction -> transaction.id().toDisplayHex())
        .containsExactlyInAnyOrderElementsOf(ids);
    BcoinNode.Tip tip = bcoin.mine(1);
    BcoinNode.Block block = bcoin.block(tip.hash());
    assertThat(block.height()).isEqualTo(433);
    assertThat(block.transactions()).isEqualTo(6);
    assertThat(block.witnesses()).isEqualTo(3);
  }

  @Test
  void aBlockIsAcceptedAndSoItIsWhenItComesAgain() {
    try (BcoinNode finder = BcoinNode.start(directory.resolve("elsewhere"))) {
      BcoinNode.Tip found = finder.mine(1);
      Bytes block = finder.block(found.hash()).raw();

      assertThat(submit(block)).isEqualTo(new BlockVerdict(BlockVerdict.Kind.ACCEPTED, ""));
      assertThat(bcoin.tip()).isEqualTo(found);
      awaitTemplateOn(found);
      assertThat(submit(block))
          .isEqualTo(new BlockVerdict(BlockVerdict.Kind.ACCEPTED, "duplicate"));
    }
  }

  @Test
  void aBlockWhoseParentTheNodeLacksIsNoRefusalAndIsTakenOnceItHasThat() {
    try (BcoinNode finder = BcoinNode.start(directory.resolve("elsewhere"))) {
      Bytes first = finder.block(finder.mine(1).hash()).raw();
      BcoinNode.Tip tip = finder.mine(1);
      Bytes second = finder.block(tip.hash()).raw();

      assertThat(submit(second))
          .isEqualTo(
              new BlockVerdict(
                  BlockVerdict.Kind.UNREACHABLE,
                  "bad-prevblk: the node lacks the block before it"));
      // bcoin keeps such a block, in case its parent comes, and from then on calls it a duplicate.
      assertThat(submit(second).kind()).isEqualTo(BlockVerdict.Kind.UNREACHABLE);

      assertThat(submit(first).kind()).isEqualTo(BlockVerdict.Kind.ACCEPTED);
      assertThat(submit(second).kind()).isEqualTo(BlockVerdict.Kind.ACCEPTED);
      assertThat(bcoin.tip()).isEqualTo(tip);
    }
  }

  @Test
  void garbageIsRejectedWithAReason() {
    BlockVerdict verdict = submit(Bytes.ofHex("00".repeat(100)));

    assertThat(verdict.kind()).isEqualTo(BlockVerdict.Kind.REJECTED);
    assertThat(verdict.detail()).isNotEmpty();
  }

  @Test
  void aKilledNodeIsWaitedForAndTakenUpAgainWithItsChain() {
    BcoinNode.Tip tip = bcoin.mine(3);
    awaitTemplateOn(tip);

    bcoin.kill();
    await().atMost(WELL_UNDER_THE_POLL).until(() -> node.state().kind() == State.Kind.WAITING);
    assertThat(submit(Bytes.ofHex("00".repeat(100))).kind())
        .isEqualTo(BlockVerdict.Kind.UNREACHABLE);
    templates.clear();
    bcoin.restart();

    await().atMost(WELL_UNDER_THE_POLL).until(() -> node.state().isReady());
    await().atMost(WELL_UNDER_THE_POLL).until(() -> !templates.isEmpty());
    awaitTemplateOn(tip);
    assertThat(states.subList(states.indexOf(State.Kind.READY), states.size()))
        .containsExactly(State.Kind.READY, State.Kind.WAITING, State.Kind.READY);
    awaitTemplateOn(bcoin.mine(1));
  }

  @Test
  void aFrozenNodeIsWaitedForAndTakenUpAgain() {
    node.close();
    connect(Duration.ofSeconds(1));
    await().atMost(WELL_UNDER_THE_POLL).until(() -> node.state().isReady());
    bcoin.freeze();
    await().atMost(WELL_UNDER_THE_POLL).until(() -> node.state().kind() == State.Kind.WAITING);

    bcoin.thaw();

    await().atMost(WELL_UNDER_THE_POLL).until(() -> node.state().isReady());
  }

  private BlockVerdict submit(Bytes block) {
    return node.submit(block).toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
  }
}
