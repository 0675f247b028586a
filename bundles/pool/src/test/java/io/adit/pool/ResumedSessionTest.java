package io.adit.pool;

import static io.adit.pool.PoolBench.HARD_NETWORK;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.adit.pool.TestMiner.Solution;
import java.time.Duration;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** A miner that loses its connection and comes back. */
class ResumedSessionTest {
  private static final double EASY = 1e-7;
  private static final String AUTHORIZE =
      "{\"id\":2,\"method\":\"mining.authorize\",\"params\":[\"alice.1\",\"x\"]}";

  private final PoolBench bench = new PoolBench(EASY);

  private static JsonNode subscribe(TestMiner miner, String session) {
    return miner
        .ask(
            "{\"id\":1,\"method\":\"mining.subscribe\",\"params\":[\"test/1\",\""
                + session
                + "\"]}")
        .get("result");
  }

  private static String sessionOf(JsonNode subscription) {
    return subscription.get(0).get(0).get(1).asText();
  }

  private TestMiner back(TestMiner gone, String session) {
    bench.conversation.closed(gone);
    return back(session);
  }

  private TestMiner back(String session) {
    TestMiner back = bench.connect();
    subscribe(back, session);
    back.ask(AUTHORIZE);
    return back;
  }

  private String session(TestMiner miner) {
    return miner.session().name().orElseThrow();
  }

  @Test
  void aKnownSessionGetsItsExtranonce1Again() {
    TestMiner first = bench.connect();
    JsonNode before = subscribe(first, "");
    bench.conversation.closed(first);

    JsonNode after = subscribe(bench.connect(), sessionOf(before));

    assertThat(after.get(1)).isEqualTo(before.get(1));
  }

  @Test
  void aSessionThatIsInUseIsNotResumed() {
    JsonNode before = subscribe(bench.connect(), "");

    JsonNode after = subscribe(bench.connect(), sessionOf(before));

    assertThat(after.get(1)).isNotEqualTo(before.get(1));
  }

  @Test
  void workFoundBeforeStillPaysAfterwards() {
    bench.announce(100, HARD_NETWORK);
    TestMiner miner = bench.connectReady();
    Solution onItsWay = miner.solve(EASY);

    TestMiner back = back(miner, session(miner));

    assertThat(back.submit(onItsWay)).isZero();
  }

  @Test
  void whatWasAcceptedBeforeIsADuplicateAfterwards() {
    bench.announce(100, HARD_NETWORK);
    TestMiner miner = bench.connectReady();
    Solution accepted = miner.solve(EASY);
    assertThat(miner.submit(accepted)).isZero();

    TestMiner back = back(miner, session(miner));

    assertThat(back.submit(accepted)).isEqualTo(22);
  }

  @Test
  void theJobOfTheMomentIsSentAgainWithItsDifficulty() {
    bench.announce(100, HARD_NETWORK);
    TestMiner miner = bench.connectReady();
    JsonNode job = miner.lastJob();
    miner.ask("{\"id\":3,\"method\":\"mining.suggest_difficulty\",\"params\":[1000]}");

    TestMiner back = back(miner, session(miner));

    assertThat(back.lastJob().get(0)).isEqualTo(job.get(0));
    assertThat(back.lastJob().get(8).asBoolean()).as("clean_jobs").isTrue();
    assertThat(back.lastDifficulty().get(0).asDouble()).isEqualTo(EASY);
    assertThat(back.submit(back.solve(EASY))).isZero();
  }

  @Test
  void aJobThatIsNewerThanItsLastOneIsSent() {
    bench.announce(100, HARD_NETWORK);
    TestMiner miner = bench.connectReady();
    bench.conversation.closed(miner);
    bench.announce(101, HARD_NETWORK);
    TestMiner back = back(session(miner));

    assertThat(back.lastJob().get(0)).isNotEqualTo(miner.lastJob().get(0));
    assertThat(back.submit(back.solve(EASY))).isZero();
  }

  @Test
  void aSessionIsNotJudgedBeforeItsMinerHasWorkAgain() {
    bench.announce(100, HARD_NETWORK);
    TestMiner miner = bench.connectReady();
    bench.conversation.closed(miner);
    TestMiner back = bench.connect();
    subscribe(back, session(miner));
    bench.policy = (statistics, wanted) -> OptionalDouble.of(wanted.minDifficulty());
    bench.pass(Duration.ofSeconds(1));
    bench.desk.retarget(bench.loop);
    bench.policy = (statistics, wanted) -> OptionalDouble.empty();
    bench.announce(101, HARD_NETWORK);
    back.ask(AUTHORIZE);

    assertThat(back.lastDifficulty().get(0).asDouble()).isEqualTo(EASY);
    assertThat(bench.loop.urgent).isEmpty();
  }

  @Test
  void withoutAWishOfItsOwnAMinerGoesOnAtTheDifficultyItHad() {
    bench.announce(100, HARD_NETWORK);
    TestMiner miner = bench.connectReady();
    miner.ask("{\"id\":3,\"method\":\"mining.suggest_difficulty\",\"params\":[1000]}");
    bench.announce(100, HARD_NETWORK);
    bench.conversation.closed(miner);
    bench.announce(101, HARD_NETWORK);
    TestMiner back = back(session(miner));

    assertThat(back.lastDifficulty().get(0).asDouble()).isEqualTo(1000);
  }

  @Test
  void whatAMinerAsksForWhenItComesBackHoldsFromTheNextJobOn() {
    bench.announce(100, HARD_NETWORK);
    TestMiner miner = bench.connectReady();
    bench.conversation.closed(miner);
    TestMiner back = bench.connect();
    subscribe(back, session(miner));
    back.ask("{\"id\":2,\"method\":\"mining.authorize\",\"params\":[\"alice.1\",\"d=1000\"]}");
    assertThat(back.lastDifficulty().get(0).asDouble()).as("of the same job").isEqualTo(EASY);

    bench.announce(100, HARD_NETWORK);

    assertThat(back.lastDifficulty().get(0).asDouble()).isEqualTo(1000);
  }

  @Test
  void afterTheTimeInWhichItsJobsPayASessionIsForgotten() {
    TestMiner miner = bench.connectReady();
    String session = session(miner);
    bench.conversation.closed(miner);
    bench.pass(Duration.ofMinutes(5).plusMillis(1));
    bench.extranonces.expire();

    JsonNode after = subscribe(bench.connect(), session);

    assertThat(sessionOf(after)).isNotEqualTo(session);
  }
}
