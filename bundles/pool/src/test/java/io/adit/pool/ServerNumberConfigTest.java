package io.adit.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adit.api.coin.Coin;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What a pool makes of the configured number of its server. */
class ServerNumberConfigTest {
  private static Numbering numbering(Map<String, Object> set) {
    Config config =
        (Config)
            Proxy.newProxyInstance(
                Config.class.getClassLoader(),
                new Class<?>[] {Config.class},
                (proxy, method, arguments) -> value(set, method));
    return Config.Reader.read(config, Coin.named("bitcoin-regtest").orElseThrow()).numbering();
  }

  /** What Declarative Services answer: a text for a list of one. */
  private static Object value(Map<String, Object> set, java.lang.reflect.Method method) {
    return set.getOrDefault(method.getName(), method.getDefaultValue());
  }

  @Test
  void aServerOnItsOwnHasNoNumber() {
    assertThat(numbering(Map.of())).isEqualTo(Numbering.NONE);
  }

  @Test
  void zeroIsANumber() {
    assertThat(numbering(Map.of("serverNumber", 0)))
        .isEqualTo(new Numbering(OptionalInt.of(0), false));
  }

  @Test
  void aNumberMayHaveToComeFromAService() {
    assertThat(numbering(Map.of("serverNumberRequired", true)))
        .isEqualTo(new Numbering(OptionalInt.empty(), true));
  }

  @Test
  void aNumberThatIsNoByteIsRefused() {
    assertThatThrownBy(() -> numbering(Map.of("serverNumber", 256)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("serverNumber: 256 (expected: 0..255, or -1)");
  }

  @Test
  void besideTheNumberAnExtranonce1NeedsRoom() {
    assertThatThrownBy(() -> numbering(Map.of("serverNumber", 1, "extranonce1Size", 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "extranonce1Size: 1 (expected: >= 2, as the server's number is the first byte)");
    assertThatThrownBy(() -> numbering(Map.of("serverNumberRequired", true, "extranonce1Size", 1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(numbering(Map.of("extranonce1Size", 1))).isEqualTo(Numbering.NONE);
  }
}
