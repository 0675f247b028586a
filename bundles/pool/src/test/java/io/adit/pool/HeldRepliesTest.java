package io.adit.pool;

import static io.adit.pool.PoolBench.EASY_NETWORK;
import static io.adit.pool.PoolBench.HARD_NETWORK;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.adit.pool.TestMiner.Solution;
import org.junit.jupiter.api.Test;

/** A miner is told that its share is accepted once that is true whatever happens then. */
class HeldRepliesTest {
  private static final double EASY = 1e-7;

  private final PoolBench bench = new PoolBench(EASY);

  private static long replies(TestMiner miner) {
    return miner.received().stream().filter(message -> message.path("id").asInt() == 4).count();
  }

  private TestMiner miner(String extranonce2) {
    TestMiner miner = bench.connectReady();
    JsonNode job = miner.lastJob();
    miner.send(
        miner.solve(job, EASY, null, 0, extranonce2, TestMiner.ntimeOf(job)).line("alice.1"));
    return miner;
  }

  @Test
  void theReplyWaitsUntilTheShareIsDurable() {
    bench.announce(100, HARD_NETWORK);
    bench.ledger.lag();
    TestMiner miner = miner("0000000000000001");
    assertThat(bench.shares).hasSize(1);
    assertThat(replies(miner)).isZero();

    bench.ledger.sync(true);

    assertThat(replies(miner)).isEqualTo(1);
  }

  @Test
  void oneAnswerReleasesAllThatItCovers() {
    bench.announce(100, HARD_NETWORK);
    bench.ledger.lag();
    TestMiner first = miner("0000000000000001");
    TestMiner second = miner("0000000000000002");
    TestMiner third = miner("0000000000000003");
    assertThat(bench.ledger.questions()).as("one for all").isEqualTo(1);

    bench.ledger.sync(true);
    assertThat(replies(first)).isEqualTo(1);
    assertThat(replies(second) + replies(third)).as("came after the question").isZero();
    assertThat(bench.ledger.questions()).isEqualTo(1);

    bench.ledger.sync(true);
    assertThat(replies(second) + replies(third)).isEqualTo(2);
  }

  @Test
  void whatOthersAreToldDoesNotWait() {
    bench.announce(100, HARD_NETWORK);
    bench.ledger.lag();
    TestMiner miner = miner("0000000000000001");
    TestMiner other = bench.connectReady();

    assertThat(other.ask("{\"id\":9,\"method\":\"mining.ping\",\"params\":[]}").get("id").asInt())
        .isEqualTo(9);
    assertThat(replies(miner)).isZero();
  }

  @Test
  void aShareThatWillNeverBeDurableIsNotAnswered() {
    bench.announce(100, HARD_NETWORK);
    bench.ledger.lag();
    TestMiner miner = miner("0000000000000001");

    bench.ledger.sync(false);

    assertThat(miner.isOpen()).isFalse();
    assertThat(replies(miner)).isZero();
  }

  @Test
  void theReplyToABlockWaitsUntilTheBlockIsRecorded() {
    bench.announce(100, EASY_NETWORK);
    bench.recordsBlocks = false;
    TestMiner miner = miner("0000000000000001");
    assertThat(bench.found).hasSize(1);
    assertThat(replies(miner)).isZero();

    bench.unrecorded.forEach(Runnable::run);

    assertThat(replies(miner)).isEqualTo(1);
  }

  @Test
  void aBlocksReplyWaitsForItsShareToo() {
    bench.announce(100, EASY_NETWORK);
    bench.recordsBlocks = false;
    bench.ledger.lag();
    TestMiner miner = miner("0000000000000001");
    bench.unrecorded.forEach(Runnable::run);
    assertThat(replies(miner)).isZero();

    bench.ledger.sync(true);

    assertThat(replies(miner)).isEqualTo(1);
  }

  @Test
  void whatAPoolHasRecordedDoesNotReleaseWhatThePoolBeforeItHolds() {
    bench.announce(100, EASY_NETWORK);
    bench.recordsBlocks = false;
    TestMiner miner = miner("0000000000000001");
    JsonNode job = miner.lastJob();
    Solution second = miner.solve(job, EASY, null, 0, "0000000000000002", TestMiner.ntimeOf(job));
    PoolBench after = new PoolBench(EASY);
    miner.movesTo(after);
    after.announce(100, HARD_NETWORK);

    miner.send(second.line("alice.1"));
    assertThat(after.found).hasSize(1);
    assertThat(replies(miner)).isZero();

    bench.unrecorded.forEach(Runnable::run);
    assertThat(replies(miner)).isEqualTo(2);
  }
}
