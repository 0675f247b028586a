package io.adit.node.bitcoind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.adit.api.Bytes;
import io.adit.api.coin.Coin;
import io.adit.api.node.BlockVerdict;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubmissionTest {
  /** Header of the main chain's first block, and its hash. */
  private static final Bytes GENESIS =
      Bytes.ofHex(
          "0100000000000000000000000000000000000000000000000000000000000000000000003ba3edfd7a7b12b2"
              + "7ac72c3e67768f617fc81bc3888a51323a9fb8aa4b1e5e4a29ab5f49ffff001d1dac2b7c");

  private static final String GENESIS_HASH =
      "000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f";

  /** Of the block before it: there is none. */
  private static final String PREVIOUS_HASH = "0".repeat(64);

  private FakeNode fake;
  private RpcClient rpc;

  @BeforeEach
  void start() throws IOException {
    fake = new FakeNode();
    rpc = new RpcClient(URI.create(fake.url()), Credentials.of("user", "secret"));
  }

  @AfterEach
  void end() {
    rpc.close();
    fake.close();
  }

  private BlockVerdict submit() {
    return new Submission(rpc, new Places(rpc)).submit(GENESIS);
  }

  @Test
  void nullMeansAccepted() {
    fake.answer("submitblock", "null");

    assertThat(submit()).isEqualTo(new BlockVerdict(BlockVerdict.Kind.ACCEPTED, ""));
    assertThat(fake.calls()).containsExactly("submitblock [\"" + GENESIS.toHex() + "\"]");
  }

  @ParameterizedTest
  @CsvSource({
    "duplicate-invalid, duplicate-invalid",
    "stale-prevblk, stale-prevblk",
    "stale-work, stale-work",
    "bad-cb-flag, bad-cb-flag",
    "bad-cb-height, bad-cb-height",
    "bad-cb-length, bad-cb-length",
    "bad-cb-prefix, bad-cb-prefix",
    "bad-diffbits, bad-diffbits",
    "bad-txnmrklroot, bad-txnmrklroot",
    "bad-txns, bad-txns",
    "bad-version, bad-version",
    "high-hash, high-hash",
    "time-invalid, time-invalid",
    "time-too-old, time-too-old",
    "unknown-user, unknown-user",
    "unknown-work, unknown-work",
    "rejected, rejected",
    "a word that is in no list, a word that is in no list",
    "rejected: high-hash, high-hash"
  })
  void anyOtherWordMeansRejected(String answer, String reason) {
    fake.answer("submitblock", "'" + answer + "'");

    assertThat(submit()).isEqualTo(new BlockVerdict(BlockVerdict.Kind.REJECTED, reason));
  }

  @ParameterizedTest
  @ValueSource(strings = {"duplicate", "duplicate-inconclusive", "inconclusive"})
  void aBlockInTheBestChainIsAcceptedWhateverTheWord(String answer) {
    fake.answer("submitblock", "'" + answer + "'");
    fake.answer("getblockheader", "{'height':0,'confirmations':3}");
    fake.answer("getblockhash", "'" + GENESIS_HASH + "'");

    assertThat(submit()).isEqualTo(new BlockVerdict(BlockVerdict.Kind.ACCEPTED, answer));
    assertThat(fake.calls()).contains("getblockheader [\"" + GENESIS_HASH + "\"]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"duplicate", "duplicate-inconclusive", "inconclusive"})
  void aBlockBesideTheBestChainIsAcceptedForItMayBeInItYet(String answer) {
    fake.answer("submitblock", "'" + answer + "'");
    fake.answer("getblockheader", "{'height':0,'confirmations':-1}");
    fake.answer("getblockhash", "'" + FakeNode.hashAt(7) + "'");

    assertThat(submit())
        .isEqualTo(
            new BlockVerdict(
                BlockVerdict.Kind.ACCEPTED, answer + ", beside the node's best chain"));
  }

  @ParameterizedTest
  @CsvSource({
    "duplicate, -5",
    "duplicate-inconclusive, -5",
    "inconclusive, -5",
    "duplicate, -1" /* bcoin */
  })
  void aBlockThatTheNodeLacksThoughItHasTheOneBeforeItIsRejected(String answer, int code) {
    fake.answer("submitblock", "'" + answer + "'");
    fake.error("getblockheader \"" + GENESIS_HASH, code, "Block not found");
    fake.answer("getblockheader", "{'height':7,'confirmations':3}");
    fake.answer("getblockhash", "'" + PREVIOUS_HASH + "'");

    assertThat(submit())
        .isEqualTo(
            new BlockVerdict(BlockVerdict.Kind.REJECTED, answer + ", and not known to the node"));
  }

  @ParameterizedTest
  @CsvSource({
    "prev-blk-not-found, -5",
    "bad-prevblk, -5",
    "rejected: bad-prevblk, -1" /* bcoin */,
    "duplicate, -1" /* bcoin's word for it when it comes again */,
    "inconclusive, -5"
  })
  void aNodeThatLacksTheBlockBeforeItMayBeAskedAgain(String answer, int code) {
    fake.answer("submitblock", "'" + answer + "'");
    fake.error("getblockheader", code, "Block not found");

    assertThat(submit())
        .isEqualTo(
            new BlockVerdict(
                BlockVerdict.Kind.UNREACHABLE,
                answer.replace("rejected: ", "") + ": the node lacks the block before it"));
  }

  @ParameterizedTest
  @ValueSource(ints = {3, -1})
  void aBlockOnOneThatTheNodeHasAndDoesNotWantIsRejected(int confirmations) {
    fake.answer("submitblock", "'bad-prevblk'");
    fake.answer("getblockheader", "{'height':7,'confirmations':" + confirmations + "}");
    fake.answer(
        "getblockhash", "'" + (confirmations > 0 ? PREVIOUS_HASH : FakeNode.hashAt(7)) + "'");

    assertThat(submit()).isEqualTo(new BlockVerdict(BlockVerdict.Kind.REJECTED, "bad-prevblk"));
    assertThat(fake.calls()).contains("getblockheader [\"" + PREVIOUS_HASH + "\"]");
  }

  @Test
  void aBlockThatIsTooNewByTheNodesClockMayBeHandedInLater() {
    fake.answer("submitblock", "'time-too-new'");

    assertThat(submit())
        .isEqualTo(
            new BlockVerdict(BlockVerdict.Kind.UNREACHABLE, "time-too-new, by the node's clock"));
  }

  @Test
  void aNodeThatCannotSayWhatItKnowsMayBeAskedAgain() {
    fake.answer("submitblock", "'inconclusive'");
    fake.error("getblockheader", -20, "Database error");

    assertThat(submit())
        .isEqualTo(new BlockVerdict(BlockVerdict.Kind.UNREACHABLE, "Database error"));
  }

  @Test
  void aBlockThatCannotBeReadIsRejected() {
    fake.error("submitblock", -22, "Block decode failed");

    assertThat(submit())
        .isEqualTo(new BlockVerdict(BlockVerdict.Kind.REJECTED, "Block decode failed"));
  }

  /** Codes of Bitcoin Core's protocol.h, and one that is in no list. */
  @ParameterizedTest
  @CsvSource({
    "-1, std::exception",
    "-7, Out of memory",
    "-20, Database error",
    "-25, 'system error: No space left on device'",
    "-28, Loading block index...",
    "-32601, Method not found",
    "-4711, nobody knows",
  })
  void anErrorOfTheNodesOwnIsNoWordOnTheBlock(int code, String message) {
    fake.error("submitblock", code, message);

    assertThat(submit()).isEqualTo(new BlockVerdict(BlockVerdict.Kind.UNREACHABLE, message));
  }

  @Test
  void aDeadNodeIsUnreachable() {
    fake.kill();

    assertThat(submit())
        .isEqualTo(
            new BlockVerdict(
                BlockVerdict.Kind.UNREACHABLE,
                "cannot reach " + fake.url() + ": Connection refused"));
  }

  @Test
  void anAcceptedBlockBringsANewTemplateAtOnce() {
    // See BitcoindNodeTest for how templates come; here, that one is asked for.
    fake.answer("submitblock", "null");
    fake.withoutLongPolling();
    try (BitcoindNode node =
        BitcoindNode.connect(
            "test",
            Coin.named("bitcoin-regtest").orElseThrow(),
            fake.url(),
            "user",
            "secret",
            Duration.ofHours(1))) {
      Recorder recorder = new Recorder();
      node.watch(recorder);
      await().until(() -> recorder.heights().contains(101));
      fake.newTip();

      node.submit(GENESIS);

      await().until(() -> recorder.heights().contains(102));
    }
  }

  @Test
  void aBlockBesideTheChainAsksTheNodeForNothingMore() {
    fake.answer("submitblock", "'inconclusive'");
    fake.answer("getblockheader", "{'height':0,'confirmations':-1}");
    fake.answer("getblockhash", "'" + FakeNode.hashAt(7) + "'");
    fake.withoutLongPolling();
    try (BitcoindNode node =
        BitcoindNode.connect(
            "test",
            Coin.named("bitcoin-regtest").orElseThrow(),
            fake.url(),
            "user",
            "secret",
            Duration.ofHours(1))) {
      Recorder recorder = new Recorder();
      node.watch(recorder);
      await().until(() -> recorder.heights().contains(101));
      for (int i = 0; i < 20; i++) {
        node.submit(GENESIS).toCompletableFuture().join();
      }
      fake.answer("submitblock", "null");
      fake.newTip();

      node.submit(GENESIS).toCompletableFuture().join();

      await().until(() -> recorder.heights().contains(102));
      assertThat(fake.calls("getblocktemplate")).isEqualTo(2);
    }
  }
}
