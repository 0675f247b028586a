package io.adit.node.bitcoind;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PulseTest {
  /** So long that no alarm goes off by itself: the tests' clock is another one. */
  private static final Duration LEAST = Duration.ofHours(1);

  private static final Duration MOMENT = Duration.ofNanos(1);

  private final List<Duration> silences = new ArrayList<>();
  private long nanos = -5;

  private Pulse pulse(Duration least) {
    return new Pulse(least, () -> nanos);
  }

  private void pass(Duration time) {
    nanos += time.toNanos();
  }

  @Test
  void aNodeThatAnswersInNoTimeMayBeSilentForTheLeastTime() {
    Pulse pulse = pulse(Duration.ofMillis(750));
    pulse.answered(Duration.ofMillis(250));

    assertThat(pulse.limit()).isEqualTo(Duration.ofMillis(750));
  }

  @Test
  void aNodeThatTakesLongerMayBeSilentForThreeTimesAsLong() {
    Pulse pulse = pulse(Duration.ofMillis(750));
    pulse.answered(Duration.ofMillis(900));

    assertThat(pulse.limit()).isEqualTo(Duration.ofMillis(2_700));
  }

  @Test
  void noNodeMayBeSilentForLongerThanFiveSeconds() {
    Pulse pulse = pulse(Duration.ofMillis(750));
    pulse.answered(Duration.ofSeconds(9));

    assertThat(pulse.limit()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void aNodeOfWhichNothingIsKnownYetMayTakeTheLongestTime() {
    assertThat(pulse(Duration.ofMillis(750)).limit()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void whatANodeOnceTookIsForgotten() {
    Pulse pulse = pulse(Duration.ofMillis(750));
    pulse.answered(Duration.ofSeconds(1));

    for (int i = 0; i < 100; i++) {
      pulse.answered(Duration.ofMillis(1));
    }

    assertThat(pulse.limit()).isEqualTo(Duration.ofMillis(750));
  }

  @Test
  void silenceIsToldOnceTheLimitHasPassedAndOnlyOnce() {
    try (Vigil vigil = new Vigil(pulse(LEAST), silences::add)) {
      pass(LEAST.minus(MOMENT));
      vigil.look();
      assertThat(silences).isEmpty();

      pass(MOMENT);
      vigil.look();
      vigil.look();
    }

    assertThat(silences).containsExactly(LEAST);
  }

  @Test
  void anAnswerToAnythingIsASignOfLife() {
    Pulse pulse = pulse(LEAST);
    try (Vigil vigil = new Vigil(pulse, silences::add)) {
      pass(LEAST.minus(MOMENT));
      pulse.heard();
      pass(LEAST.minus(MOMENT));
      vigil.look();
      assertThat(silences).isEmpty();

      pass(MOMENT);
      vigil.look();
    }

    assertThat(silences).containsExactly(LEAST);
  }

  @Test
  void aNodeThatWasNotAskedForLongWasNotSilent() {
    Pulse pulse = pulse(LEAST);
    pass(LEAST.multipliedBy(10));

    try (Vigil vigil = new Vigil(pulse, silences::add)) {
      vigil.look();
    }

    assertThat(silences).isEmpty();
  }

  @Test
  void whatIsAnsweredIsNotSilence() {
    Vigil vigil = new Vigil(pulse(LEAST), silences::add);
    vigil.close();
    pass(LEAST);

    vigil.look();

    assertThat(silences).isEmpty();
  }
}
