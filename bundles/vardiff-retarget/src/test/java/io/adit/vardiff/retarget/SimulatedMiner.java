package io.adit.vardiff.retarget;

import io.adit.api.session.ShareWindow;
import io.adit.api.vardiff.VardiffSettings;
import java.util.OptionalDouble;
import java.util.Random;

/**
 * A miner that finds shares as a Poisson process, under a server that asks the policy once a second
 * of simulated time.
 */
final class SimulatedMiner {
  private static final double HASHES_PER_DIFFICULTY = 0x1p32;
  private static final long SECOND = 1_000_000_000L;

  private final RetargetPolicy policy = new RetargetPolicy();
  private final ShareWindow window = new ShareWindow();
  private final VardiffSettings settings;
  private final double hashRate;
  private final Random random;
  private double difficulty;
  private long now;
  private int changes;

  /** Starts at a difficulty that is wrong by that factor. */
  SimulatedMiner(double hashRate, double factor, VardiffSettings settings, long seed) {
    this.hashRate = hashRate;
    this.settings = settings;
    this.random = new Random(seed);
    this.difficulty = factor * rightDifficulty();
    window.begin(now);
  }

  private double rightDifficulty() {
    return hashRate * settings.targetShareTime().toNanos() / SECOND / HASHES_PER_DIFFICULTY;
  }

  void second() {
    double mean = hashRate / HASHES_PER_DIFFICULTY / difficulty;
    // Arrival by arrival, so that the last one's time is right.
    for (double at = exponential(mean); at < 1; at += exponential(mean)) {
      window.add(difficulty, now + (long) (at * SECOND));
    }
    now += SECOND;
    OptionalDouble judged = policy.judge(window.statistics(difficulty, now), settings);
    if (judged.isPresent()) {
      changes += judged.getAsDouble() == difficulty ? 0 : 1;
      difficulty = judged.getAsDouble();
      window.begin(now);
    }
  }

  private double exponential(double mean) {
    return -Math.log1p(-random.nextDouble()) / mean;
  }

  /** Time of the simulation so far, in retarget times. */
  double retargetTimes() {
    return now / (double) settings.retargetTime().toNanos();
  }

  /** Time of the simulation so far, in wanted share times. */
  double shareTimes() {
    return now / (double) settings.targetShareTime().toNanos();
  }

  int changes() {
    return changes;
  }

  /** The miner's mean share time as a multiple of the one wanted. */
  double shareTime() {
    return difficulty / rightDifficulty();
  }
}
