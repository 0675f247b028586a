package io.adit.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BytesTest {
  @Test
  void hexadecimalDigitsMayBeOfEitherCase() {
    assertThat(Bytes.ofHex("00fFaB").toArray()).containsExactly(0x00, 0xff, 0xab);
    assertThat(Bytes.ofHex("00fFaB")).hasToString("00ffab");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "0g", "0x00", " 00"})
  void whatIsNotPairsOfDigitsIsRefused(String hex) {
    assertThatThrownBy(() -> Bytes.ofHex(hex)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theyDoNotChangeWithTheArrayTheyWereMadeOf() {
    byte[] source = {1, 2, 3};
    Bytes bytes = Bytes.copyOf(source);

    source[0] = 9;
    bytes.toArray()[1] = 9;

    assertThat(bytes.toArray()).containsExactly(1, 2, 3);
  }

  @Test
  void aPartIsCopied() {
    assertThat(Bytes.copyOf(new byte[] {1, 2, 3, 4}, 1, 2)).isEqualTo(Bytes.ofHex("0203"));
  }

  @Test
  void theyAreEqualByContent() {
    assertThat(Bytes.ofHex("0102"))
        .isEqualTo(Bytes.copyOf(new byte[] {1, 2}))
        .hasSameHashCodeAs(Bytes.copyOf(new byte[] {1, 2}))
        .isNotEqualTo(Bytes.ofHex("0103"))
        .isNotEqualTo(Bytes.ofHex("010200"));
  }

  @Test
  void copyingSaysWhereItEnded() {
    byte[] destination = new byte[5];

    int end = Bytes.ofHex("0102").copyTo(destination, 2);

    assertThat(end).isEqualTo(4);
    assertThat(destination).containsExactly(0, 0, 1, 2, 0);
  }

  /** The SHA-256 of "abc" (FIPS 180-4). */
  @Test
  void aDigestIsFedAllOfThem() throws NoSuchAlgorithmException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");

    Bytes.ofHex("616263").update(digest);

    assertThat(Bytes.copyOf(digest.digest()).toHex())
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  @Test
  void theEmptyStringIsEmpty() {
    assertThat(Bytes.EMPTY.isEmpty()).isTrue();
    assertThat(Bytes.EMPTY.size()).isZero();
    assertThat(Bytes.ofHex("00").isEmpty()).isFalse();
  }
}
