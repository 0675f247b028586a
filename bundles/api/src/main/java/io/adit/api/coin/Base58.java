package io.adit.api.coin;

import io.adit.api.Sha256d;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;

/** Base58 with a four-byte checksum, the older form of addresses. */
final class Base58 {
  private static final String ALPHABET =
      "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  private static final BigInteger BASE = BigInteger.valueOf(58);
  private static final int CHECKSUM = 4;

  /** Longer than any address; keeps the arithmetic on bad input short. */
  private static final int MAX_LENGTH = 120;

  private Base58() {}

  /**
   * The bytes that {@code text} stands for, without the checksum; empty if it is not base58 or the
   * checksum is wrong.
   */
  static Optional<byte[]> decodeChecked(String text) {
    if (text.isEmpty() || text.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    BigInteger number = BigInteger.ZERO;
    for (int i = 0; i < text.length(); i++) {
      int digit = ALPHABET.indexOf(text.charAt(i));
      if (digit < 0) {
        return Optional.empty();
      }
      number = number.multiply(BASE).add(BigInteger.valueOf(digit));
    }
    int zeros = 0;
    while (zeros < text.length() && text.charAt(zeros) == ALPHABET.charAt(0)) {
      zeros++;
    }
    byte[] digits = number.toByteArray();
    int sign = digits[0] == 0 ? 1 : 0;
    byte[] decoded = new byte[zeros + digits.length - sign];
    System.arraycopy(digits, sign, decoded, zeros, digits.length - sign);
    if (decoded.length < CHECKSUM) {
      return Optional.empty();
    }
    int size = decoded.length - CHECKSUM;
    byte[] hash = new byte[32];
    new Sha256d().hash(decoded, 0, size, hash, 0);
    return Arrays.equals(hash, 0, CHECKSUM, decoded, size, decoded.length)
        ? Optional.of(Arrays.copyOf(decoded, size))
        : Optional.empty();
  }

  /** Why {@link #decodeChecked} refused. */
  static String fault(String text) {
    if (text.isEmpty()) {
      return "empty";
    }
    if (text.length() > MAX_LENGTH) {
      return "too long";
    }
    for (int i = 0; i < text.length(); i++) {
      if (ALPHABET.indexOf(text.charAt(i)) < 0) {
        return "the character '"
            + text.charAt(i)
            + "' at position "
            + (i + 1)
            + " does not occur in base58";
      }
    }
    return "the checksum is wrong (a typing error?)";
  }
}
