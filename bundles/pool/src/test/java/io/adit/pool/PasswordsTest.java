package io.adit.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalDouble;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordsTest {
  @ParameterizedTest
  @CsvSource({
    "d=512, 512",
    "x;d=512, 512",
    "diff=512, 512",
    "x d=0.001, 0.001",
    "'x,d=64,y', 64",
    "d=1;d=2, 1",
    "d=1e-9, 1e-9",
    "d=1E5, 100000",
    "d=.5, 0.5",
    "x;D = 512, 512"
  })
  void aDifficultyIsFound(String password, double difficulty) {
    assertThat(Passwords.difficulty(password)).hasValue(difficulty);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "x", "123", "d=", "d=abc", "d=-5", "d=0", "bad=5", "d=1e", "d=.", "d=512x", "d=1e999"
      })
  void anythingElseIsAPassword(String password) {
    assertThat(Passwords.difficulty(password)).isEqualTo(OptionalDouble.empty());
  }
}
