package io.adit.codec.stratum.v1;

import java.math.BigDecimal;
import java.util.HexFormat;

/** Strings and numbers as JSON, in ASCII. */
final class JsonText {
  private static final double EXACT_IN_LONG = 1L << 53;
  private static final int MAX_DECIMALS = 40;
  private static final char UNKNOWN = '\ufffd';

  private JsonText() {}

  /**
   * A string in quotes. All but printable ASCII is escaped. U+0000 and half a surrogate pair become
   * U+FFFD: the JSON readers of common firmware give up the whole line over them.
   */
  static String quoted(String text) {
    StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ' || c > '~') {
        boolean unfit = c == 0 || isHalf(text, i);
        quoted.append("\\u").append(HexFormat.of().toHexDigits(unfit ? UNKNOWN : c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }

  /** Whether the character at {@code i} is a surrogate without its other half. */
  private static boolean isHalf(String text, int i) {
    char c = text.charAt(i);
    if (Character.isHighSurrogate(c)) {
      return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
    }
    return Character.isLowSurrogate(c)
        && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
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
