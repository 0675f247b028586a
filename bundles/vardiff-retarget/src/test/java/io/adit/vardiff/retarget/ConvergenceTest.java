package io.adit.vardiff.retarget;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.api.vardiff.VardiffSettings;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole lives of simulated miners. The seeds are the numbers from 0 on. */
class ConvergenceTest {
  private static final int MINERS = 300;

  private static VardiffSettings settings(int targetSeconds, int retargetSeconds, double variance) {
    return new VardiffSettings(
        1e-12,
        1e18,
        Duration.ofSeconds(targetSeconds),
        Duration.ofSeconds(retargetSeconds),
        variance);
  }

  /** Seven retarget times at most; with few shares in each, the time in which 100 are wanted. */
  @ParameterizedTest
  @CsvSource({
    "1e3, 0.001, 10, 90, 30", "1e3, 1000, 10, 90, 30",
    "1e12, 0.001, 10, 90, 30", "1e12, 1000, 10, 90, 30",
    "1e18, 0.001, 10, 90, 30", "1e18, 1000, 10, 90, 30",
    "1e14, 0.001, 10, 120, 20", "1e14, 1000, 10, 120, 20",
    "1e14, 0.001, 5, 60, 25", "1e14, 1000, 5, 60, 25",
    "1e14, 0.001, 15, 60, 30", "1e14, 1000, 15, 60, 30",
    "1e14, 0.001, 10, 300, 10", "1e14, 1000, 10, 300, 10",
    "1e14, 0.001, 20, 100, 50", "1e14, 1000, 20, 100, 50",
  })
  void aThousandfoldErrorIsWithinAFifthAfterFiveRetargets(
      double hashRate, double factor, int target, int retarget, double variance) {
    VardiffSettings settings = settings(target, retarget, variance);
    double times = Math.max(7, 100.0 * target / retarget);
    assertThat(close(hashRate, factor, settings, 5, times, 1.2))
        .as("miners of %d", MINERS)
        .isGreaterThan(MINERS * 95 / 100);
  }

  /** Where a guess lands near, it takes long to see how near. */
  @ParameterizedTest
  @CsvSource({"1e-6", "0.03", "0.2", "5", "30", "200", "1e6"})
  void anyErrorIsWithinAHalfAfterTwentyRetargetTimes(double factor) {
    assertThat(close(1e14, factor, settings(10, 90, 30), Integer.MAX_VALUE, 20, 1.5))
        .as("miners of %d", MINERS)
        .isGreaterThan(MINERS * 95 / 100);
  }

  /** How many miners' share times are off by less than {@code within} after that many changes. */
  private static int close(
      double hashRate,
      double factor,
      VardiffSettings settings,
      int changes,
      double retargetTimes,
      double within) {
    int close = 0;
    for (long seed = 0; seed < MINERS; seed++) {
      SimulatedMiner miner = new SimulatedMiner(hashRate, factor, settings, seed);
      while (miner.changes() < changes && miner.retargetTimes() < retargetTimes) {
        miner.second();
      }
      close += Math.abs(miner.shareTime() - 1) < within - 1 ? 1 : 0;
    }
    return close;
  }

  @ParameterizedTest
  @CsvSource({
    "1e3, 10, 90, 30", "1e12, 10, 90, 30", "1e18, 10, 90, 30", "1e14, 10, 90, 5",
    "1e14, 10, 120, 20", "1e14, 5, 60, 25", "1e14, 15, 60, 30", "1e14, 10, 300, 10",
    "1e14, 20, 100, 50", "1e14, 30, 30, 10", "1e14, 2, 600, 1",
  })
  void aSteadyMinerIsLeftAlone(double hashRate, int target, int retarget, double variance) {
    int changes = 0;
    double times = 0;
    for (long seed = 0; seed < MINERS / 10; seed++) {
      SimulatedMiner miner =
          new SimulatedMiner(hashRate, 1, settings(target, retarget, variance), seed);
      while (miner.retargetTimes() < 200) {
        miner.second();
      }
      changes += miner.changes();
      times += miner.retargetTimes();
    }
    assertThat(changes / times).as("changes per retarget time").isLessThan(1 / 20.0);
  }
}
