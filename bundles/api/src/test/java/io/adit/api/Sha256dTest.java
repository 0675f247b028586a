package io.adit.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class Sha256dTest {
  /**
   * <a href="https://en.bitcoin.it/wiki/Protocol_documentation#Hashes">Protocol documentation</a>.
   */
  private static final String OF_HELLO =
      "9595c9df90075148eb06860365df33584b75bff782a510c6cd4883a419833d50";

  private static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);

  private final Sha256d sha256d = new Sha256d();

  @Test
  void helloHasItsKnownHash() {
    assertThat(sha256d.hash(Bytes.copyOf(HELLO)).wire().toHex()).isEqualTo(OF_HELLO);
  }

  @Test
  void aPartOfAnArrayIsHashedIntoAPartOfAnother() {
    byte[] out = new byte[34];

    sha256d.hash("-hello-".getBytes(StandardCharsets.UTF_8), 1, 5, out, 1);

    assertThat(Bytes.copyOf(out).toHex()).isEqualTo("00" + OF_HELLO + "00");
  }

  @Test
  void theResultMayOverwriteWhatWasHashed() {
    byte[] data = Arrays.copyOf(HELLO, 32);

    sha256d.hash(data, 0, HELLO.length, data, 0);

    assertThat(Bytes.copyOf(data).toHex()).isEqualTo(OF_HELLO);
  }

  @Test
  void tooLittleRoomIsNamedAndDoesNotSpoilTheNextHash() {
    assertThatThrownBy(() -> sha256d.hash(HELLO, 0, 5, new byte[32], 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("room for the hash: 31 (expected: >= 32)");
    assertThat(sha256d.hash(Bytes.copyOf(HELLO)).wire().toHex()).isEqualTo(OF_HELLO);
  }
}
