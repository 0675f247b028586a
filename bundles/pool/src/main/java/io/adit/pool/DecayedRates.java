package io.adit.pool;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Difficulty credited per second, averaged over {@link #WINDOWS five times} with exponential decay.
 *
 * <p><b>What it is.</b> Let r(s) be what was credited per second at the time s: what a tick
 * brought, spread evenly over the time since the tick before, for that is when it was worked for.
 * The average over T seconds, up to now, of a record that began at b, is that of r with weights
 * that fall with age:
 *
 * <pre>
 *         ∫ r(s) e^(-(now-s)/T) ds
 *   R  =  ------------------------    both from b to now
 *           ∫ e^(-(now-s)/T) ds
 * </pre>
 *
 * So a steady miner's averages are right from the first tick on, and a record that is younger than
 * T is averaged over its own age. What was done T seconds ago counts 37 % of what is done now; of a
 * miner that stops, that much is left after T seconds.
 *
 * <p><b>How it is kept.</b> As the numerator divided by T, one number for each T, and the record's
 * age, from which the denominator follows: it is T (1 - e^(-age/T)). Numerators of several records
 * add up to that of all their work together.
 */
final class DecayedRates {
  /** Seconds averaged over: 1, 5, 15 minutes, 1 hour, 1 day. */
  static final List<Integer> WINDOWS = List.of(60, 300, 900, 3600, 86_400);

  /** A record that has just begun. */
  static final DecayedRates NONE = new DecayedRates(new double[WINDOWS.size()], 0);

  private final double[] numerators;
  private final double age;

  private DecayedRates(double[] numerators, double age) {
    this.numerators = numerators;
    this.age = age;
  }

  /**
   * A record as it was kept.
   *
   * @param rates averages, in the order of {@link #WINDOWS}
   * @param age of the record, seconds
   */
  static DecayedRates of(List<Double> rates, double age) {
    double[] numerators = new double[WINDOWS.size()];
    Arrays.setAll(numerators, i -> rates.get(i) * (1 - decay(age, i)));
    return new DecayedRates(numerators, age);
  }

  /**
   * The record after some more time, in which {@code credited} was credited. In no time at all,
   * that counts as work of this moment.
   */
  DecayedRates after(double seconds, double credited) {
    double[] later = new double[numerators.length];
    for (int i = 0; i < later.length; i++) {
      double kept = decay(seconds, i);
      double gained = seconds > 0 ? credited / seconds * (1 - kept) : credited / WINDOWS.get(i);
      later[i] = numerators[i] * kept + gained;
    }
    return new DecayedRates(later, age + seconds);
  }

  /** The work of both, as of one that began when the older began. */
  DecayedRates plus(DecayedRates other) {
    double[] sums = new double[numerators.length];
    Arrays.setAll(sums, i -> numerators[i] + other.numerators[i]);
    return new DecayedRates(sums, Math.max(age, other.age));
  }

  /** Seconds since the record began. */
  double age() {
    return age;
  }

  /** Difficulty credited per second, in the order of {@link #WINDOWS}. */
  List<Double> rates() {
    return IntStream.range(0, numerators.length).mapToObj(this::rate).toList();
  }

  /** Of them, the one with that index. */
  double rate(int window) {
    return age > 0 ? numerators[window] / (1 - decay(age, window)) : 0;
  }

  private static double decay(double seconds, int window) {
    return Math.exp(-seconds / WINDOWS.get(window));
  }
}
