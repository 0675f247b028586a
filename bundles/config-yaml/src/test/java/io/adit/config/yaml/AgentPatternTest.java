package io.adit.config.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AgentPatternTest {
  private static boolean matches(String pattern, String name) {
    return AgentPattern.parse(pattern).orElseThrow().matches(AgentPattern.folded(name));
  }

  @ParameterizedTest
  @CsvSource({
    "cgminer/*, cgminer/4.12.0, true",
    "cgminer/*, bmminer cgminer/4.12.0, false",
    "cgminer/*, cgminer, false",
    "CGMiner*, cgminer/4.12.0, true",
    "bitaxe*, BitAxe/BM1370/v2.9.0, true",
    "cpuminer, cpuminer, true",
    "cpuminer, cpuminer-multi, false",
    "*bosminer*, 'bosminer-plus-tuner 0.2', true",
    "*bosminer*, 'x bosminer', true",
    "xminer-1.*, xminer-1x2, false",
    "a*b*c, axxbyyc, true",
    "a*b*c, abc, true",
    "a*b*c, acb, false",
    "ab*ba, aba, false",
    "a*b*b, ab, false",
    "*, '', true",
    "**, anything, true"
  })
  void theWholeNameMustFit(String pattern, String name, boolean fits) {
    assertThat(matches(pattern, name)).isEqualTo(fits);
  }

  /** Compared with java.util.regex, which knows the same patterns in another way. */
  @Test
  void itMeansWhatARegularExpressionWouldMean() {
    long seed = 20_261_125;
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      String pattern = word(random, "ab*", 1 + random.nextInt(7));
      String name = word(random, "ab", random.nextInt(9));
      Pattern regex = Pattern.compile(pattern.replace("*", ".*"));

      assertThat(matches(pattern, name))
          .as("seed %d: %s of %s", seed, name, pattern)
          .isEqualTo(regex.matcher(name).matches());
    }
  }

  private static String word(Random random, String letters, int length) {
    return random
        .ints(length, 0, letters.length())
        .mapToObj(i -> letters.substring(i, i + 1))
        .reduce("", String::concat);
  }

  @Test
  void whatKillsARegularExpressionIsHarmless() {
    String pattern = "*a".repeat(AgentPattern.MAX_LENGTH / 2);
    String name = "a".repeat(100_000) + "b";

    assertTimeoutPreemptively(
        Duration.ofSeconds(5), () -> assertThat(matches(pattern, name)).isFalse());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "^cgminer", "cgminer$", "cgminer\\d", "a|b", "a\tb"})
  void whatIsNoPatternIsRefused(String text) {
    assertThat(AgentPattern.parse(text)).isEmpty();
  }

  @Test
  void aPatternThatIsTooLongIsRefused() {
    assertThat(AgentPattern.parse("a".repeat(AgentPattern.MAX_LENGTH))).isPresent();
    assertThat(AgentPattern.parse("a".repeat(AgentPattern.MAX_LENGTH + 1))).isEmpty();
  }

  @Test
  void theLanguageOfTheMachineDoesNotMatter() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("tr"));
    try {
      assertThat(matches("MINER*", "miner/1")).isTrue();
    } finally {
      Locale.setDefault(before);
    }
  }
}
