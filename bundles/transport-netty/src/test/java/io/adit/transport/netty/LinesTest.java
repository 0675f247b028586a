package io.adit.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LinesTest {
  private final Lines lines = new Lines();

  @Test
  void severalLinesInOnePacketComeOneByOne() {
    add("one\ntwo\nthree\n");

    assertThat(all()).containsExactly("one", "two", "three");
  }

  @Test
  void aTornLineIsHeldUntilItsEndArrives() {
    add("{\"id\":1,");
    assertThat(all()).isEmpty();
    assertThat(lines.waiting()).isEqualTo(8);
    add("\"method\":\"x\"}\n");

    assertThat(all()).containsExactly("{\"id\":1,\"method\":\"x\"}");
    assertThat(lines.waiting()).isZero();
  }

  @Test
  void carriageReturnsAndBlankLinesAreNoPartOfALine() {
    add("\r\none\r\n\n  \r\ntwo \r\n");

    assertThat(all()).containsExactly("one", "two");
  }

  @Test
  void aLineThatIsPutBackComesAgainBeforeTheNext() {
    add("one\ntwo\n");
    assertThat(lines.next()).isTrue();
    lines.keep();
    add("three\n");

    assertThat(all()).containsExactly("one", "two", "three");
  }

  @Test
  void anyPacketBoundariesGiveTheSameLines() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      String line = "x".repeat(1 + random.nextInt(300)) + i;
      expected.add(line);
      text.append(line).append(random.nextBoolean() ? "\n" : "\r\n");
    }
    List<String> got = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      int end = Math.min(text.length(), at + 1 + random.nextInt(1500));
      add(text.substring(at, end));
      got.addAll(all());
      at = end;
    }

    assertThat(got).as("seed " + seed).isEqualTo(expected);
  }

  private void add(String text) {
    lines.add(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
  }

  private List<String> all() {
    List<String> all = new ArrayList<>();
    while (lines.next()) {
      all.add(new String(lines.bytes(), lines.offset(), lines.length(), StandardCharsets.UTF_8));
    }
    return all;
  }
}
