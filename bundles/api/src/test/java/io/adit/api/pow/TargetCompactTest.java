package io.adit.api.pow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Compact targets as consensus reads them. The vectors with mantissa 123456 and the like are from
 * Bitcoin Core's src/test/arith_uint256_tests.cpp (bignum_SetCompact).
 */
class TargetCompactTest {
  @ParameterizedTest
  @CsvSource({
    "00000000, 0, 00000000",
    "00123456, 0, 00000000",
    "01003456, 0, 00000000",
    "02000056, 0, 00000000",
    "03000000, 0, 00000000",
    "04000000, 0, 00000000",
    "00923456, 0, 00000000",
    "01803456, 0, 00000000",
    "02800056, 0, 00000000",
    "03800000, 0, 00000000",
    "04800000, 0, 00000000",
    "01123456, 12, 01120000",
    "02123456, 1234, 02123400",
    "03123456, 123456, 03123456",
    "04123456, 12345600, 04123456",
    "05009234, 92340000, 05009234",
    "20123456, 1234560000000000000000000000000000000000000000000000000000000000, 20123456",
    // Main network: the easiest target, and the one of block 100800.
    "1d00ffff, ffff0000000000000000000000000000000000000000000000000000, 1d00ffff",
    "1b0404cb, 404cb000000000000000000000000000000000000000000000000, 1b0404cb",
    // Regression test network.
    "207fffff, 7fffff0000000000000000000000000000000000000000000000000000000000, 207fffff",
    // The greatest that are not over 256 bits.
    "2100ffff, ffff000000000000000000000000000000000000000000000000000000000000, 2100ffff",
    "220000ff, ff00000000000000000000000000000000000000000000000000000000000000, 2100ff00",
  })
  void compactFormsStandForTheirTargets(String compact, String value, String canonical) {
    Target target = Target.ofCompact(Integer.parseUnsignedInt(compact, 16));

    assertThat(target.toBigInteger()).isEqualTo(new BigInteger(value, 16));
    assertThat("%08x".formatted(target.toCompact())).isEqualTo(canonical);
  }

  @ParameterizedTest
  @ValueSource(strings = {"01fedcba", "04923456", "1d80ffff"})
  void negativeTargetsAreRefused(String compact) {
    assertThatThrownBy(() -> Target.ofCompact(Integer.parseUnsignedInt(compact, 16)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("nBits: " + compact + " (expected: a positive target)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ff123456", "21010000", "22000100", "23000001", "237fffff"})
  void targetsOver256BitsAreRefused(String compact) {
    assertThatThrownBy(() -> Target.ofCompact(Integer.parseUnsignedInt(compact, 16)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Core: 0x80 has the sign bit's place taken, so it moves on by a byte. */
  @ParameterizedTest
  @CsvSource({"80, 02008000", "ffff, 0300ffff", "800000, 04008000", "123456789a, 05123456"})
  void aTargetIsRoundedDownToItsCompactForm(String value, String compact) {
    assertThat("%08x".formatted(Target.of(new BigInteger(value, 16)).toCompact()))
        .isEqualTo(compact);
  }
}
