package io.adit.codec.stratum.v1;

import com.fasterxml.jackson.databind.JsonNode;
import io.adit.api.pow.Target;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalDouble;

/** Reads single values of a request's params, in every form that miners send them in. */
final class Values {
  private static final int SHOWN = 40;
  private static final int MAX_PRINTABLE = 200;
  private static final int MAX_DIFFICULTY_TEXT = 64;
  private static final int TARGET_DIGITS = 64;
  private static final long MAX_WORD = 0xffff_ffffL;

  private Values() {}

  /** 32 unsigned bits: hexadecimal digits in a string, or an integer. */
  static int word(JsonNode value, String field) throws BadRequestException {
    long word = word(value);
    if (word < 0) {
      throw unexpected(field, value, "up to 8 hex digits");
    }
    return (int) word;
  }

  /** The same, or -1 if it is none. */
  static long word(JsonNode value) {
    long word = -1;
    if (value.isTextual()) {
      byte[] text = value.textValue().getBytes(StandardCharsets.UTF_8);
      word = Hex.word(text, 0, text.length);
    } else if (value.isIntegralNumber() && value.canConvertToLong()) {
      word = value.longValue();
    }
    return word > MAX_WORD ? -1 : word;
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

  /** A worker's name, which may be a number. */
  static String worker(JsonNode value) throws BadRequestException {
    if (!value.isTextual() && !value.isNumber()) {
      throw unexpectedWorker(value);
    }
    return value.asText();
  }

  static BadRequestException unexpectedWorker(JsonNode value) {
    return unexpected("worker", value, "a name such as ADDRESS.RIG");
  }

  /** A string, or a number or boolean as one; empty if it is anything else. */
  static String orEmpty(JsonNode value) {
    return value.isValueNode() && !value.isNull() ? value.asText() : "";
  }

  /** What people will read of a text that may be kept for long: without control characters. */
  static String printable(String text) {
    String start = text.substring(0, Math.min(text.length(), MAX_PRINTABLE));
    StringBuilder printable = new StringBuilder(start.length());
    wellFormed(start)
        .codePoints()
        .map(c -> Character.isISOControl(c) ? '?' : c)
        .forEach(printable::appendCodePoint);
    return printable.toString();
  }

  /** The text without halves of surrogate pairs, which UTF-8 cannot carry. */
  static String wellFormed(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  /** A positive number, in a string or not, in arrays or not; empty if it is anything else. */
  static OptionalDouble difficulty(JsonNode value) {
    JsonNode inner = innermost(value);
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

  /**
   * Up to 64 hexadecimal digits, most significant first, with or without {@code 0x}, in arrays or
   * not; empty if it is anything else or zero.
   */
  static Optional<Target> target(JsonNode value) {
    JsonNode inner = innermost(value);
    String text = inner.isTextual() ? inner.textValue() : "";
    String digits = text.startsWith("0x") || text.startsWith("0X") ? text.substring(2) : text;
    if (digits.isEmpty() || digits.length() > TARGET_DIGITS) {
      return Optional.empty();
    }
    byte[] padded =
        ("0".repeat(TARGET_DIGITS - digits.length()) + digits).getBytes(StandardCharsets.UTF_8);
    byte[] bytes = new byte[TARGET_DIGITS / 2];
    if (Hex.bytes(padded, 0, padded.length, bytes) < 0) {
      return Optional.empty();
    }
    BigInteger number = new BigInteger(1, bytes);
    return number.signum() > 0 ? Optional.of(Target.of(number)) : Optional.empty();
  }

  private static JsonNode innermost(JsonNode value) {
    JsonNode inner = value;
    while (inner.isArray()) {
      inner = inner.path(0);
    }
    return inner;
  }

  /** Says that a value, cut short if it is long, is not what a field must hold. */
  static BadRequestException unexpected(String field, JsonNode value, String expected) {
    String text = value.isMissingNode() ? "missing" : value.toString();
    String shown = text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text;
    return new BadRequestException(field + ": " + shown + " (expected: " + expected + ")");
  }
}
