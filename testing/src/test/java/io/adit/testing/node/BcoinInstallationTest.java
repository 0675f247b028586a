package io.adit.testing.node;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

class BcoinInstallationTest {
  @Test
  void withoutNodeJsATestIsSkipped() {
    assertThatThrownBy(() -> BcoinInstallation.require(false, false))
        .isInstanceOf(TestAbortedException.class);
  }

  @Test
  void withoutNodeJsInCiATestFails() {
    assertThatThrownBy(() -> BcoinInstallation.require(false, true))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("CI");
  }

  @Test
  void withNodeJsATestGoesOn() {
    assertThatCode(() -> BcoinInstallation.require(true, true)).doesNotThrowAnyException();
  }
}
