package io.adit.pool;

import static io.adit.pool.PoolBench.HARD_NETWORK;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.adit.api.miner.MinerProfile;
import io.adit.api.miner.MinerProfile.VersionMask;
import java.time.Duration;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** Who chooses a miner's difficulty, within which limits, and when it is told. */
class DifficultyTest {
  private static final String SUBSCRIBE =
      "{\"id\":1,\"method\":\"mining.subscribe\",\"params\":[\"test/1\"]}";
  private static final String AUTHORIZE =
      "{\"id\":2,\"method\":\"mining.authorize\",\"params\":[\"bob\",\"x\"]}";

  private final PoolBench bench = new PoolBench(0);

  private static JsonNode configure(TestMiner miner, double least) {
    return miner
        .ask(
            "{\"id\":1,\"method\":\"mining.configure\",\"params\":[[\"minimum-difficulty\"],"
                + "{\"minimum-difficulty.value\":"
                + least
                + "}]}")
        .get("result")
        .get("minimum-difficulty");
  }

  @Test
  void theFirstDifficultyIsASixtyFourthOfASmallNetworks() {
    bench.announce(100, HARD_NETWORK);

    assertThat(bench.connectReady().lastDifficulty().get(0).asDouble()).isEqualTo(1.0 / 64);
  }

  @Test
  void theFirstDifficultyIs1024OnALargeNetwork() {
    bench.announce(100, 0x1702905c);

    assertThat(bench.connectReady().lastDifficulty().get(0).asDouble()).isEqualTo(1024);
  }

  @Test
  void theDifficultyInThePasswordIsHonoured() {
    bench.announce(100, HARD_NETWORK);
    TestMiner miner = bench.connect();
    miner.ask(SUBSCRIBE);
    miner.ask(AUTHORIZE.replace("\"x\"", "\"x;d=512\""));

    assertThat(miner.lastDifficulty().get(0).asDouble()).isEqualTo(512);
  }

  @Test
  void aDifficultyInALaterPasswordWaitsForTheNextJob() {
    bench.announce(100, HARD_NETWORK);
    TestMiner miner = bench.connectReady();
    miner.ask(AUTHORIZE.replace("\"x\"", "\"d=512\""));
    assertThat(miner.methods()).containsExactly("mining.set_difficulty", "mining.notify");

    bench.announce(100, HARD_NETWORK);

    assertThat(miner.lastDifficulty().get(0).asDouble()).isEqualTo(512);
  }

  @Test
  void aNewDifficultyIsToldRightBeforeTheNextJobAndNotEarlier() {
    bench.announce(100, HARD_NETWORK);
    TestMiner miner = bench.connectReady();
    bench.policy = (statistics, settings) -> OptionalDouble.of(4 * statistics.difficulty());
    bench.pass(Duration.ofSeconds(60));
    bench.desk.retarget(bench.loop);
    bench.policy = (statistics, settings) -> OptionalDouble.empty();
    assertThat(miner.methods()).hasSize(2);

    bench.announce(100, HARD_NETWORK);

    assertThat(miner.methods().subList(2, 4))
        .containsExactly("mining.set_difficulty", "mining.notify");
    assertThat(miner.lastDifficulty().get(0).asDouble()).isEqualTo(4.0 / 64);
    bench.announce(100, HARD_NETWORK);
    assertThat(miner.methods()).as("told once").hasSize(5);
  }

  @Test
  void aDifficultyThatIsFarOffAsksForAJobSoonAndASmallCorrectionDoesNot() {
    bench.announce(100, HARD_NETWORK);
    bench.connectReady();
    bench.policy = (statistics, settings) -> OptionalDouble.of(1.5 * statistics.difficulty());
    bench.desk.retarget(bench.loop);
    assertThat(bench.desk.takeUrgent()).isFalse();
    bench.policy = (statistics, settings) -> OptionalDouble.of(100 * statistics.difficulty());
    bench.desk.retarget(bench.loop);

    assertThat(bench.desk.takeUrgent()).isTrue();
    assertThat(bench.desk.takeUrgent()).as("asked for once").isFalse();
  }

  @Test
  void aPolicyCannotLeaveTheOperatorsLimits() {
    bench.announce(100, HARD_NETWORK);
    TestMiner miner = bench.connectReady();
    bench.policy = (statistics, settings) -> OptionalDouble.of(1e300);
    bench.desk.retarget(bench.loop);

    assertThat(miner.session().difficulty()).isEqualTo(1e12);
  }

  @Test
  void aMinersOwnMinimumIsHonoured() {
    bench.announce(100, HARD_NETWORK);
    TestMiner miner = bench.connect();
    miner.ask(
        "{\"id\":1,\"method\":\"mining.configure\",\"params\":[[\"minimum-difficulty\"],"
            + "{\"minimum-difficulty.value\":2048}]}");
    miner.ask(SUBSCRIBE);
    miner.ask(AUTHORIZE);

    assertThat(miner.lastDifficulty().get(0).asDouble()).isEqualTo(2048);
  }

  @Test
  void anEarlyJobIsForThoseOnlyWhoseDifficultyIsFarOff() {
    bench.announce(100, HARD_NETWORK);
    TestMiner content = bench.connectReady();
    TestMiner urgent = bench.connectReady();
    bench.loop.urgent.add(urgent.session());

    bench.announce(PoolBench.template(100, HARD_NETWORK), true);

    assertThat(content.methods()).hasSize(2);
    assertThat(urgent.methods()).hasSize(3);
    assertThat(bench.loop.urgent).isEmpty();
  }

  @Test
  void whileThereIsNothingToMineNobodyIsTakenForSilent() {
    bench.announce(100, HARD_NETWORK);
    TestMiner miner = bench.connectReady();
    bench.policy = (statistics, settings) -> OptionalDouble.of(statistics.difficulty() / 2);
    bench.desk.announce(bench.loop, null, null, false);
    bench.pass(Duration.ofHours(1));
    bench.desk.retarget(bench.loop);

    assertThat(miner.session().difficulty()).isEqualTo(1.0 / 64);
  }

  @Test
  void whoHasHadNoJobForLongIsNotTakenForSilent() {
    bench.announce(100, HARD_NETWORK);
    TestMiner miner = bench.connectReady();
    bench.policy = (statistics, settings) -> OptionalDouble.of(statistics.difficulty() / 2);
    bench.pass(Duration.ofMinutes(5).plusMillis(1));
    bench.desk.retarget(bench.loop);

    assertThat(miner.session().difficulty()).isEqualTo(1.0 / 64);
  }

  @Test
  void aMinerForWhichThePolicyFailsIsClosedAndTheOthersAreJudged() {
    bench.announce(100, HARD_NETWORK);
    TestMiner first = bench.connectReady();
    TestMiner second = bench.connectReady();
    second.session().difficulty(77, first.session().target());
    bench.policy =
        (statistics, settings) -> {
          if (statistics.difficulty() != 77) {
            throw new IllegalStateException("a fault in a plugin");
          }
          return OptionalDouble.of(99);
        };
    bench.desk.retarget(bench.loop);

    assertThat(first.isOpen()).isFalse();
    assertThat(second.isOpen()).isTrue();
    assertThat(second.session().difficulty()).isEqualTo(99);
  }

  @Test
  void aPolicyThatAnswersNonsenseChangesNothing() {
    bench.announce(100, HARD_NETWORK);
    TestMiner miner = bench.connectReady();
    for (double nonsense : new double[] {Double.NaN, 0, -1}) {
      bench.policy = (statistics, settings) -> OptionalDouble.of(nonsense);
      bench.desk.retarget(bench.loop);
    }

    assertThat(miner.session().difficulty()).isEqualTo(1.0 / 64);
  }

  @Test
  void whoeverSuggestsWithoutEndIsHeardForAWhile() {
    bench.announce(100, HARD_NETWORK);
    TestMiner miner = bench.connectReady();
    for (int i = 1; i <= 17; i++) {
      JsonNode reply =
          miner.ask("{\"id\":3,\"method\":\"mining.suggest_difficulty\",\"params\":[" + i + "]}");
      assertThat(reply.get("result").asBoolean()).isTrue();
    }

    assertThat(miner.session().difficulty()).isEqualTo(16);
  }

  @Test
  void aSuggestedTargetIsADifficulty() {
    bench.announce(100, HARD_NETWORK);
    TestMiner miner = bench.connectReady();
    miner.ask(
        "{\"id\":3,\"method\":\"mining.suggest_target\",\"params\":["
            + "\"000000000000ffff000000000000000000000000000000000000000000000000\"]}");

    assertThat(miner.session().difficulty()).isEqualTo(65536);
  }

  @Test
  void aProfileMayKnowNoFractionsAndHaveALeastDifficulty() {
    bench.profile = new MinerProfile("test", 6500, VersionMask.ON_CONFIGURE, 0, false, false);
    bench.announce(100, HARD_NETWORK);

    assertThat(bench.connectReady().lastDifficulty().get(0).asDouble())
        .as("instead of 1/64")
        .isEqualTo(1);
    bench.profile = new MinerProfile("test", 6500, VersionMask.ON_CONFIGURE, 500, true, false);
    assertThat(bench.connectReady().lastDifficulty().get(0).asDouble()).isEqualTo(500);
  }

  @Test
  void aMinerThatAsksForAnotherDifficultyNeedNotWaitLongForItsJob() {
    bench.announce(100, HARD_NETWORK);
    TestMiner miner = bench.connectReady();
    double difficulty = miner.session().difficulty();
    miner.ask(
        "{\"id\":3,\"method\":\"mining.suggest_difficulty\",\"params\":["
            + difficulty * 1.5
            + "]}");
    bench.desk.retarget(bench.loop);
    assertThat(bench.desk.takeUrgent()).as("near enough").isFalse();

    miner.ask(
        "{\"id\":4,\"method\":\"mining.suggest_difficulty\",\"params\":[" + difficulty * 2 + "]}");
    bench.desk.retarget(bench.loop);

    assertThat(bench.desk.takeUrgent()).isTrue();
  }

  @Test
  void aMinimumThatThePortForbidsIsNotGranted() {
    bench.announce(100, HARD_NETWORK);
    TestMiner miner = bench.connectReady();

    assertThat(configure(miner, 1.1e12).asBoolean()).as("more than the port's most").isFalse();
    assertThat(miner.session().difficulty()).isEqualTo(1.0 / 64);
    assertThat(configure(miner, 1e12).asBoolean()).isTrue();
    assertThat(miner.session().difficulty()).isEqualTo(1e12);
  }

  @Test
  void aWholeNumberIsNotBelowTheMinersOwnMinimum() {
    bench.profile = new MinerProfile("test", 6500, VersionMask.ON_CONFIGURE, 0, false, false);
    bench.announce(100, HARD_NETWORK);
    TestMiner miner = bench.connectReady();

    assertThat(configure(miner, 2048.5).asBoolean()).isTrue();

    assertThat(miner.session().difficulty()).isEqualTo(2049);
  }

  @Test
  void whoeverChangesItsMinimumWithoutEndIsJudgedAllTheSame() {
    bench.announce(100, HARD_NETWORK);
    TestMiner miner = bench.connectReady();
    for (int i = 1; i <= 30; i++) {
      bench.pass(Duration.ofSeconds(1));
      configure(miner, i);
    }

    assertThat(miner.session().window().statistics(1, bench.nanos()).windowNanos())
        .isEqualTo(Duration.ofSeconds(14).toNanos());
  }
}
