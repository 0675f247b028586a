package io.adit.bench.ledger;

/** Counts of durations in nanoseconds, exact to one part in 64. Of one thread, until it ended. */
final class Latencies {
  private static final int FINE = 6;
  private final long[] counts = new long[64 << FINE];
  private long total;
  private long max;

  void add(long nanos) {
    counts[bucket(nanos)]++;
    total++;
    max = Math.max(max, nanos);
  }

  void add(Latencies other) {
    for (int i = 0; i < counts.length; i++) {
      counts[i] += other.counts[i];
    }
    total += other.total;
    max = Math.max(max, other.max);
  }

  private static int bucket(long nanos) {
    int shift = Math.max(0, 63 - Long.numberOfLeadingZeros(nanos | 1) - FINE);
    return (shift << FINE) + (int) (nanos >>> shift);
  }

  private static long lowest(int bucket) {
    int shift = Math.max(0, (bucket >> FINE) - 1);
    return (long) (bucket - (shift << FINE)) << shift;
  }

  private double microsAt(double quantile) {
    long rank = (long) Math.ceil(total * quantile);
    long seen = 0;
    for (int i = 0; i < counts.length; i++) {
      seen += counts[i];
      if (seen >= rank && seen > 0) {
        return lowest(i) / 1e3;
      }
    }
    return 0;
  }

  /** p50, p99, p99.9 and the longest, in microseconds. */
  @Override
  public String toString() {
    return "%s / %s / %s / %s"
        .formatted(
            micros(microsAt(0.5)),
            micros(microsAt(0.99)),
            micros(microsAt(0.999)),
            micros(max / 1e3));
  }

  private static String micros(double micros) {
    return micros < 10 ? "%.2f".formatted(micros) : "%,.0f".formatted(micros);
  }
}
