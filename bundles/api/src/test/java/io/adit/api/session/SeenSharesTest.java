package io.adit.api.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SeenSharesTest {
  private final SeenShares seen = new SeenShares();

  static LongStream seeds() {
    long seed = System.nanoTime();
    return LongStream.range(seed, seed + 20);
  }

  @Test
  void atFirstThereIsNone() {
    assertThat(seen.contains(new byte[8], 8, 0, 0, 0)).isFalse();
    assertThat(seen.size()).isZero();
  }

  @Test
  void aShareOfNothingButZerosIsRemembered() {
    seen.add(new byte[8], 0, 0, 0, 0);

    assertThat(seen.contains(new byte[8], 0, 0, 0, 0)).isTrue();
    assertThat(seen.contains(new byte[8], 1, 0, 0, 0)).isFalse();
    assertThat(seen.size()).isEqualTo(1);
  }

  @Test
  void everyPartOfAShareCounts() {
    byte[] extranonce2 = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
    seen.add(extranonce2, 16, 1, 2, 3);

    assertThat(seen.contains(extranonce2, 16, 1, 2, 3)).isTrue();
    assertThat(seen.contains(extranonce2, 15, 1, 2, 3)).isFalse();
    assertThat(seen.contains(extranonce2, 16, 9, 2, 3)).isFalse();
    assertThat(seen.contains(extranonce2, 16, 1, 9, 3)).isFalse();
    assertThat(seen.contains(extranonce2, 16, 1, 2, 9)).isFalse();
    for (int i = 0; i < extranonce2.length; i++) {
      byte[] other = extranonce2.clone();
      other[i] ^= 1;
      assertThat(seen.contains(other, 16, 1, 2, 3)).describedAs("byte %s", i).isFalse();
    }
  }

  @Test
  void bytesBehindTheExtranonceDoNotCount() {
    seen.add(new byte[] {1, 2, 3}, 2, 1, 2, 3);

    assertThat(seen.contains(new byte[] {1, 2, 9}, 2, 1, 2, 3)).isTrue();
  }

  @Test
  void negativeNumbersAreNumbers() {
    seen.add(new byte[] {-1}, 1, -1, -1, -1);

    assertThat(seen.contains(new byte[] {-1}, 1, -1, -1, -1)).isTrue();
    assertThat(seen.contains(new byte[] {-1}, 1, 0, -1, -1)).isFalse();
    assertThat(seen.contains(new byte[] {-1}, 1, -1, 0, -1)).isFalse();
    assertThat(seen.contains(new byte[] {-1}, 1, -1, -1, 0)).isFalse();
  }

  /** From a small room of shares, so that many come again, against a set of lists. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void itKnowsWhatASetKnows(long seed) {
    Random random = new Random(seed);
    Set<List<Object>> oracle = new HashSet<>();
    int room = 2 + random.nextInt(6);
    int length = random.nextInt(17);
    for (int i = 0; i < 5000; i++) {
      byte[] extranonce2 = new byte[16];
      for (int b = 0; b < length; b++) {
        extranonce2[b] = (byte) (random.nextInt(8) == 0 ? random.nextInt(room) : 0);
      }
      int ntime = random.nextInt(room);
      int nonce = random.nextInt(room) << 29;
      int versionBits = random.nextInt(room) << 13;
      List<Object> share =
          List.of(Arrays.toString(Arrays.copyOf(extranonce2, length)), ntime, nonce, versionBits);

      boolean isNew = oracle.add(share);
      assertThat(seen.contains(extranonce2, length, ntime, nonce, versionBits)).isEqualTo(!isNew);
      if (isNew) {
        seen.add(extranonce2, length, ntime, nonce, versionBits);
      }
      assertThat(seen.size()).isEqualTo(oracle.size());
    }
  }
}
