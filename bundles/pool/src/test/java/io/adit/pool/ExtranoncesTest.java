package io.adit.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExtranoncesTest {
  @Test
  void everyOneIsGivenOnceUntilNoneIsLeft() {
    Extranonces extranonces = new Extranonces(2);
    Set<String> given = new HashSet<>();
    for (int i = 0; i < 65_536; i++) {
      given.add(HexFormat.of().formatHex(extranonces.take().orElseThrow()));
    }

    assertThat(given).hasSize(65_536).allMatch(hex -> hex.length() == 4);
    assertThat(extranonces.take()).isEmpty();
  }

  @Test
  void oneThatIsReleasedMayBeGivenAgain() {
    Extranonces extranonces = new Extranonces(2);
    byte[] first = extranonces.take().orElseThrow();
    for (int i = 1; i < 65_536; i++) {
      extranonces.take();
    }
    extranonces.release(first);

    assertThat(extranonces.take().orElseThrow()).isEqualTo(first);
  }

  @Test
  void oneThatAnAdoptedConnectionHasIsNotGiven() {
    Extranonces extranonces = new Extranonces(2);
    byte[] adopted = {1, 2};
    extranonces.keep(adopted);
    Optional<byte[]> taken = extranonces.take();
    while (taken.isPresent()) {
      assertThat(taken.get()).isNotEqualTo(adopted);
      taken = extranonces.take();
    }
  }

  @Test
  void eightBytesAreAsGoodAsTwo() {
    Extranonces extranonces = new Extranonces(8);

    assertThat(extranonces.take().orElseThrow()).hasSize(8);
    assertThat(extranonces.take().orElseThrow()).isNotEqualTo(extranonces.take().orElseThrow());
  }
}
