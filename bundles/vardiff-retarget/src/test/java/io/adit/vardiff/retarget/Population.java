package io.adit.vardiff.retarget;

import io.adit.api.vardiff.VardiffSettings;
import java.time.Duration;
import java.util.Arrays;
import java.util.IntSummaryStatistics;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** Measurements over many simulated miners. The seeds are the numbers from 0 on. */
final class Population {
  static final double FIFTH = 0.2;
  private static final double DAY_SECONDS = 86_400;

  private Population() {}

  /** Settings with the widest limits that configuration allows. */
  static VardiffSettings settings(double targetSeconds, double retargetSeconds, double variance) {
    return new VardiffSettings(
        1e-9, 1e15, seconds(targetSeconds), seconds(retargetSeconds), variance);
  }

  private static Duration seconds(double seconds) {
    return Duration.ofMillis(Math.round(seconds * 1000));
  }

  /**
   * Where miners are some windows after a start at a difficulty that was wrong by a factor.
   *
   * @param within part of them whose share time is within a fifth of the wanted, after no more
   *     changes than windows
   * @param shareTimes as multiples of the wanted
   * @param mostChanges of one miner
   */
  record Converged(double within, Sample shareTimes, double meanChanges, int mostChanges) {}

  static Converged converged(
      VardiffSettings settings, double hashRate, double factor, int windows, int miners) {
    int[] changes = new int[miners];
    AtomicInteger within = new AtomicInteger();
    Sample shareTimes =
        Sample.of(
            miners,
            seed -> {
              SimulatedMiner miner = wrongBy(factor, hashRate, settings, seed);
              while (miner.windows() < windows) {
                miner.second();
              }
              changes[seed] = miner.changes();
              if (miner.isWithin(FIFTH) && miner.changes() <= windows) {
                within.incrementAndGet();
              }
              return miner.shareTime();
            });
    IntSummaryStatistics counted = Arrays.stream(changes).summaryStatistics();
    return new Converged(
        within.get() / (double) miners, shareTimes, counted.getAverage(), counted.getMax());
  }

  /** Part of the miners that are within a fifth, after each of those numbers of windows. */
  static double[] within(
      VardiffSettings settings, double hashRate, double factor, int[] windows, int miners) {
    double[] within = new double[windows.length];
    for (int seed = 0; seed < miners; seed++) {
      SimulatedMiner miner = wrongBy(factor, hashRate, settings, seed);
      for (int i = 0; i < windows.length; i++) {
        while (miner.windows() < windows[i]) {
          miner.second();
        }
        within[i] += miner.isWithin(FIFTH) ? 1.0 / miners : 0;
      }
    }
    return within;
  }

  private static SimulatedMiner wrongBy(
      double factor, double hashRate, VardiffSettings settings, long seed) {
    double right = SimulatedMiner.rightDifficulty(hashRate, settings);
    return SimulatedMiner.honest(hashRate, factor * right, settings, seed);
  }

  /**
   * Days at a constant hash rate, from the right difficulty on.
   *
   * @param changes in twenty windows, mean
   * @param worst the same of the miner with the most
   * @param within part of the time within a fifth
   * @param nearly part of the time between half and twice the wanted share time
   */
  record Steady(double changes, double worst, double within, double nearly) {}

  static Steady steady(VardiffSettings settings, double hashRate, int miners, double days) {
    double changes = 0;
    double worst = 0;
    double seconds = 0;
    double within = 0;
    double nearly = 0;
    for (int seed = 0; seed < miners; seed++) {
      SimulatedMiner miner = wrongBy(1, hashRate, settings, seed);
      while (miner.seconds() < days * DAY_SECONDS) {
        miner.second();
        seconds++;
        within += miner.isWithin(FIFTH) ? 1 : 0;
        nearly += miner.isNearlyRight() ? 1 : 0;
      }
      double perTwenty = 20 * miner.changes() / miner.windows();
      changes += perTwenty / miners;
      worst = Math.max(worst, perTwenty);
    }
    return new Steady(changes, worst, within / seconds, nearly / seconds);
  }

  /**
   * Seconds from a change of a steady miner's hash rate until it is first within a fifth; infinite
   * if that takes more than an hour.
   */
  static Sample secondsAfterChange(VardiffSettings settings, double factor, int miners) {
    return Sample.of(
        miners,
        seed -> {
          double hashRate = 1e12;
          SimulatedMiner miner = wrongBy(1, hashRate, settings, seed);
          double warm = 20 + seed * 20.0 / miners;
          while (miner.windows() < warm) {
            miner.second();
          }
          miner.hashRate(hashRate * factor);
          return secondsUntil(miner, m -> m.isWithin(FIFTH));
        });
  }

  /** Seconds until a miner first is so; infinite if that takes more than an hour. */
  static double secondsUntil(SimulatedMiner miner, Predicate<SimulatedMiner> state) {
    double from = miner.seconds();
    while (!state.test(miner)) {
      if (miner.seconds() - from > 3600) {
        return Double.POSITIVE_INFINITY;
      }
      miner.second();
    }
    return miner.seconds() - from;
  }

  /** Shares a second over a day of a miner that works and pauses in turn, seconds each. */
  static double sharesPerSecond(
      VardiffSettings settings, double hashRate, int works, int pauses, boolean hostile) {
    double right = SimulatedMiner.rightDifficulty(hashRate, settings);
    SimulatedMiner miner = new SimulatedMiner(hashRate, right, settings, works + pauses, hostile);
    while (miner.seconds() < DAY_SECONDS) {
      miner.hashRate(hashRate);
      for (int i = 0; i < works; i++) {
        miner.second();
      }
      miner.hashRate(0);
      for (int i = 0; i < pauses; i++) {
        miner.second();
      }
    }
    return miner.shares() / miner.seconds();
  }
}
