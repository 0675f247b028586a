package io.adit.vardiff.retarget;

import java.util.Arrays;
import java.util.function.DoublePredicate;
import java.util.function.IntToDoubleFunction;

/** One measured value of each of many miners. */
final class Sample {
  private final double[] ascending;

  private Sample(double[] values) {
    ascending = values;
    Arrays.sort(ascending);
  }

  /** Measures that many miners, by their seeds from 0 on. */
  static Sample of(int miners, IntToDoubleFunction measured) {
    double[] values = new double[miners];
    Arrays.setAll(values, measured);
    return new Sample(values);
  }

  /** The value that {@code part} of the values are below. */
  double quantile(double part) {
    return ascending[(int) Math.min(ascending.length - 1, part * ascending.length)];
  }

  /** The part of the values that are so. */
  double part(DoublePredicate is) {
    return Arrays.stream(ascending).filter(is).count() / (double) ascending.length;
  }
}
