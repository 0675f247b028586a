package io.adit.vardiff.retarget;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.api.vardiff.VardiffSettings;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is promised of whole lives of simulated miners. */
class ConvergenceTest {
  private static final int MINERS = 300;
  private static final VardiffSettings DEFAULTS = Population.settings(10, 60, 30);

  @ParameterizedTest
  @CsvSource({
    "1e3, 10, 60, 30", "1e6, 10, 60, 30", "1e9, 10, 60, 30", "1e12, 10, 60, 30",
    "1e15, 10, 60, 30", "1e18, 10, 60, 30", "1e14, 1, 30, 30", "1e14, 1, 300, 10",
    "1e14, 5, 60, 25", "1e14, 10, 90, 50", "1e14, 10, 120, 20", "1e14, 10, 300, 10",
    "1e14, 30, 300, 30",
  })
  void aThousandfoldErrorIsWithinAFifthAfterFiveWindowsAndFiveChanges(
      double hashRate, int target, int retarget, double variance) {
    VardiffSettings settings = Population.settings(target, retarget, variance);
    for (double factor : new double[] {1e-3, 1e3}) {
      assertThat(Population.converged(settings, hashRate, factor, 5, MINERS).within())
          .as("part of miners, from %s", factor)
          .isGreaterThan(0.95);
    }
  }

  /** Where a guess lands near, it takes long to see how near. */
  @ParameterizedTest
  @CsvSource({"1e-6", "0.03", "0.2", "5", "30", "100", "200", "300", "1e4", "1e6"})
  void anyErrorIsWithinAHalfAfterTwentyWindows(double factor) {
    Sample shareTimes = Population.converged(DEFAULTS, 1e14, factor, 20, MINERS).shareTimes();
    assertThat(shareTimes.part(t -> t > 0.5 && t < 1.5)).as("part of miners").isGreaterThan(0.95);
  }

  @ParameterizedTest
  @CsvSource({
    "1e3, 10, 60, 30", "1e18, 10, 60, 30", "1e14, 10, 90, 5", "1e14, 10, 120, 20",
    "1e14, 5, 60, 25", "1e14, 15, 60, 30", "1e14, 10, 300, 10", "1e14, 20, 100, 50",
    "1e14, 30, 30, 10", "1e14, 60, 30, 10", "1e14, 2, 600, 1", "1e14, 1, 1, 0",
  })
  void aSteadyMinerIsLeftAlone(double hashRate, int target, int retarget, double variance) {
    VardiffSettings settings = Population.settings(target, retarget, variance);
    double days = Math.max(0.25, 500.0 * retarget / 86_400);
    Population.Steady steady = Population.steady(settings, hashRate, 10, days);
    assertThat(steady.changes()).as("changes in twenty windows").isLessThan(0.5);
    assertThat(steady.worst()).as("changes in twenty windows of the worst").isLessThan(1);
  }

  @ParameterizedTest
  @CsvSource({"0.1, 900", "0.5, 1500", "10, 900"})
  void aChangeOfHashRateIsFollowed(double factor, double seconds) {
    Sample taken = Population.secondsAfterChange(DEFAULTS, factor, MINERS);
    assertThat(taken.quantile(0.9)).isLessThan(seconds);
  }

  @Test
  void aMinerThatNeverSubmitsIsAMillionTimesLowerInFourMinutes() {
    SimulatedMiner idle = SimulatedMiner.honest(0, 1e12, DEFAULTS, 1);
    until(240, idle);
    assertThat(idle.difficulty()).isLessThan(1e6);
  }

  @Test
  void aMinerThatReturnsToTheLowestDifficultyFloodsForLessThanAMinute() {
    List<SimulatedMiner> miners = new ArrayList<>();
    for (int seed = 0; seed < 100; seed++) {
      SimulatedMiner miner = SimulatedMiner.honest(0, 1e5, DEFAULTS, seed);
      until(900, miner);
      assertThat(miner.difficulty()).isEqualTo(DEFAULTS.minDifficulty());
      miner.hashRate(1e14);
      until(960, miner);
      assertThat(miner.shareTime()).as("share time, seed %d", seed).isBetween(0.1, 2.0);
      miners.add(miner);
    }
    miners.forEach(miner -> until(1260, miner));
    assertThat(miners).filteredOn(SimulatedMiner::isNearlyRight).hasSizeGreaterThan(95);
  }

  private static void until(double seconds, SimulatedMiner miner) {
    while (miner.seconds() < seconds) {
      miner.second();
    }
  }

  @Test
  void aMinerBelowTheLeastDifficultyStaysThere() {
    SimulatedMiner slow = SimulatedMiner.honest(0.01, 1e-9, DEFAULTS, 1);
    while (slow.windows() < 100) {
      slow.second();
    }
    assertThat(slow.difficulty()).isEqualTo(1e-9);
    assertThat(slow.changes()).isZero();
  }

  @Test
  void aMinerAboveTheGreatestDifficultyStaysThere() {
    SimulatedMiner fast = SimulatedMiner.honest(1e26, 1e-9, DEFAULTS, 1);
    while (fast.windows() < 10) {
      fast.second();
    }
    assertThat(fast.difficulty()).isEqualTo(1e15);
  }

  @Test
  void aLowerLimitDoesNotKeepADifficultyFromRising() {
    double hashRate = 1e14;
    double right = SimulatedMiner.rightDifficulty(hashRate, DEFAULTS);
    VardiffSettings limited =
        new VardiffSettings(
            right / 3,
            1e15,
            DEFAULTS.targetShareTime(),
            DEFAULTS.retargetTime(),
            DEFAULTS.variancePercent());
    Sample shareTimes =
        Sample.of(
            100,
            seed -> {
              SimulatedMiner miner = SimulatedMiner.honest(hashRate, right / 3, limited, seed);
              until(900, miner);
              return miner.shareTime();
            });
    assertThat(shareTimes.part(t -> t > 0.7 && t < 1.4)).as("part of miners").isGreaterThan(0.95);
  }
}
