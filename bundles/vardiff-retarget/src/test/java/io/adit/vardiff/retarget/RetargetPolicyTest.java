package io.adit.vardiff.retarget;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.api.vardiff.ShareStatistics;
import io.adit.api.vardiff.VardiffSettings;
import java.time.Duration;
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
        new VardiffSettings(0.001, 1e15, Duration.ofSeconds(1), Duration.ofSeconds(1000), 30);
    assertThat(policy.judge(window(1000, 1250, 1_250_000, 1000, 1), often)).isEmpty();
    assertThat(policy.judge(window(1000, 1350, 1_350_000, 1000, 1), often)).hasValue(1350);
  }

  @Test
  void afterTenRetargetTimesAWindowBeginsAnewWithTheSameDifficulty() {
    assertThat(policy.judge(window(1234.5, 90, 90 * 1234.5, 900, 5), SETTINGS)).hasValue(1234.5);
  }

  @Test
  void aFloodIsJudgedWithinSecondsByItsRate() {
    assertThat(policy.judge(window(16, 300, 4800, 3, 0), SETTINGS)).hasValue(16_000);
  }

  @Test
  void aSilentMinerIsLowered() {
    double lowered = policy.judge(window(1000, 0, 0, 90, 90), SETTINGS).orElseThrow();
    assertThat(lowered).isBetween(1000 / 128.0, 500.0);
  }

  @Test
  void aMinerThatFallsSilentInALongWindowIsLoweredByTheGap() {
    assertThat(policy.judge(window(1000, 45, 45_000, 530, 80), SETTINGS)).isEmpty();
    assertThat(policy.judge(window(1000, 45, 45_000, 590, 140), SETTINGS).orElseThrow())
        .isLessThan(500);
  }

  @Test
  void oneLateShareAtTheOldDifficultyRaisesNothing() {
    assertThat(policy.judge(window(10, 1, 1440, 90, 60), SETTINGS)).isEmpty();
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
}
