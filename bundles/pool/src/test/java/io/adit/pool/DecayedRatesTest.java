package io.adit.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecayedRatesTest {
  private static final int[] SECONDS = {60, 300, 900, 3600, 86_400};

  /** What was credited between two times, in seconds. */
  private record Tick(double begin, double end, double credited) {}

  /**
   * The average as the definition has it: both integrals summed up piece by piece, each piece's
   * weight being that of its middle.
   */
  private static double weightedAverage(List<Tick> ticks, double now, int seconds) {
    int pieces = 400;
    double work = 0;
    double weights = 0;
    for (Tick tick : ticks) {
      double length = (tick.end() - tick.begin()) / pieces;
      for (int i = 0; i < pieces; i++) {
        double weight = Math.pow(Math.E, -(now - tick.begin() - (i + 0.5) * length) / seconds);
        work += tick.credited() / pieces * weight;
        weights += length * weight;
      }
    }
    return work / weights;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void anAverageIsTheIntegralThatDefinesIt(long seed) {
    Random random = new Random(seed);
    List<Tick> ticks = new ArrayList<>();
    DecayedRates rates = DecayedRates.NONE;
    double now = 0;
    double difficulty = Math.pow(10, random.nextInt(24) - 9);
    for (int i = 0; i < 300; i++) {
      double seconds = random.nextInt(10) == 0 ? random.nextDouble() * 200 : 1;
      double credited = random.nextInt(4) * difficulty;
      ticks.add(new Tick(now, now + seconds, credited));
      now += seconds;
      rates = rates.after(seconds, credited);
    }
    for (int i = 0; i < SECONDS.length; i++) {
      assertThat(rates.rate(i))
          .as("over %d s, seed %d", SECONDS[i], seed)
          .isCloseTo(weightedAverage(ticks, now, SECONDS[i]), withinPercentage(0.001));
    }
  }

  @Test
  void aSteadyMinersAveragesAreRightFromTheFirstTickOn() {
    DecayedRates rates = DecayedRates.NONE;
    for (int second = 0; second < 600; second++) {
      rates = rates.after(1, 7);
      assertThat(rates.rates()).allSatisfy(rate -> assertThat(rate).isCloseTo(7, within(1e-9)));
    }
  }

  @Test
  void ofAMinerThatStopsOneEthIsLeftAfterTheTimeAveragedOver() {
    for (int i = 0; i < SECONDS.length; i++) {
      DecayedRates old = DecayedRates.NONE.after(1e9, 5e9);
      assertThat(old.after(SECONDS[i], 0).rate(i)).isCloseTo(5 / Math.E, within(1e-9));
    }
  }

  @Test
  void nothingIsKnownBeforeTheFirstTick() {
    assertThat(DecayedRates.NONE.rates()).containsExactly(0.0, 0.0, 0.0, 0.0, 0.0);
    assertThat(DecayedRates.NONE.after(0, 1000).rates()).containsExactly(0.0, 0.0, 0.0, 0.0, 0.0);
  }

  @Test
  void workOfThisMomentCountsOverItsTime() {
    DecayedRates rates = DecayedRates.NONE.after(1e9, 0).after(0, 120);
    assertThat(rates.rates())
        .containsExactly(120 / 60.0, 120 / 300.0, 120 / 900.0, 120 / 3600.0, 120 / 86_400.0);
  }

  @Test
  void ofTwoRecordsTheAveragesAreThoseOfTheWorkOfBoth() {
    Random random = new Random(42);
    DecayedRates first = DecayedRates.NONE.after(1000, 5000);
    DecayedRates second = DecayedRates.NONE;
    DecayedRates both = first;
    for (int i = 0; i < 100; i++) {
      double ofFirst = random.nextDouble();
      double ofSecond = random.nextDouble();
      first = first.after(3, ofFirst);
      second = second.after(3, ofSecond);
      both = both.after(3, ofFirst + ofSecond);
    }
    for (int i = 0; i < SECONDS.length; i++) {
      assertThat(first.plus(second).rate(i)).isCloseTo(both.rate(i), withinPercentage(1e-6));
    }
    assertThat(second.plus(first).age()).isEqualTo(1300);
  }

  @Test
  void aRecordThatWasKeptGoesOnAsIfNothingHadHappened() {
    DecayedRates before = DecayedRates.NONE.after(600, 1200).after(30, 0).after(1, 900);
    DecayedRates after = DecayedRates.of(before.rates(), before.age());
    for (int i = 0; i < SECONDS.length; i++) {
      assertThat(after.after(100, 50).rate(i))
          .isCloseTo(before.after(100, 50).rate(i), withinPercentage(1e-9));
    }
  }
}
