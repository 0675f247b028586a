package io.adit.codec.stratum.v1;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.api.stratum.StratumRequest;
import io.adit.api.stratum.StratumRequest.Malformed;
import io.adit.api.stratum.StratumRequest.Submit;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The scanner and Jackson, an oracle that shares no parsing with it, on lines made at random. */
class RandomLinesTest {
  private static final int LINES = 20_000;

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);
  private final RandomSubmit submits = new RandomSubmit(random);
  private final DecodeCheck check = new DecodeCheck();

  private static List<byte[]> corpus() throws IOException, URISyntaxException {
    URL directory = RandomLinesTest.class.getResource("DecodeFuzzITInputs/anyLine");
    List<byte[]> lines = new ArrayList<>();
    try (Stream<Path> files = Files.list(Path.of(directory.toURI()))) {
      for (Path file : files.sorted().toList()) {
        lines.add(Files.readAllBytes(file));
      }
    }
    return lines;
  }

  @Test
  void whatTheScannerUnderstandsJacksonReadsAlike() {
    int scanned = 0;
    int submitted = 0;
    for (int i = 0; i < LINES; i++) {
      byte[] line = submits.line().getBytes(StandardCharsets.UTF_8);
      submitted += check(line) instanceof Submit ? 1 : 0;
      scanned += DecodeCheck.isScanned(line) ? 1 : 0;
    }
    assertThat(scanned)
        .as("lines the scanner understood, seed %d", seed)
        .isBetween(LINES / 4, submitted - 1);
    assertThat(submitted).as("submits, seed %d", seed).isLessThan(LINES);
  }

  @Test
  void mutatedSubmitsAreReadAlike() {
    int scanned = 0;
    int malformed = 0;
    for (int i = 0; i < LINES; i++) {
      byte[] line = mutated(submits.line().getBytes(StandardCharsets.UTF_8));
      malformed += check(line) instanceof Malformed ? 1 : 0;
      scanned += DecodeCheck.isScanned(line) ? 1 : 0;
    }
    assertThat(scanned).as("lines the scanner understood, seed %d", seed).isPositive();
    assertThat(malformed).as("malformed lines, seed %d", seed).isBetween(LINES / 4, LINES - 1);
  }

  @Test
  void linesOfTheSeedCorpusAndTheirMutationsAreAnswered() throws Exception {
    List<byte[]> lines = corpus();
    assertThat(lines).hasSizeGreaterThan(50);
    lines.forEach(this::check);
    for (int i = 0; i < LINES; i++) {
      byte[] line = lines.get(random.nextInt(lines.size()));
      check(random.nextBoolean() ? mutated(line) : spliced(line, lines));
    }
  }

  @Test
  void randomBytesAreAnswered() {
    for (int i = 0; i < LINES; i++) {
      byte[] line = new byte[random.nextInt(64)];
      random.nextBytes(line);
      check(line);
    }
  }

  private StratumRequest check(byte[] line) {
    try {
      return check.check(line);
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError(
          "seed " + seed + ": " + new String(line, StandardCharsets.ISO_8859_1), e);
    }
  }

  /** A line with up to three bytes changed, copied from elsewhere, left out or put in, or cut. */
  private byte[] mutated(byte[] line) {
    byte[] result = line.clone();
    for (int n = 1 + random.nextInt(3); n > 0 && result.length > 1; n--) {
      int at = random.nextInt(result.length);
      byte other = result[random.nextInt(result.length)];
      switch (random.nextInt(5)) {
        case 0 -> result = replaced(result, at, result.length, new byte[0]);
        case 1 -> result[at] = (byte) random.nextInt(256);
        case 2 -> result[at] = other;
        case 3 -> result = replaced(result, at, at, new byte[] {other});
        default -> result = replaced(result, at, at + 1, new byte[0]);
      }
    }
    return result;
  }

  /** A line with a piece of another one in it. */
  private byte[] spliced(byte[] line, List<byte[]> lines) {
    byte[] other = lines.get(random.nextInt(lines.size()));
    int from = random.nextInt(other.length);
    byte[] piece = replaced(other, 0, from, new byte[0]);
    piece = replaced(piece, random.nextInt(piece.length), piece.length, new byte[0]);
    int at = random.nextInt(line.length);
    return replaced(line, at, at + random.nextInt(line.length - at), piece);
  }

  private static byte[] replaced(byte[] line, int from, int to, byte[] by) {
    byte[] result = new byte[line.length - (to - from) + by.length];
    System.arraycopy(line, 0, result, 0, from);
    System.arraycopy(by, 0, result, from, by.length);
    System.arraycopy(line, to, result, from + by.length, line.length - to);
    return result;
  }
}
