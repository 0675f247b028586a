package io.adit.pow.sha256d;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.management.ThreadMXBean;
import io.adit.api.Hash;
import io.adit.api.pow.PowAlgorithm.Hasher;
import io.adit.api.pow.Target;
import java.lang.management.ManagementFactory;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Sha256dPowTest {
  private static final int BITS_AT = 72;
  private static final String BLOCK_125552 =
      "0100000081cd02ab7e569e8bcd9317e2fe99f2de44d49ab2b8851ba4a308000000000000"
          + "e320b6c2fffc8d750423db8b1eb942ae710e951ed797f7affc8892b0f1fc122b"
          + "c7f5d74df2b9441a42a14695";

  private final Sha256dPow pow = new Sha256dPow();

  /** Blocks 0, 1, 170, 100000 and 125552 of Bitcoin's main network. */
  @ParameterizedTest
  @CsvSource({
    "0100000000000000000000000000000000000000000000000000000000000000000000003ba3edfd7a7b12b27ac72c"
        + "3e67768f617fc81bc3888a51323a9fb8aa4b1e5e4a29ab5f49ffff001d1dac2b7c,"
        + "000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f",
    "010000006fe28c0ab6f1b372c1a6a246ae63f74f931e8365e15a089c68d6190000000000982051fd1e4ba744bbbe68"
        + "0e1fee14677ba1a3c3540bf7b1cdb606e857233e0e61bc6649ffff001d01e36299,"
        + "00000000839a8e6886ab5951d76f411475428afc90947ee320161bbf18eb6048",
    "0100000055bd840a78798ad0da853f68974f3d183e2bd1db6a842c1feecf222a00000000ff104ccb05421ab93e63f8"
        + "c3ce5c2c2e9dbb37de2764b3a3175c8166562cac7d51b96a49ffff001d283e9e70,"
        + "00000000d1145790a8694403d4063f323d499e655c83426834d4ce2f8dd4a2ee",
    "0100000050120119172a610421a6c3011dd330d9df07b63616c2cc1f1cd00200000000006657a9252aacd5c0b29409"
        + "96ecff952228c3067cc38d4885efb5a4ac4247e9f337221b4d4c86041b0f2b5710,"
        + "000000000003ba27aa200b1cecaad478d2b00432346c3f1f3986da1afd33e506",
    BLOCK_125552 + ",00000000000000001e8d6829a8a21adc5d38d0a473b144b6765798e61f98bd1d",
  })
  void theHeaderOfARealBlockHasTheBlocksHashAndMeetsItsTarget(String headerHex, String hash) {
    byte[] header = HexFormat.of().parseHex(headerHex);
    byte[] result = new byte[32];

    pow.newHasher().hash(header, result);

    assertThat(Hash.ofWire(result).toDisplayHex()).isEqualTo(hash);
    assertThat(Target.ofCompact(bits(header)).isMetBy(result)).isTrue();
  }

  @Test
  void anotherNonceDoesNotMeetTheTarget() {
    byte[] header = HexFormat.of().parseHex(BLOCK_125552);
    byte[] result = new byte[32];
    header[79]++;

    pow.newHasher().hash(header, result);

    assertThat(Target.ofCompact(bits(header)).isMetBy(result)).isFalse();
  }

  @Test
  void difficultyOneIsTheEasiestTargetOfTheMainNetwork() {
    assertThat(pow.difficultyOne().toBigInteger())
        .isEqualTo(BigInteger.valueOf(0xffff).shiftLeft(208));
  }

  /** Bitcoin Core's getdifficulty for blocks with these bits. */
  @Test
  void difficultiesAreOnBitcoinsScale() {
    assertThat(Target.ofCompact(0x1b0404cb).difficulty(pow.difficultyOne()))
        .isEqualTo(16307.420938523983);
  }

  @Test
  void hashersOfSeveralThreadsDoNotDisturbEachOther() {
    byte[] header = HexFormat.of().parseHex(BLOCK_125552);

    Set<String> hashes =
        IntStream.range(0, 20_000)
            .parallel()
            .mapToObj(
                i -> {
                  byte[] result = new byte[32];
                  pow.newHasher().hash(header, result);
                  return Hash.ofWire(result).toDisplayHex();
                })
            .collect(Collectors.toSet());

    assertThat(hashes)
        .containsExactly("00000000000000001e8d6829a8a21adc5d38d0a473b144b6765798e61f98bd1d");
  }

  @Test
  void headersAreHashedWithoutGarbage() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    assumeThat(threads.isThreadAllocatedMemorySupported()).isTrue();
    Hasher hasher = pow.newHasher();
    byte[] header = new byte[80];
    byte[] result = new byte[32];
    long warm = allocated(threads, hasher, header, result, 20_000);

    long bytes = allocated(threads, hasher, header, result, 20_000);

    assertThat(bytes).describedAs("after %s while warming up", warm).isLessThan(20_000);
  }

  private static long allocated(
      ThreadMXBean threads, Hasher hasher, byte[] header, byte[] result, int times) {
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < times; i++) {
      hasher.hash(header, result);
    }
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  private static int bits(byte[] header) {
    return (header[BITS_AT] & 0xff)
        | (header[BITS_AT + 1] & 0xff) << 8
        | (header[BITS_AT + 2] & 0xff) << 16
        | (header[BITS_AT + 3] & 0xff) << 24;
  }
}
