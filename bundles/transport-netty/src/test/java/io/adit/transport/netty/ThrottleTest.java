package io.adit.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ThrottleTest {
  /** Near the end of the clock's numbers, which System.nanoTime may be. */
  private long now = Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(30);

  @Test
  void oneWarningAMinute() {
    Throttle throttle = new Throttle(() -> now);

    assertThat(throttle.permits()).isTrue();
    assertThat(throttle.permits()).isFalse();
    now += TimeUnit.SECONDS.toNanos(59);
    assertThat(throttle.permits()).isFalse();
    now += TimeUnit.SECONDS.toNanos(1);
    assertThat(throttle.permits()).isTrue();
    assertThat(throttle.permits()).isFalse();
  }
}
