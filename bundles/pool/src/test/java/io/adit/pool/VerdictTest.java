package io.adit.pool;

import static io.adit.pool.PoolBench.EASY_NETWORK;
import static io.adit.pool.PoolBench.HARD_NETWORK;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.adit.api.ledger.Share;
import io.adit.api.pool.Verdict;
import io.adit.api.pow.Target;
import io.adit.api.session.SeenShares;
import io.adit.pool.TestMiner.Solution;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class VerdictTest {
  /** One hash in about 430 meets it. */
  private static final double EASY = 1e-7;

  private static final String EXTRANONCE2 = "00000000000000aa";

  private final PoolBench bench = new PoolBench(EASY);

  @Test
  void aShareThatMeetsItsTargetIsAcceptedAndRecordedWithTheRequiredDifficulty() {
    bench.announce(100, HARD_NETWORK);
    TestMiner miner = bench.connectReady();

    assertThat(miner.submit(miner.solve(EASY))).isZero();

    assertThat(bench.shares).hasSize(1);
    Share share = bench.shares.get(0);
    assertThat(share.worker()).isEqualTo("alice.1");
    assertThat(share.difficulty()).isEqualTo(EASY);
    assertThat(share.reached()).isGreaterThanOrEqualTo(EASY);
    assertThat(share.height()).isEqualTo(100);
    assertThat(bench.loop.counters.of(Verdict.VALID)).isEqualTo(1);
  }

  @Test
  void aShareThatMissesItsTargetIsOfLowDifficulty() {
    bench.announce(100, HARD_NETWORK);
    TestMiner miner = bench.connectReady();

    assertThat(miner.submit(miner.miss(EASY))).isEqualTo(23);

    assertThat(bench.shares).isEmpty();
    assertThat(bench.loop.counters.of(Verdict.LOW_DIFFICULTY)).isEqualTo(1);
  }

  @Test
  void theSameShareAgainIsADuplicate() {
    bench.announce(100, HARD_NETWORK);
    TestMiner miner = bench.connectReady();
    Solution solution = miner.solve(EASY);

    assertThat(miner.submit(solution)).isZero();
    assertThat(miner.submit(solution)).isEqualTo(22);

    assertThat(bench.shares).hasSize(1);
    assertThat(bench.loop.counters.of(Verdict.DUPLICATE)).isEqualTo(1);
  }

  @Test
  void aShareThatWasTooEasyIsNotRememberedAsADuplicate() {
    bench.announce(100, HARD_NETWORK);
    TestMiner miner = bench.connectReady();
    Solution miss = miner.miss(EASY);

    assertThat(miner.submit(miss)).isEqualTo(23);
    assertThat(miner.submit(miss)).isEqualTo(23);
  }

  @Test
  void onANewTipTheOldTipsJobsAreStale() {
    bench.announce(100, HARD_NETWORK);
    TestMiner miner = bench.connectReady();
    Solution old = miner.solve(EASY);
    bench.announce(101, HARD_NETWORK);

    assertThat(miner.submit(old)).isEqualTo(21);

    assertThat(miner.lastJob().get(8).asBoolean()).isTrue();
    assertThat(bench.loop.counters.of(Verdict.STALE)).isEqualTo(1);
  }

  @Test
  void afterAMereRefreshTheOldJobStillPays() {
    bench.announce(100, HARD_NETWORK);
    TestMiner miner = bench.connectReady();
    Solution old = miner.solve(EASY);
    bench.announce(100, HARD_NETWORK);

    assertThat(miner.lastJob().get(8).asBoolean()).isFalse();
    assertThat(miner.submit(old)).isZero();
  }

  @Test
  void aJobOlderThanItsTimeoutPaysNoMore() {
    bench.announce(100, HARD_NETWORK);
    TestMiner miner = bench.connectReady();
    JsonNode job = miner.lastJob();
    Solution inTime = miner.solve(EASY);
    Solution tooLate = miner.solve(job, EASY, null, 0, EXTRANONCE2, TestMiner.ntimeOf(job));
    bench.pass(Duration.ofMinutes(5));
    assertThat(miner.submit(inTime)).isZero();
    bench.pass(Duration.ofMillis(1));

    assertThat(miner.submit(tooLate)).isEqualTo(21);
  }

  @Test
  void workCannotBeHandedInUnderTwoJobs() {
    bench.announce(100, HARD_NETWORK);
    TestMiner miner = bench.connectReady();
    JsonNode first = miner.lastJob();
    bench.announce(100, HARD_NETWORK);
    JsonNode second = miner.lastJob();

    assertThat(second.get(2).asText() + second.get(3).asText())
        .isNotEqualTo(first.get(2).asText() + first.get(3).asText());
  }

  @Test
  void aJobThatWasNeverSentIsNotFound() {
    bench.announce(100, HARD_NETWORK);
    TestMiner miner = bench.connectReady();

    assertThat(miner.submit(new Solution("77", EXTRANONCE2, 0, 0, null))).isEqualTo(21);
    assertThat(miner.submit(new Solution("no such job", EXTRANONCE2, 0, 0, null))).isEqualTo(21);
  }

  @Test
  void aJobIsJudgedAtTheTargetInForceWhenItWasSent() {
    bench.announce(100, HARD_NETWORK);
    TestMiner miner = bench.connectReady();
    Solution old = miner.solve(EASY);
    miner.ask("{\"id\":3,\"method\":\"mining.suggest_difficulty\",\"params\":[1000]}");

    assertThat(miner.submit(old)).as("in the middle of the job").isZero();
    bench.announce(100, HARD_NETWORK);
    Solution second =
        miner.solve(
            miner.lastJob(), EASY, null, 0, EXTRANONCE2, TestMiner.ntimeOf(miner.lastJob()));

    assertThat(miner.lastDifficulty().get(0).asDouble()).isEqualTo(1000);
    assertThat(miner.submit(second)).isEqualTo(23);
    assertThat(bench.shares).extracting(Share::difficulty).containsExactly(EASY);
  }

  @Test
  void extranonce2OfAnotherLengthIsRefused() {
    bench.announce(100, HARD_NETWORK);
    TestMiner miner = bench.connectReady();
    String job = miner.lastJob().get(0).asText();

    JsonNode reply = miner.ask(new Solution(job, "00", 0, 0, null).line("alice.1"));

    assertThat(TestMiner.codeOf(reply)).isEqualTo(20);
    assertThat(reply.get("error").get(1).asText()).contains("extranonce2 length: 1 (expected: 8");
  }

  @Test
  void ntimeMayLieBetweenTheTemplatesMintimeAndTwoHoursAhead() {
    bench.announce(100, HARD_NETWORK);
    TestMiner miner = bench.connectReady();
    JsonNode job = miner.lastJob();
    int earliest = (int) (PoolBench.START_SECONDS - 600);
    int latest = (int) (PoolBench.START_SECONDS + 7200);

    assertThat(miner.submit(miner.solve(job, EASY, null, 0, EXTRANONCE2, earliest))).isZero();
    assertThat(miner.submit(miner.solve(job, EASY, null, 0, EXTRANONCE2, latest))).isZero();
    assertThat(miner.submit(miner.solve(job, EASY, null, 0, EXTRANONCE2, earliest - 1)))
        .isEqualTo(20);
    assertThat(miner.submit(miner.solve(job, EASY, null, 0, EXTRANONCE2, latest + 1)))
        .isEqualTo(20);
    assertThat(bench.loop.counters.of(Verdict.INVALID)).isEqualTo(2);
  }

  @Test
  void rolledVersionBitsReplaceThoseOfTheJob() {
    bench.announce(100, EASY_NETWORK);
    TestMiner miner = bench.connectReady();
    JsonNode granted =
        miner.ask(
            "{\"id\":9,\"method\":\"mining.configure\",\"params\":[[\"version-rolling\"],"
                + "{\"version-rolling.mask\":\"ffffffff\"}]}");
    int mask = 0x1fffe000;
    int bits = 0x00c0e000;
    int ntime = TestMiner.ntimeOf(miner.lastJob());

    Solution solution = miner.solve(miner.lastJob(), EASY, bits, mask, EXTRANONCE2, ntime);

    assertThat(granted.get("result").get("version-rolling.mask").asText()).isEqualTo("1fffe000");
    assertThat(miner.submit(solution)).isZero();
    assertThat(bench.found.get(0).header().toHex().substring(0, 8))
        .as("version 20c0e000, least significant byte first")
        .isEqualTo("00e0c020");
  }

  @Test
  void sharesThatDifferInVersionBitsOnlyAreNoDuplicates() {
    bench.announce(100, HARD_NETWORK);
    TestMiner miner = bench.connectReady();
    miner.ask("{\"id\":9,\"method\":\"mining.configure\",\"params\":[[\"version-rolling\"],{}]}");
    miner.session().difficulty(1e-9, Target.MAX);
    bench.announce(100, HARD_NETWORK);
    String job = miner.lastJob().get(0).asText();
    int ntime = TestMiner.ntimeOf(miner.lastJob());

    assertThat(miner.submit(new Solution(job, EXTRANONCE2, ntime, 1, 0x2000))).isZero();
    assertThat(miner.submit(new Solution(job, EXTRANONCE2, ntime, 1, 0x4000))).isZero();
    assertThat(miner.submit(new Solution(job, EXTRANONCE2, ntime, 1, 0x4000))).isEqualTo(22);
  }

  @Test
  void theSameHeaderIsADuplicateHoweverItsVersionIsSaid() {
    TestMiner miner = rollingAnyHash();
    bench.announce(PoolBench.template(100, HARD_NETWORK, 0x30000000), false);
    String job = miner.lastJob().get(0).asText();
    int ntime = TestMiner.ntimeOf(miner.lastJob());

    assertThat(miner.submit(new Solution(job, EXTRANONCE2, ntime, 1, null))).isZero();
    assertThat(miner.submit(new Solution(job, EXTRANONCE2, ntime, 1, 0x10000000)))
        .as("the job's own bits, said aloud")
        .isEqualTo(22);
  }

  @Test
  void noVersionBitsAndBitsOfZeroAreTwoHeaders() {
    TestMiner miner = rollingAnyHash();
    bench.announce(PoolBench.template(100, HARD_NETWORK, 0x30000000), false);
    String job = miner.lastJob().get(0).asText();
    int ntime = TestMiner.ntimeOf(miner.lastJob());

    assertThat(miner.submit(new Solution(job, EXTRANONCE2, ntime, 1, null))).isZero();
    assertThat(miner.submit(new Solution(job, EXTRANONCE2, ntime, 1, 0))).isZero();
  }

  /** A miner that may roll the version, and whose next jobs any hash is good enough for. */
  private TestMiner rollingAnyHash() {
    TestMiner miner = bench.connectReady();
    miner.ask("{\"id\":9,\"method\":\"mining.configure\",\"params\":[[\"version-rolling\"],{}]}");
    miner.session().difficulty(1e-9, Target.MAX);
    return miner;
  }

  @Test
  void workThatTheLedgerCannotTakeStillTellsOfTheMinersPace() {
    bench.announce(100, HARD_NETWORK);
    TestMiner miner = bench.connectReady();
    bench.ledger.takes = false;
    miner.submit(miner.solve(EASY));

    assertThat(miner.session().window().statistics(EASY, bench.nanos()).shares()).isEqualTo(1);
  }

  @Test
  void sharesOfOneJobAreRememberedWithinABound() {
    TestMiner miner = rollingAnyHash();
    bench.announce(100, HARD_NETWORK);
    String job = miner.lastJob().get(0).asText();
    int ntime = TestMiner.ntimeOf(miner.lastJob());
    for (int nonce = 0; nonce < SeenShares.CAPACITY; nonce++) {
      miner.send(new Solution(job, EXTRANONCE2, ntime, nonce, null).line("alice.1"));
    }
    assertThat(bench.loop.counters.of(Verdict.VALID)).isEqualTo(SeenShares.CAPACITY);
    assertThat(bench.loop.urgent).as("another job is due").contains(miner.session());

    assertThat(miner.submit(new Solution(job, EXTRANONCE2, ntime, -1, null))).isEqualTo(20);
    assertThat(miner.submit(new Solution(job, EXTRANONCE2, ntime, 7, null))).isEqualTo(22);
  }

  @Test
  void versionBitsOutsideTheMaskAreRefused() {
    bench.announce(100, HARD_NETWORK);
    TestMiner miner = bench.connectReady();
    String job = miner.lastJob().get(0).asText();
    int ntime = TestMiner.ntimeOf(miner.lastJob());

    assertThat(miner.submit(new Solution(job, EXTRANONCE2, ntime, 1, 0x2000)))
        .as("without version rolling")
        .isEqualTo(20);
    miner.ask("{\"id\":9,\"method\":\"mining.configure\",\"params\":[[\"version-rolling\"],{}]}");
    assertThat(miner.submit(new Solution(job, EXTRANONCE2, ntime, 1, 0x20000000))).isEqualTo(20);
  }

  @Test
  void aShareThatTheLedgerCannotTakeIsNotAcceptedAndMayComeAgain() {
    bench.announce(100, HARD_NETWORK);
    TestMiner miner = bench.connectReady();
    Solution solution = miner.solve(EASY);
    bench.ledger.takes = false;
    assertThat(miner.submit(solution)).isEqualTo(20);
    bench.ledger.takes = true;

    assertThat(miner.submit(solution)).isZero();
    assertThat(bench.shares).hasSize(1);
  }

  @Test
  void aWorkerThatIsNotAuthorisedIsTold() {
    bench.announce(100, HARD_NETWORK);
    TestMiner miner = bench.connectReady();

    assertThat(TestMiner.codeOf(miner.ask(miner.solve(EASY).line("mallory")))).isEqualTo(24);
  }

  @Test
  void aMinerThatHasNotSubscribedIsTold() {
    TestMiner miner = bench.connect();

    assertThat(miner.submit(new Solution("1", EXTRANONCE2, 0, 0, null))).isEqualTo(25);
  }
}
