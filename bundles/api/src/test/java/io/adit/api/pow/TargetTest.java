package io.adit.api.pow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {
  private static final BigInteger LIMIT = BigInteger.ONE.shiftLeft(256);

  static LongStream seeds() {
    long seed = System.nanoTime();
    return LongStream.range(seed, seed + 100);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 63, 64, 65, 127, 128, 129, 191, 192, 193, 254, 255})
  void aHashIsComparedExactlyAtEveryWord(int bit) {
    BigInteger value = BigInteger.ONE.shiftLeft(bit);
    Target target = Target.of(value);

    assertThat(target.isMetBy(hash(value.subtract(BigInteger.ONE)))).isTrue();
    assertThat(target.isMetBy(hash(value))).isTrue();
    assertThat(target.isMetBy(hash(value.add(BigInteger.ONE)))).isFalse();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aHashMeetsATargetThatIsNotLess(long seed) {
    Random random = new Random(seed);
    BigInteger value = new BigInteger(random.nextInt(257), random);
    BigInteger number = new BigInteger(random.nextInt(257), random);

    assertThat(Target.of(value).isMetBy(hash(number))).isEqualTo(number.compareTo(value) <= 0);
    assertThat(Target.of(value).compareTo(Target.of(number)) <= 0)
        .isEqualTo(value.compareTo(number) <= 0);
    assertThat(Target.ofHash(hash(number)).toBigInteger()).isEqualTo(number);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aTargetKeepsEveryBit(long seed) {
    Random random = new Random(seed);
    BigInteger value = new BigInteger(random.nextInt(257), random);
    Target target = Target.of(value);

    assertThat(target.toBigInteger()).isEqualTo(value);
    assertThat(new BigInteger(1, target.toBytes())).isEqualTo(value);
    assertThat(target.toBytes()).hasSize(32);
    assertThat(new BigInteger(target.toString(), 16)).isEqualTo(value);
    assertThat(target).isEqualTo(Target.of(value)).hasSameHashCodeAs(Target.of(value));
  }

  @Test
  void everyHashMeetsTheGreatestTarget() {
    assertThat(Target.MAX.toBigInteger()).isEqualTo(LIMIT.subtract(BigInteger.ONE));
    assertThat(Target.MAX.isMetBy(hash(LIMIT.subtract(BigInteger.ONE)))).isTrue();
  }

  @Test
  void onlyZeroMeetsZero() {
    assertThat(Target.of(BigInteger.ZERO).isMetBy(hash(BigInteger.ZERO))).isTrue();
    assertThat(Target.of(BigInteger.ZERO).isMetBy(hash(BigInteger.ONE))).isFalse();
  }

  @Test
  void numbersThatDoNotFitIn256BitsAreRefused() {
    assertThatThrownBy(() -> Target.of(LIMIT)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Target.of(BigInteger.ONE.negate()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static byte[] hash(BigInteger number) {
    byte[] hash = new byte[32];
    for (int i = 0; i < hash.length; i++) {
      hash[i] = number.shiftRight(8 * i).byteValue();
    }
    return hash;
  }
}
