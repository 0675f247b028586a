package io.adit.pool;

import static io.adit.pool.PoolBench.HARD_NETWORK;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.adit.api.Bytes;
import io.adit.pool.TestMiner.Solution;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A new version of a pool takes over the connections of the one before. */
class AdoptionTest {
  private static final double EASY = 1e-7;
  private static final String SUBMIT =
      "{\"id\":4,\"method\":\"mining.submit\",\"params\":[\"alice.1\",\"1\",\"00\",\"0\",\"0\"]}";

  private final PoolBench before = new PoolBench(EASY);

  private static PoolSettings withExtranonce2Size(PoolSettings settings, int size) {
    return with(
        settings,
        settings.ports(),
        new Coinbases(settings.coin(), settings.coinbases().poolScript(), 0, "/test/", 4 + size),
        size);
  }

  private static PoolSettings with(
      PoolSettings settings, List<PortSettings> ports, Coinbases coinbases, int extranonce2Size) {
    return new PoolSettings(
        settings.name(),
        settings.coin(),
        ports,
        coinbases,
        settings.jobTimeout(),
        settings.staleJobThreshold(),
        settings.jobInterval(),
        settings.confirmations(),
        4,
        extranonce2Size,
        settings.numbering());
  }

  @Test
  void sharesForJobsOfThePoolBeforeStillPay() {
    before.announce(100, HARD_NETWORK);
    TestMiner miner = before.connectReady();
    Solution solution = miner.solve(EASY);
    PoolBench after = new PoolBench(EASY);
    miner.movesTo(after);
    after.announce(100, HARD_NETWORK);

    assertThat(miner.submit(solution)).isZero();
    assertThat(after.shares).hasSize(1);
  }

  @Test
  void aMinerIsNotHeardBeforeItIsKnownWhatItsJobsAreWorth() {
    before.announce(100, HARD_NETWORK);
    TestMiner miner = before.connectReady();
    Solution solution = miner.solve(EASY);
    PoolBench after = new PoolBench(EASY);
    miner.movesTo(after);
    assertThat(miner.send(SUBMIT)).isFalse();

    after.announce(101, HARD_NETWORK);

    assertThat(miner.resumed()).isEqualTo(1);
    assertThat(miner.submit(solution)).as("the tip has moved meanwhile").isEqualTo(21);
  }

  @Test
  void aMinerWithWorkIsHeardInTheEndThoughThereIsNoNews() {
    before.announce(100, HARD_NETWORK);
    TestMiner miner = before.connectReady();
    PoolBench after = new PoolBench(EASY);
    miner.movesTo(after);
    after.desk.hearAdopted(after.loop);

    assertThat(miner.resumed()).isEqualTo(1);
    assertThat(miner.send(SUBMIT)).isTrue();
  }

  @Test
  void aMinerThatCannotChangeItsExtranonceHasToConnectAgainWhenSizesChange() {
    before.announce(100, HARD_NETWORK);
    TestMiner miner = before.connectReady();
    PoolBench after = new PoolBench(withExtranonce2Size(before.settings, 4));
    miner.movesTo(after);

    assertThat(miner.isOpen()).isFalse();
    assertThat(miner.lastMethod()).isEqualTo("client.reconnect");
    assertThat(after.book.snapshot(1).workers()).isEmpty();
  }

  @Test
  void aMinerThatCanChangeItsExtranonceGetsAnotherOne() {
    before.announce(100, HARD_NETWORK);
    TestMiner miner = before.connectReady();
    miner.ask("{\"id\":3,\"method\":\"mining.extranonce.subscribe\",\"params\":[]}");
    PoolBench after = new PoolBench(withExtranonce2Size(before.settings, 4));
    miner.movesTo(after);
    assertThat(miner.isOpen()).isTrue();
    assertThat(miner.lastMethod()).isEqualTo("mining.set_extranonce");
    JsonNode told = miner.received().get(miner.received().size() - 1).get("params");
    assertThat(told.get(1).asInt()).isEqualTo(4);

    after.announce(100, HARD_NETWORK);
    JsonNode job = miner.lastJob();

    assertThat(job.get(8).asBoolean()).as("clean_jobs").isTrue();
    assertThat(miner.submit(miner.solve(job, EASY, null, 0, "00000001", TestMiner.ntimeOf(job))))
        .isZero();
  }

  @Test
  void jobsPayWhomTheNewPoolPaysAndHaveRoomForItsExtranonce() {
    before.announce(100, HARD_NETWORK);
    TestMiner miner = before.connectReady();
    miner.ask("{\"id\":3,\"method\":\"mining.extranonce.subscribe\",\"params\":[]}");
    PoolBench after =
        new PoolBench(
            with(
                before.settings,
                before.settings.ports(),
                new Coinbases(
                    before.settings.coin(), Bytes.ofHex("0014" + "ab".repeat(20)), 0, "/new/", 8),
                4));
    miner.movesTo(after);
    after.announce(100, HARD_NETWORK);
    String first = miner.lastJob().get(2).asText();
    String second = miner.lastJob().get(3).asText();

    String coinbase = first + "00".repeat(8) + second;
    // Version, number of inputs and outpoint, then the script's length.
    int scriptEnd = 84 + 2 * Integer.parseInt(coinbase.substring(82, 84), 16);
    int outputs = scriptEnd + 8;
    assertThat(coinbase.substring(outputs, outputs + 2)).as("number of outputs").isEqualTo("01");
    assertThat(second).contains("0014" + "ab".repeat(20));
    assertThat(
            miner
                .ask("{\"id\":5,\"method\":\"mining.authorize\",\"params\":[\"alice.2\",\"x\"]}")
                .get("result")
                .asBoolean())
        .isTrue();
  }

  @Test
  void aMinerWhoseNameIsNoAddressHasToGoWhenThePoolBecomesASoloPool() {
    before.announce(100, HARD_NETWORK);
    TestMiner miner = before.connectReady();
    byte[] extranonce1 = miner.session().extranonce1().orElseThrow();
    PoolBench after = new PoolBench(PoolBench.settings(EASY, Payout.SOLO));
    miner.movesTo(after);

    assertThat(miner.isOpen()).isFalse();
    assertThat(miner.lastMethod()).isEqualTo("client.reconnect");
    assertThat(after.extranonces.keep(extranonce1)).as("its extranonce1 is free").isTrue();
  }

  @Test
  void ofTwoWithTheSameExtranonceOneHasToGo() {
    TestMiner first = before.connectReady();
    TestMiner second = before.connectReady();
    second.session().subscribe(first.session().extranonce1().orElseThrow(), 8);
    PoolBench after = new PoolBench(EASY);
    first.movesTo(after);
    second.movesTo(after);
    after.conversation.closed(second);

    assertThat(first.isOpen()).isTrue();
    assertThat(second.isOpen()).isFalse();
    assertThat(after.extranonces.keep(first.session().extranonce1().orElseThrow()))
        .as("the first one's is still taken")
        .isFalse();
    assertThat(after.loop.counters.open()).isEqualTo(1);
  }
}
