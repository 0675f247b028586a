package io.adit.codec.stratum.v1;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.api.stratum.StratumRequest;
import io.adit.api.stratum.StratumRequest.Malformed;
import io.adit.api.stratum.StratumRequest.Submit;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The scanner and Jackson, an oracle that shares no parsing with it, on lines made at random. */
class RandomLinesTest {
  private static final int LINES = 50_000;

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);
  private final StratumV1Codec codec = new StratumV1Codec();
  private final RequestReader reader = new RequestReader();

  @Test
  void whatTheScannerUnderstandsJacksonReadsAlike() {
    int scanned = 0;
    for (int i = 0; i < LINES; i++) {
      byte[] line = submit().getBytes(StandardCharsets.UTF_8);
      scanned += compare(line) ? 1 : 0;
    }
    assertThat(scanned)
        .as("lines the scanner understood, seed %d", seed)
        .isBetween(LINES / 4, LINES - 1);
  }

  @Test
  void mutatedLinesNeverThrowAndAreReadAlike() {
    int malformed = 0;
    for (int i = 0; i < LINES; i++) {
      byte[] line = mutated(submit().getBytes(StandardCharsets.UTF_8));
      compare(line);
      malformed += codec.decode(line, 0, line.length, new Submit()) instanceof Malformed ? 1 : 0;
    }
    assertThat(malformed).as("malformed lines, seed %d", seed).isBetween(LINES / 4, LINES - 1);
  }

  @Test
  void mutationsOfOtherRequestsNeverThrow() {
    String[] lines = {
      "{\"id\":1,\"method\":\"mining.subscribe\",\"params\":[\"cgminer/4.10.0\",\"ae6812eb\"]}",
      "{\"id\":2,\"method\":\"mining.authorize\",\"params\":[\"bc1q.rig\",\"d=512\"]}",
      "{\"id\":3,\"method\":\"mining.configure\",\"params\":[[\"minimum-difficulty\",\"version-rolling\"],"
          + "{\"minimum-difficulty.value\":2048,\"version-rolling.mask\":\"1fffe000\"}]}",
      "{\"id\":4,\"method\":\"mining.suggest_difficulty\",\"params\":[[\"1e3\"]]}",
      "{\"id\":5,\"result\":true,\"error\":[20,\"x\",null]}",
    };
    for (int i = 0; i < LINES; i++) {
      String line = lines[random.nextInt(lines.length)];
      byte[] bytes = mutated(line.getBytes(StandardCharsets.UTF_8));
      compare(bytes);
    }
  }

  @Test
  void randomBytesNeverThrow() {
    for (int i = 0; i < LINES; i++) {
      byte[] line = new byte[random.nextInt(64)];
      random.nextBytes(line);
      compare(line);
    }
  }

  /** Reads a line, in the middle of other bytes, both ways; whether the scanner understood it. */
  private boolean compare(byte[] line) {
    byte[] around = new byte[line.length + 20];
    random.nextBytes(around);
    System.arraycopy(line, 0, around, 10, line.length);
    String shown = "seed " + seed + ": " + new String(line, StandardCharsets.ISO_8859_1);
    try {
      Submit fast = new Submit();
      boolean understood = SubmitScanner.read(around, 10, line.length, fast);
      Submit slow = new Submit();
      StratumRequest request = reader.read(around, 10, line.length, slow);
      if (understood) {
        assertThat(request).as(shown).isSameAs(slow);
        assertThat(text(fast)).as(shown).isEqualTo(text(slow));
      }
      return understood;
    } catch (RuntimeException e) {
      throw new AssertionError(shown, e);
    }
  }

  private static String text(Submit submit) {
    return String.join(
        " ",
        submit.id().toString(),
        new String(submit.worker, submit.workerOffset, submit.workerLength, StandardCharsets.UTF_8),
        Long.toString(submit.job),
        Arrays.toString(Arrays.copyOf(submit.extranonce2, submit.extranonce2Length)),
        Integer.toHexString(submit.ntime),
        Integer.toHexString(submit.nonce),
        submit.hasVersionBits + "/" + Integer.toHexString(submit.versionBits));
  }

  private byte[] mutated(byte[] line) {
    byte[] result = line;
    for (int n = 1 + random.nextInt(3); n > 0 && result.length > 1; n--) {
      int at = random.nextInt(result.length);
      switch (random.nextInt(4)) {
        case 0 -> result = Arrays.copyOf(result, at);
        case 1 -> result[at] = (byte) random.nextInt(256);
        case 2 -> result[at] = result[random.nextInt(result.length)];
        default -> {
          byte[] shorter = Arrays.copyOf(result, result.length - 1);
          System.arraycopy(result, at + 1, shorter, at, shorter.length - at);
          result = shorter;
        }
      }
    }
    return result;
  }

  private String submit() {
    List<String> params = new ArrayList<>();
    params.add(
        usually(
            "\"bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq.rig_1\"",
            "\"\"",
            "\"w\\u00fcrm\"",
            "\"w\u00fcrm\"",
            "\"a/b+c\"",
            "7"));
    params.add(usually(hex(8), hex(1), hex(17), hex(16), "\"\"", "\"job 5\"", "12"));
    params.add(usually(hex(8), hex(16), hex(32), hex(3), hex(34), "\"\"", "null"));
    params.add(word());
    params.add(word());
    if (random.nextInt(3) == 0) {
      params.add(usually(word(), "null", "\"\"", "false"));
    }
    if (random.nextInt(20) == 0) {
      params.add("\"more\"");
    }
    if (random.nextInt(20) == 0) {
      params.remove(0);
    }
    List<String> members = new ArrayList<>();
    members.add("\"method\":" + space() + "\"mining.submit\"");
    members.add("\"params\"" + space() + ":[" + joined(params) + "]");
    if (random.nextInt(10) > 0) {
      members.add(
          "\"id\":"
              + space()
              + usually(
                  "4",
                  "0",
                  "-3",
                  "\"auth\"",
                  "\"\"",
                  "null",
                  "1.0",
                  "1e2",
                  "007",
                  "\"\\u0041\"",
                  "true",
                  "98765432109876543210"));
    }
    if (random.nextInt(5) == 0) {
      members.add(
          oneOf(
              "\"jsonrpc\":\"2.0\"",
              "\"x\":[1,\"2\",null,true,false]",
              "\"x\":{\"id\":9}",
              "\"x\":[]",
              "\"id\":5",
              "\"worker\":\"a\""));
    }
    Collections.shuffle(members, random);
    return space() + "{" + joined(members) + "}" + space();
  }

  private String joined(List<String> parts) {
    return space() + String.join(space() + "," + space(), parts) + space();
  }

  private String word() {
    return usually(
        hex(8),
        hex(1 + random.nextInt(9)),
        "\"0x" + hex(8).substring(1),
        "\"0X1\"",
        Long.toString(random.nextLong(1L << 33)),
        "4294967295",
        "4294967296",
        "0",
        "-0",
        "-1",
        "2.0",
        "\"0x\"",
        "\"\"");
  }

  private String usually(String usual, String... others) {
    return random.nextInt(8) > 0 ? usual : oneOf(others);
  }

  private String hex(int digits) {
    StringBuilder text = new StringBuilder("\"");
    for (int i = 0; i < digits; i++) {
      text.append("0123456789abcdefABCDEF".charAt(random.nextInt(22)));
    }
    return text.append('"').toString();
  }

  private String space() {
    return oneOf("", "", "", "", " ", "  ", "\t", "\r");
  }

  private String oneOf(String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
