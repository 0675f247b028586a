package io.adit.codec.stratum.v1;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.OptionalDouble;

/** Reads single values of a request's params, in every form that miners send them in. */
final class Values {
  private static final int SHOWN = 40;
  private static final int MAX_DIFFICULTY_TEXT = 64;

  private Values() {}

  /** 32 unsigned bits: hexadecimal digits in a string, or an integer. */
  static int word(JsonNode value, String field) throws BadRequestException {
    long word = -1;
    if (value.isTextual()) {
      byte[] text = bytes(value, field);
      word = Hex.word(text, 0, text.length);
    } else if (value.isIntegralNumber() && value.canConvertToLong()) {
      word = value.longValue();
    }
    if (word < 0 || word > 0xffff_ffffL) {
      throw unexpected(field, value, "up to 8 hex digits");
    }
    return (int) word;
  }

  static String text(JsonNode value, String field) throws BadRequestException {
    if (!value.isTextual()) {
      throw unexpected(field, value, "a string");
    }
    return value.textValue();
  }

  /** A string's bytes in UTF-8. */
  static byte[] bytes(JsonNode value, String field) throws BadRequestException {
    return text(value, field).getBytes(StandardCharsets.UTF_8);
  }

  /** A positive number, in a string or not, in arrays or not; empty if it is anything else. */
  static OptionalDouble difficulty(JsonNode value) {
    JsonNode inner = value;
    while (inner.isArray()) {
      inner = inner.path(0);
    }
    double difficulty = 0;
    if (inner.isNumber()) {
      difficulty = inner.doubleValue();
    } else if (inner.isTextual() && inner.textValue().length() <= MAX_DIFFICULTY_TEXT) {
      try {
        difficulty = Double.parseDouble(inner.textValue());
      } catch (NumberFormatException e) {
        return OptionalDouble.empty();
      }
    }
    return difficulty > 0 && !Double.isInfinite(difficulty)
        ? OptionalDouble.of(difficulty)
        : OptionalDouble.empty();
  }

  /** Says that a value, cut short if it is long, is not what a field must hold. */
  static BadRequestException unexpected(String field, JsonNode value, String expected) {
    String text = value.isMissingNode() ? "missing" : value.toString();
    String shown = text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text;
    return new BadRequestException(field + ": " + shown + " (expected: " + expected + ")");
  }
}
