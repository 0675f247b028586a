package io.adit.launcher.miner;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.api.Hash;
import io.adit.api.pow.Target;
import java.util.HexFormat;
import java.util.OptionalInt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Headers of blocks of Bitcoin's main chain: 0 and 125552. */
class Sha256dTest {
  private static final String GENESIS =
      "0100000000000000000000000000000000000000000000000000000000000000000000003ba3edfd7a7b12b27ac7"
          + "2c3e67768f617fc81bc3888a51323a9fb8aa4b1e5e4a29ab5f49ffff001d1dac2b7c";
  private static final String BLOCK_125552 =
      "0100000081cd02ab7e569e8bcd9317e2fe99f2de44d49ab2b8851ba4a308000000000000e320b6c2fffc8d750423"
          + "db8b1eb942ae710e951ed797f7affc8892b0f1fc122bc7f5d74df2b9441a42a14695";

  @ParameterizedTest
  @CsvSource({
    GENESIS + ",1d00ffff,000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f",
    BLOCK_125552 + ",1a44b9f2,00000000000000001e8d6829a8a21adc5d38d0a473b144b6765798e61f98bd1d"
  })
  void theNonceOfARealBlockIsFoundAmongOthers(String headerHex, String bits, String hash) {
    byte[] header = HexFormat.of().parseHex(headerHex);
    int nonce =
        (header[76] & 0xff)
            | (header[77] & 0xff) << 8
            | (header[78] & 0xff) << 16
            | (header[79] & 0xff) << 24;
    Algorithm.Scanner scanner = new Sha256d().newScanner();
    scanner.setHeader(header);

    OptionalInt found =
        scanner.scan(nonce - 1000, 2000, Target.ofCompact(Integer.parseInt(bits, 16)));

    assertThat(found).hasValue(nonce);
    assertThat(Hash.ofWire(scanner.lastHash()).toDisplayHex()).isEqualTo(hash);
  }

  @ParameterizedTest
  @CsvSource(GENESIS)
  void nothingIsFoundWhereThereIsNothing(String headerHex) {
    Algorithm.Scanner scanner = new Sha256d().newScanner();
    scanner.setHeader(HexFormat.of().parseHex(headerHex));

    assertThat(scanner.scan(0, 1000, Target.ofCompact(0x1d00ffff))).isEmpty();
  }
}
