package io.adit.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HashTest {
  /** Of Bitcoin's first block: as people write it, and as block 1 refers to it. */
  private static final String DISPLAY =
      "000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f";

  private static final String WIRE =
      "6fe28c0ab6f1b372c1a6a246ae63f74f931e8365e15a089c68d6190000000000";

  @Test
  void whatPeopleWriteIsTheWireOrderReversed() {
    assertThat(Hash.ofDisplayHex(DISPLAY).wire().toHex()).isEqualTo(WIRE);
    assertThat(Hash.ofWire(Bytes.ofHex(WIRE).toArray()).toDisplayHex()).isEqualTo(DISPLAY);
    assertThat(Hash.ofWire(Bytes.ofHex(WIRE).toArray())).hasToString(DISPLAY);
  }

  @Test
  void hashesAreEqualByTheirBytes() {
    assertThat(Hash.ofDisplayHex(DISPLAY))
        .isEqualTo(Hash.ofWire(Bytes.ofHex(WIRE).toArray()))
        .hasSameHashCodeAs(Hash.ofWire(Bytes.ofHex(WIRE).toArray()))
        .isNotEqualTo(Hash.ofDisplayHex(WIRE))
        .isNotEqualTo(Hash.ZERO);
  }

  @Test
  void aHashDoesNotChangeWithTheArrayItWasMadeOf() {
    byte[] wire = Bytes.ofHex(WIRE).toArray();
    Hash hash = Hash.ofWire(wire);

    wire[0] = 0;

    assertThat(hash.toDisplayHex()).isEqualTo(DISPLAY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce2",
        "000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f00",
        "x00000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f"
      })
  void whatIsNot64DigitsIsRefused(String hex) {
    assertThatThrownBy(() -> Hash.ofDisplayHex(hex)).isInstanceOf(IllegalArgumentException.class);
  }
}
