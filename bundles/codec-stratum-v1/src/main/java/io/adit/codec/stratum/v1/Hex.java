package io.adit.codec.stratum.v1;

/** Reads hexadecimal digits, in either case, from bytes. Allocates nothing. */
final class Hex {
  private static final int WORD_DIGITS = 8;
  private static final int LONG_DIGITS = 16;

  private Hex() {}

  /** The number that up to 16 digits stand for, or -1 if they are no number from 0 to 2^63 - 1. */
  static long number(byte[] source, int from, int to) {
    if (to <= from || to - from > LONG_DIGITS) {
      return -1;
    }
    long value = 0;
    for (int i = from; i < to; i++) {
      int digit = Character.digit(source[i], 16);
      if (digit < 0) {
        return -1;
      }
      value = value << 4 | digit;
    }
    return value < 0 ? -1 : value;
  }

  /** The number that up to 8 digits, with or without {@code 0x}, stand for, or -1. */
  static long word(byte[] source, int from, int to) {
    boolean prefixed =
        to - from > 2
            && source[from] == '0'
            && (source[from + 1] == 'x' || source[from + 1] == 'X');
    int first = prefixed ? from + 2 : from;
    return to - first > WORD_DIGITS ? -1 : number(source, first, to);
  }

  /**
   * Writes the bytes that pairs of digits stand for to the start of {@code out}.
   *
   * @return how many, or -1 if they are no pairs of digits or more than {@code out} holds
   */
  static int bytes(byte[] source, int from, int to, byte[] out) {
    int count = (to - from) / 2;
    if ((to - from) % 2 != 0 || count > out.length) {
      return -1;
    }
    for (int i = 0; i < count; i++) {
      int high = Character.digit(source[from + 2 * i], 16);
      int low = Character.digit(source[from + 2 * i + 1], 16);
      if (high < 0 || low < 0) {
        return -1;
      }
      out[i] = (byte) (high << 4 | low);
    }
    return count;
  }
}
