package io.adit.vardiff.retarget;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.api.vardiff.ShareStatistics;
import io.adit.api.vardiff.VardiffSettings;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Single judgements, at one share in 10 s wanted and 90 s between judgements. */
class RetargetPolicyTest {
  private static final VardiffSettings SETTINGS =
      new VardiffSettings(0.001, 1e15, Duration.ofSeconds(10), Duration.ofSeconds(90), 30);

  private final RetargetPolicy policy = new RetargetPolicy();

  private static ShareStatistics window(
      double difficulty, long shares, double credited, double seconds, double idleSeconds) {
    return new ShareStatistics(
        difficulty, shares, credited, (long) (seconds * 1e9), (long) (idleSeconds * 1e9));
  }

  @Test
  void aWindowThatIsNotFullGoesOn() {
    assertThat(policy.judge(window(1000, 20, 20_000, 60, 1), SETTINGS)).isEmpty();
  }

  @Test
  void theWantedRateChangesNothing() {
    assertThat(policy.judge(window(1000, 9, 9000, 90, 5), SETTINGS)).isEmpty();
    assertThat(policy.judge(window(1000, 80, 80_000, 800, 5), SETTINGS)).isEmpty();
  }

  @Test
  void fourSharesInsteadOfNineAreNoEvidence() {
    assertThat(policy.judge(window(1000, 4, 4000, 90, 15), SETTINGS)).isEmpty();
  }

  @Test
  void anErrorWithinTheVarianceIsLeftAlone() {
    VardiffSettings often =
        new VardiffSettings(0.001, 1e15, Duration.ofSeconds(1), Duration.ofSeconds(300), 30);
    assertThat(policy.judge(window(1000, 375, 375_000, 300, 1), often)).isEmpty();
    assertThat(policy.judge(window(1000, 420, 420_000, 300, 1), often)).hasValue(1400);
  }

  @Test
  void afterTwentyRetargetTimesAWindowBeginsAnewWithTheSameDifficulty() {
    assertThat(policy.judge(window(1234.5, 180, 180 * 1234.5, 1800, 5), SETTINGS)).hasValue(1234.5);
  }

  @Test
  void afterTwoThousandSharesAWindowBeginsAnewWithTheSameDifficulty() {
    VardiffSettings often =
        new VardiffSettings(0.001, 1e15, Duration.ofSeconds(1), Duration.ofSeconds(300), 30);
    assertThat(policy.judge(window(1234.5, 2001, 2001 * 1234.5, 2000, 1), often)).hasValue(1234.5);
  }

  @Test
  void aFloodIsJudgedWithinSecondsByItsRate() {
    assertThat(policy.judge(window(16, 300, 4800, 3, 0), SETTINGS)).hasValue(16_000);
  }

  @Test
  void aMilderFloodIsJudgedAfterHalfAMinute() {
    assertThat(policy.judge(window(16, 290, 290 * 16, 29, 0), SETTINGS)).isEmpty();
    assertThat(policy.judge(window(16, 300, 300 * 16, 30, 0), SETTINGS)).hasValue(1600);
  }

  @Test
  void aBurstInAWindowThatHasOnlyBegunIsNoRate() {
    assertThat(policy.judge(window(16, 300, 4800, 0, 0), SETTINGS)).isEmpty();
    assertThat(policy.judge(window(16, 300, 4800, 0.001, 0), SETTINGS)).isEmpty();
  }

  @Test
  void aWindowThatHasOnlyBegunIsNoSilence() {
    assertThat(policy.judge(window(16, 0, 0, 0, 0), SETTINGS)).isEmpty();
    assertThat(policy.judge(window(16, 0, 0, 0.0005, 0.0005), SETTINGS)).isEmpty();
    assertThat(policy.judge(window(16, 0, 0, 1, 1), SETTINGS)).isEmpty();
  }

  @Test
  void anIncreaseWaitsForMoreShares() {
    assertThat(policy.judge(window(1000, 60, 60_000, 120, 1), SETTINGS)).isEmpty();
    assertThat(policy.judge(window(1000, 128, 128_000, 256, 1), SETTINGS)).hasValue(5000);
  }

  @Test
  void anIncreaseWaitsForThreeRetargetTimesAtMostWhereSharesAreFew() {
    assertThat(policy.judge(window(1000, 81, 81_000, 270, 1), SETTINGS)).hasValue(3000);
  }

  @Test
  void aSilentMinerIsLoweredByAHundredAndSixty() {
    assertThat(policy.judge(window(1000, 0, 0, 90, 90), SETTINGS)).hasValue(6.25);
  }

  @Test
  void aMinerThatFallsSilentInALongWindowIsLoweredByTheGap() {
    assertThat(policy.judge(window(1000, 45, 45_000, 530, 80), SETTINGS)).isEmpty();
    assertThat(policy.judge(window(1000, 45, 45_000, 590, 140), SETTINGS)).hasValue(6.25);
  }

  @Test
  void aDecreaseOnFewSharesIsToFarBelowTheEstimate() {
    assertThat(policy.judge(window(960, 3, 3 * 960, 150, 30), SETTINGS)).hasValue(960 / 5.0 / 48);
  }

  @Test
  void aDecreaseOnManySharesIsToTheEstimate() {
    VardiffSettings often =
        new VardiffSettings(0.001, 1e15, Duration.ofSeconds(1), Duration.ofSeconds(300), 30);
    assertThat(policy.judge(window(1000, 150, 150_000, 300, 1), often)).hasValue(500);
  }

  @Test
  void aLateShareAtAHighDifficultyIsNoFlood() {
    assertThat(policy.judge(window(10, 9, 80 + 14_400, 90, 5), SETTINGS)).isEmpty();
  }

  @Test
  void manyLateSharesAtALowDifficultyAreNoReasonToRaiseFurther() {
    assertThat(policy.judge(window(16_000, 600, 9600, 4, 0), SETTINGS)).isEmpty();
  }

  @Test
  void limitsHold() {
    assertThat(policy.judge(window(0.002, 0, 0, 90, 90), SETTINGS)).hasValue(0.001);
    assertThat(policy.judge(window(1e14, 1000, 1e17, 1, 0), SETTINGS)).hasValue(1e15);
  }

  @Test
  void aDifficultyOutsideOfLimitsThatHaveChangedIsBroughtBackAtOnce() {
    assertThat(policy.judge(window(0.0001, 0, 0, 0, 0), SETTINGS)).hasValue(0.001);
    assertThat(policy.judge(window(1e16, 9, 9e16, 90, 5), SETTINGS)).hasValue(1e15);
  }

  @Test
  void whateverIsCountedTheAnswerIsANumberWithinTheLimits() {
    long seed = 3;
    Random random = new Random(seed);
    for (int i = 0; i < 100_000; i++) {
      VardiffSettings settings =
          new VardiffSettings(
              1e-9,
              1e15,
              Duration.ofMillis((long) between(100, 3_600_000, random)),
              Duration.ofMillis((long) between(1000, 86_400_000, random)),
              random.nextInt(101));
      double difficulty = between(1e-9, 1e15, random);
      long shares = random.nextBoolean() ? 0 : (long) between(1, 1e9, random);
      double credited = shares * (random.nextBoolean() ? difficulty : between(1e-9, 1e15, random));
      double seconds = random.nextInt(10) == 0 ? 0 : between(1e-9, 1e7, random);
      ShareStatistics statistics =
          window(difficulty, shares, credited, seconds, seconds * random.nextDouble());
      OptionalDouble judged = policy.judge(statistics, settings);
      assertThat(judged.orElse(difficulty))
          .as("seed %d, %s, %s", seed, statistics, settings)
          .isBetween(1e-9, 1e15);
    }
  }

  /** Each order of magnitude as often as any other. */
  private static double between(double least, double most, Random random) {
    return Math.min(most, least * Math.pow(most / least, random.nextDouble()));
  }
}
