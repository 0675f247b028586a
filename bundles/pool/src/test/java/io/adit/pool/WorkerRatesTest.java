package io.adit.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.api.Test;

class WorkerRatesTest {
  private static final double HASHES = 0x1p32;

  private final WorkerRates rates = new WorkerRates();

  @Test
  void aSteadyMinersRateIsWhatItIsCreditedWith() {
    rates.authorized("alice");
    for (int second = 0; second < 600; second++) {
      rates.credit("alice", 2);
      rates.tick(1);
    }

    assertThat(rate("alice")).isCloseTo(2 * HASHES, withinPercentage(0.1));
  }

  @Test
  void aRateIsRightFromTheFirstSeconds() {
    rates.authorized("alice");
    rates.credit("alice", 20);
    rates.tick(10);

    assertThat(rate("alice")).isCloseTo(2 * HASHES, withinPercentage(0.1));
  }

  @Test
  void aRateDecaysWhenSharesStop() {
    rates.authorized("alice");
    rates.credit("alice", 100);
    rates.tick(1);
    double before = rate("alice");
    rates.tick(3600);

    assertThat(rate("alice")).isLessThan(before / 1000);
  }

  @Test
  void aWorkerOnTwoConnectionsIsOneAndStaysWhileOneIsOpen() {
    rates.authorized("alice");
    rates.authorized("alice");
    rates.left("alice");

    assertThat(rates.snapshot(HASHES)).hasSize(1);
    assertThat(rates.snapshot(HASHES).get(0).connections()).isEqualTo(1);
  }

  @Test
  void aWorkerThatHasLeftIsShownForAWhileAndThenForgotten() {
    rates.authorized("alice");
    rates.credit("alice", 1);
    rates.left("alice");
    rates.tick(1);
    assertThat(rates.snapshot(HASHES)).hasSize(1);

    rates.tick(24 * 3600);

    assertThat(rates.snapshot(HASHES)).isEmpty();
  }

  private double rate(String worker) {
    return rates.snapshot(HASHES).stream()
        .filter(snapshot -> snapshot.name().equals(worker))
        .findFirst()
        .orElseThrow()
        .hashRate();
  }
}
