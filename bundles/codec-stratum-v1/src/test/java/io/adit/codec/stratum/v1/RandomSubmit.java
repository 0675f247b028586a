package io.adit.codec.stratum.v1;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Makes lines of mining.submit: most as miners write them, others with one thing and another. */
final class RandomSubmit {
  private final Random random;

  RandomSubmit(Random random) {
    this.random = random;
  }

  String line() {
    List<String> members = new ArrayList<>();
    members.add(
        rarely("\"method\"", "\"meth\\u006fd\"", "\"Method\"")
            + space()
            + ":"
            + usually(
                "\"mining.submit\"",
                "\"mining\\u002esubmit\"",
                "\"mining.Submit\"",
                "\"mining.submit \"",
                "\"mining.subscribe\"",
                "null"));
    members.add(rarely("\"params\"", "\"par\\u0061ms\"") + space() + ":" + params());
    if (random.nextInt(10) > 0) {
      members.add(rarely("\"id\"", "\"\\u0069d\"", "\"ID\"") + ":" + space() + id());
    }
    if (random.nextInt(5) == 0) {
      members.add(
          oneOf(
              "\"jsonrpc\":\"2.0\"",
              "\"x\":[1,\"2\",null,true,false]",
              "\"x\":{\"id\":9}",
              "\"x\":[]",
              "\"x\":[[1],{}]",
              "\"\":-0",
              "\"id\":5",
              "\"id\":{}",
              "\"method\":\"mining.submit\"",
              "\"method\":\"mining.ping\"",
              "\"params\":[]",
              "\"result\":\"\"",
              "\"error\":null",
              "\"worker\":\"a\""));
    }
    Collections.shuffle(members, random);
    String line = space() + "{" + joined(members) + rarely("", ",", " x") + "}" + space();
    return rarely(line, "\ufeff" + line, line + "\u0000", line + "}", "[" + line + "]");
  }

  private String params() {
    List<String> params = new ArrayList<>();
    params.add(
        usually(
            "\"bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq.rig_1\"",
            "\"\"",
            "\" \"",
            "\"w\\u00fcrm\"",
            "\"w\u00fcrm\"",
            "\"\\ud83d\"",
            "\"\\u0000\"",
            "\"a\\\"b\\\\c\"",
            "\"a/b+c\"",
            "\"a],[b\"",
            "\"\u007f\"",
            "\"a\tb\"",
            "7",
            "1.50",
            "null"));
    params.add(
        usually(
            hex(8),
            hex(1),
            hex(17),
            hex(16),
            "\"\"",
            "\"job 5\"",
            "\"-1\"",
            "\"0x5\"",
            "12",
            "null",
            "[]"));
    params.add(usually(hex(8), hex(16), hex(32), hex(3), hex(34), "\"\"", "\"0x00\"", "null", "0"));
    params.add(word());
    params.add(word());
    if (random.nextInt(3) == 0) {
      params.add(usually(word(), "null", "\"\"", "false", "[]", "{}"));
      if (random.nextInt(8) == 0) {
        params.add(oneOf("\"more\"", "[1]", "{\"a\":1}", "null"));
      }
    }
    if (random.nextInt(20) == 0) {
      params.remove(0);
    }
    String array = "[" + joined(params) + rarely("", ",", ",,") + "]";
    return rarely(array, "{\"a\":" + array + "}", "null", "[" + array + "]", "\"w\"");
  }

  private String id() {
    return usually(
        "4",
        "0",
        "-3",
        "-0",
        "\"auth\"",
        "\"\"",
        "\"a],}\"",
        "\"\u00fc\\\"\"",
        "null",
        "1.0",
        "1e2",
        "007",
        "\"\\u0041\"",
        "true",
        "{}",
        "[1]",
        "98765432109876543210",
        "-98765432109876543210",
        "9".repeat(200),
        "\"" + "x".repeat(200) + "\"");
  }

  private String word() {
    return usually(
        hex(8),
        hex(1 + random.nextInt(9)),
        "\"0x" + hex(8).substring(1),
        "\"0X1\"",
        "\"0x0x1\"",
        Long.toString(random.nextLong(1L << 33)),
        "4294967295",
        "4294967296",
        "18446744073709551616",
        "0",
        "-0",
        "-1",
        "00",
        "2.0",
        "1e3",
        "\"0x\"",
        "\"\"",
        "\" 1\"",
        "\"\\u0031\"",
        "null",
        "true");
  }

  private String joined(List<String> parts) {
    return space() + String.join(space() + "," + space(), parts) + space();
  }

  private String usually(String usual, String... others) {
    return random.nextInt(8) > 0 ? usual : oneOf(others);
  }

  private String rarely(String usual, String... others) {
    return random.nextInt(50) > 0 ? usual : oneOf(others);
  }

  private String hex(int digits) {
    StringBuilder text = new StringBuilder("\"");
    for (int i = 0; i < digits; i++) {
      text.append("0123456789abcdefABCDEF".charAt(random.nextInt(22)));
    }
    return text.append('"').toString();
  }

  private String space() {
    return oneOf("", "", "", "", "", " ", "  ", "\t", "\r", "\n");
  }

  private String oneOf(String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
