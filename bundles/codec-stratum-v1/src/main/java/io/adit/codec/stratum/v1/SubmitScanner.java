package io.adit.codec.stratum.v1;

import io.adit.api.stratum.StratumRequest.Submit;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads the lines that come most often, mining.submit in its usual forms, from the bytes into a
 * {@link Submit}: one pass finds id, method and params, a second reads the params. Nothing is
 * allocated, and nothing is decided but "this is a submit that I understand": whatever is unusual
 * (escapes, text beyond ASCII, nested values, fractions, a key that comes twice, a wrong value) is
 * left to {@link RequestReader}, which knows all of JSON and what to say of it.
 *
 * <p>Every method that walks over a value returns the index after it, or {@value #NO} if it is not
 * understood. Strings have no escapes here, so their content lies between the indexes of their
 * quotes.
 */
final class SubmitScanner {
  private static final int NO = -1;

  private static final byte[] ID = ascii("\"id\"");
  private static final byte[] METHOD = ascii("\"method\"");
  private static final byte[] PARAMS = ascii("\"params\"");
  private static final byte[] SUBMIT = ascii("\"mining.submit\"");
  private static final byte[] NULL = ascii("null");
  private static final byte[] TRUE = ascii("true");
  private static final byte[] FALSE = ascii("false");

  /** Longest integer understood, sign included; longer ones meet Jackson's limits. */
  private static final int MAX_INTEGER = 20;

  private SubmitScanner() {}

  /** Reads a line into {@code submit}; false if it is for the {@link RequestReader} to judge. */
  static boolean read(byte[] line, int offset, int length, Submit submit) {
    int end = offset + length;
    int at = space(line, offset, end);
    if (!has(line, at, end, '{')) {
      return false;
    }
    int id = NO;
    int idEnd = NO;
    int params = NO;
    boolean isSubmit = false;
    do {
      int key = space(line, at + 1, end);
      int keyEnd = string(line, key, end);
      if (keyEnd == NO) {
        return false;
      }
      int colon = space(line, keyEnd, end);
      if (!has(line, colon, end, ':')) {
        return false;
      }
      int value = space(line, colon + 1, end);
      int valueEnd = value(line, value, end);
      if (valueEnd == NO) {
        return false;
      }
      if (is(line, key, keyEnd, ID)) {
        if (id != NO || !canBeId(line[value])) {
          return false;
        }
        id = value;
        idEnd = valueEnd;
      } else if (is(line, key, keyEnd, METHOD)) {
        if (isSubmit || !is(line, value, valueEnd, SUBMIT)) {
          return false;
        }
        isSubmit = true;
      } else if (is(line, key, keyEnd, PARAMS)) {
        if (params != NO || line[value] != '[') {
          return false;
        }
        params = value;
      }
      at = space(line, valueEnd, end);
    } while (has(line, at, end, ','));
    if (!isSubmit
        || params == NO
        || !has(line, at, end, '}')
        || space(line, at + 1, end) != end
        || !params(line, params, end, submit)) {
      return false;
    }
    if (id == NO) {
      submit.id().clear();
    } else {
      submit.id().set(line, id, idEnd - id);
    }
    return true;
  }

  /** Reads the array at {@code at}, of which the first pass has seen that it is well-formed. */
  private static boolean params(byte[] line, int at, int end, Submit submit) {
    int worker = space(line, at + 1, end);
    int workerEnd = string(line, worker, end);
    if (workerEnd == NO) {
      return false;
    }
    submit.worker = line;
    submit.workerOffset = worker + 1;
    submit.workerLength = workerEnd - worker - 2;

    int job = following(line, workerEnd, end);
    int jobEnd = string(line, job, end);
    if (jobEnd == NO) {
      return false;
    }
    submit.job = Hex.number(line, job + 1, jobEnd - 1);

    int extranonce2 = following(line, jobEnd, end);
    int extranonce2End = string(line, extranonce2, end);
    if (extranonce2End == NO) {
      return false;
    }
    submit.extranonce2Length =
        Hex.bytes(line, extranonce2 + 1, extranonce2End - 1, submit.extranonce2);
    if (submit.extranonce2Length < 0) {
      return false;
    }

    int ntime = following(line, extranonce2End, end);
    int ntimeEnd = scalar(line, ntime, end);
    if (ntimeEnd == NO) {
      return false;
    }
    int nonce = following(line, ntimeEnd, end);
    int nonceEnd = scalar(line, nonce, end);
    if (nonceEnd == NO) {
      return false;
    }
    long ntimeValue = word(line, ntime, ntimeEnd);
    long nonceValue = word(line, nonce, nonceEnd);
    if (ntimeValue < 0 || nonceValue < 0) {
      return false;
    }
    submit.ntime = (int) ntimeValue;
    submit.nonce = (int) nonceValue;
    return versionBits(line, following(line, nonceEnd, end), end, submit);
  }

  private static boolean versionBits(byte[] line, int at, int end, Submit submit) {
    submit.hasVersionBits = false;
    submit.versionBits = 0;
    if (line[at] == ']') {
      return true;
    }
    int bitsEnd = scalar(line, at, end);
    if (bitsEnd == NO || line[following(line, bitsEnd, end)] != ']') {
      return false;
    }
    boolean none = is(line, at, bitsEnd, NULL) || (line[at] == '"' && bitsEnd - at == 2);
    if (none) {
      return true;
    }
    long bits = word(line, at, bitsEnd);
    submit.hasVersionBits = bits >= 0;
    submit.versionBits = (int) bits;
    return bits >= 0;
  }

  /** The 32 bits that a hexadecimal string or a decimal number stands for, or -1. */
  private static long word(byte[] line, int at, int end) {
    if (line[at] == '"') {
      return Hex.word(line, at + 1, end - 1);
    }
    long value = 0;
    for (int i = at; i < end; i++) {
      int digit = line[i] - '0';
      if (digit < 0 || digit > 9 || value > 0xffff_ffffL) {
        return -1;
      }
      value = 10 * value + digit;
    }
    return value <= 0xffff_ffffL ? value : -1;
  }

  /** Index of the array element after one that ends at {@code at}, or of the array's end. */
  private static int following(byte[] line, int at, int end) {
    int separator = space(line, at, end);
    return line[separator] == ',' ? space(line, separator + 1, end) : separator;
  }

  private static int value(byte[] line, int at, int end) {
    return has(line, at, end, '[') ? array(line, at, end) : scalar(line, at, end);
  }

  private static int array(byte[] line, int start, int end) {
    int at = space(line, start + 1, end);
    if (has(line, at, end, ']')) {
      return at + 1;
    }
    while (true) {
      int valueEnd = scalar(line, at, end);
      if (valueEnd == NO) {
        return NO;
      }
      at = space(line, valueEnd, end);
      if (has(line, at, end, ']')) {
        return at + 1;
      }
      if (!has(line, at, end, ',')) {
        return NO;
      }
      at = space(line, at + 1, end);
    }
  }

  private static int scalar(byte[] line, int at, int end) {
    if (at == end) {
      return NO;
    }
    return switch (line[at]) {
      case '"' -> string(line, at, end);
      case 'n' -> literal(line, at, end, NULL);
      case 't' -> literal(line, at, end, TRUE);
      case 'f' -> literal(line, at, end, FALSE);
      default -> integer(line, at, end);
    };
  }

  private static int string(byte[] line, int start, int end) {
    if (!has(line, start, end, '"')) {
      return NO;
    }
    for (int at = start + 1; at < end; at++) {
      byte b = line[at];
      if (b == '"') {
        return at + 1;
      }
      // Bytes from 0x80 on are negative.
      if (b < ' ' || b == '\\') {
        return NO;
      }
    }
    return NO;
  }

  private static int literal(byte[] line, int at, int end, byte[] literal) {
    int after = at + literal.length;
    return after <= end && is(line, at, after, literal) ? after : NO;
  }

  private static int integer(byte[] line, int start, int end) {
    int first = has(line, start, end, '-') ? start + 1 : start;
    int at = first;
    while (at < end && line[at] >= '0' && line[at] <= '9') {
      at++;
    }
    boolean leadingZero = at - first > 1 && line[first] == '0';
    return at == first || leadingZero || at - start > MAX_INTEGER ? NO : at;
  }

  private static boolean canBeId(byte first) {
    return first == '"' || first == 'n' || first == '-' || (first >= '0' && first <= '9');
  }

  private static int space(byte[] line, int start, int end) {
    int at = start;
    while (at < end
        && (line[at] == ' ' || line[at] == '\t' || line[at] == '\r' || line[at] == '\n')) {
      at++;
    }
    return at;
  }

  private static boolean has(byte[] line, int at, int end, char expected) {
    return at < end && line[at] == expected;
  }

  private static boolean is(byte[] line, int at, int end, byte[] expected) {
    return Arrays.equals(line, at, end, expected, 0, expected.length);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
