package io.adit.api.pow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetDifficultyTest {
  private static final Target ONE = Target.ofCompact(0x1d00ffff);

  static LongStream seeds() {
    long seed = System.nanoTime();
    return LongStream.range(seed, seed + 100);
  }

  /** What Bitcoin's nodes say of blocks 0, 100000, 100800 and 125552. */
  @ParameterizedTest
  @CsvSource({
    "1d00ffff, 1",
    "1b04864c, 14484.162361225399",
    "1b0404cb, 16307.420938523983",
    "1a44b9f2, 244112.48777433642"
  })
  void difficultiesAreThoseThatNodesShow(String bits, double difficulty) {
    assertThat(Target.ofCompact(Integer.parseInt(bits, 16)).difficulty(ONE)).isEqualTo(difficulty);
  }

  @ParameterizedTest
  @CsvSource({
    "1, ffff0000000000000000000000000000000000000000000000000000",
    "2, 7fff8000000000000000000000000000000000000000000000000000",
    "0.5, 1fffe0000000000000000000000000000000000000000000000000000",
    "65535, 10000000000000000000000000000000000000000000000000000",
    "3, 55550000000000000000000000000000000000000000000000000000",
  })
  void aDifficultyHasItsTarget(double difficulty, String target) {
    assertThat(Target.ofDifficulty(difficulty, ONE).toBigInteger())
        .isEqualTo(new BigInteger(target, 16));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void theTargetIsTheLargestThatTheDifficultyAllows(long seed) {
    double difficulty = Math.exp(new Random(seed).nextDouble() * 100 - 20);
    BigDecimal exact = new BigDecimal(difficulty);
    BigDecimal one = new BigDecimal(ONE.toBigInteger());

    BigInteger target = Target.ofDifficulty(difficulty, ONE).toBigInteger();

    assertThat(new BigDecimal(target).multiply(exact)).isLessThanOrEqualTo(one);
    assertThat(new BigDecimal(target.add(BigInteger.ONE)).multiply(exact)).isGreaterThan(one);
  }

  @Test
  void theEasiestTargetIsTheGreatestNumber() {
    assertThat(Target.ofDifficulty(1e-300, ONE)).isEqualTo(Target.MAX);
  }

  @Test
  void nothingButZeroIsLeftOfTheHardest() {
    assertThat(Target.ofDifficulty(1e300, ONE).toBigInteger()).isZero();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void whatIsNoDifficultyIsRefused(double difficulty) {
    assertThatThrownBy(() -> Target.ofDifficulty(difficulty, ONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("difficulty: " + difficulty + " (expected: > 0 and finite)");
  }
}
