package io.adit.codec.stratum.v1;

import java.math.BigDecimal;

/** Strings and numbers as JSON, in ASCII. */
final class JsonText {
  private static final double EXACT_IN_LONG = 1L << 53;
  private static final int MAX_DECIMALS = 40;

  private JsonText() {}

  /**
   * A string in quotes. All but printable ASCII is escaped, half a surrogate pair too, which UTF-8
   * could not carry.
   */
  static String quoted(String text) {
    StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ' || c > '~') {
        quoted.append(String.format("\\u%04x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }

  /**
   * A number that reads back as the same double: without a fraction if it has none, and without an
   * exponent, which some firmware cannot read, unless it is absurdly small.
   */
  static String number(double value) {
    if (value == Math.rint(value) && Math.abs(value) <= EXACT_IN_LONG) {
      return Long.toString((long) value);
    }
    BigDecimal decimal = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    return decimal.scale() > MAX_DECIMALS ? decimal.toString() : decimal.toPlainString();
  }
}
