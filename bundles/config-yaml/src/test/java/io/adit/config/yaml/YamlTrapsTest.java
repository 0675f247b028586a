package io.adit.config.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What YAML, or a program that reads it, could take for something else than was meant. */
class YamlTrapsTest {
  @TempDir private Path directory;

  private TestFile file(String text) {
    return TestFile.of(directory, text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0o17", "010", "0x10", "1_000", "1e3", "+5", "12:30"})
  void aWholeNumberIsWrittenInDigits(String number) {
    assertThat(file("server:\n  port: " + number + "\n").problems())
        .containsExactly("2 server.port: \"" + number + "\"; a whole number from 0 to 65535");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1d", "1f", "0x1p3", "010", "1_000", "1:30", "' 5 '", ".inf", "1e999"})
  void aNumberIsWrittenInDecimal(String number) {
    assertThat(file("mining:\n  min_difficulty: " + number + "\n").problems())
        .containsExactly(
            "2 mining.min_difficulty: \""
                + number.replace("'", "")
                + "\"; a number from 1.0E-9 to 1.0E15");
  }

  @ParameterizedTest
  @CsvSource({"0.5, 0.5", ".5, 0.5", "5., 5", "1e3, 1000", "2.5E-3, 0.0025"})
  void aNumberMayHaveAPointAndAnExponent(String text, double number) throws ConfigException {
    assertThat(file("mining: {min_difficulty: " + text + "}\n").onlyPool().server().ports())
        .extracting(PortConfig::minDifficulty)
        .containsExactly(number);
  }

  @ParameterizedTest
  @CsvSource({"!vault, !vault", "!!binary, !!binary"})
  void aTagIsNotPassedOver(String tag, String shown) {
    assertThat(file("postgres:\n  password: " + tag + " aGVsbG8=\n").problems())
        .containsExactly("2 postgres.password: the tag " + shown + "; a value without a tag");
  }

  @Test
  void aTextThatEndsItsLineIsNotTakenWithTheLinesEnd() {
    assertThat(file("mining:\n  coinbase_tag: |\n    /A/\n").problems())
        .containsExactly(
            "2 mining.coinbase_tag: a line break or another control character; a text of at most"
                + " 40 bytes");
  }

  @Test
  void aSecondDocumentIsNamedWithItsLine() {
    assertThat(file("server:\n  port: 1\n---\nserver:\n  port: 2\n").problems())
        .containsExactly("3 : a second document; one document in a file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"---\n", "# nothing\n---\n...\n", "\uFEFF", "~\n"})
  void aDocumentWithoutContentIsEveryDefault(String text) throws ConfigException {
    assertThat(file(text).load().pools()).isEqualTo(ConfigFile.defaults().pools());
  }

  @Test
  void aCharacterThatIsNotTextIsNamedWithItsLine() {
    assertThat(file("server:\n  port: 1\n  host: a\0b\n").problems())
        .containsExactly("3 : the character U+0000; text");
  }

  @Test
  void aProblemIsOneLineWhateverStandsInTheFile() {
    assertThat(file("\"a\\nb\": 1\n").problems())
        .singleElement()
        .asString()
        .startsWith("1 a?b: unknown key; ");
  }

  @Test
  void aProblemShowsNoMoreThanTheBeginningOfALongValue() {
    assertThat(file("server:\n  port: " + "7".repeat(100_000) + "\n").problems())
        .singleElement()
        .asString()
        .hasSizeLessThan(500)
        .startsWith("2 server.port: \"777")
        .endsWith("...; a whole number from 0 to 65535");
  }

  @Test
  void aFileThatIsTooLongIsRefused() {
    assertThat(file("# " + "x".repeat(1_000_000)).problems())
        .containsExactly("1 : more than 1000000 bytes; at most 1000000");
  }

  @Test
  void aPipeIsReadOnceAndNotWithoutEnd() throws IOException, InterruptedException {
    Path pipe = directory.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    CompletableFuture<Void> writer =
        CompletableFuture.runAsync(
            () -> {
              try {
                Files.writeString(pipe, "# " + "x".repeat(3_000_000));
              } catch (IOException e) {
                // The reader has read enough.
                return;
              }
            });

    List<String> problems = new TestFile(pipe, java.util.Map.of()).problems();

    assertThat(problems).containsExactly("1 : more than 1000000 bytes; at most 1000000");
    writer.join();
  }
}
