package io.adit.api.pow;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * A 256-bit unsigned number that a block or share hash must not exceed. Comparisons are exact; a
 * difficulty is a double, for people and policies only.
 */
public final class Target implements Comparable<Target> {
  private static final int SIZE = 32;
  private static final BigInteger LIMIT = BigInteger.ONE.shiftLeft(256);

  /** 2^256 - 1: every hash meets it. */
  public static final Target MAX = of(LIMIT.subtract(BigInteger.ONE));

  /** Most significant word first, each unsigned. */
  private final long w3;

  private final long w2;
  private final long w1;
  private final long w0;

  private Target(long w3, long w2, long w1, long w0) {
    this.w3 = w3;
    this.w2 = w2;
    this.w1 = w1;
    this.w0 = w0;
  }

  /**
   * The target of that value.
   *
   * @throws IllegalArgumentException if it is negative or over 256 bits
   */
  public static Target of(BigInteger value) {
    if (value.signum() < 0 || value.compareTo(LIMIT) >= 0) {
      throw new IllegalArgumentException(
          "target: " + value.toString(16) + " (expected: 0..2^256-1)");
    }
    return new Target(
        value.shiftRight(192).longValue(),
        value.shiftRight(128).longValue(),
        value.shiftRight(64).longValue(),
        value.longValue());
  }

  /**
   * The target that the four bytes {@code nBits} of a block header stand for, as consensus reads
   * them.
   *
   * @throws IllegalArgumentException if they stand for a negative number or one over 256 bits
   * @see <a href="https://developer.bitcoin.org/reference/block_chain.html#target-nbits">Target
   *     nBits</a>
   */
  public static Target ofCompact(int nBits) {
    int exponent = nBits >>> 24;
    BigInteger mantissa = BigInteger.valueOf(nBits & 0x7fffff);
    BigInteger value =
        exponent <= 3
            ? mantissa.shiftRight(8 * (3 - exponent))
            : mantissa.shiftLeft(8 * (exponent - 3));
    if ((nBits & 0x800000) != 0 && value.signum() != 0) {
      throw new IllegalArgumentException(
          String.format("nBits: %08x (expected: a positive target)", nBits));
    }
    return of(value);
  }

  /**
   * The largest target that {@code difficulty} allows: {@code floor(difficultyOne / difficulty)},
   * at most {@link #MAX}. The double is taken at its exact value.
   *
   * @throws IllegalArgumentException if the difficulty is not a positive finite number
   */
  public static Target ofDifficulty(double difficulty, Target difficultyOne) {
    if (!(difficulty > 0) || Double.isInfinite(difficulty)) {
      throw new IllegalArgumentException(
          "difficulty: " + difficulty + " (expected: > 0 and finite)");
    }
    BigInteger value =
        new BigDecimal(difficultyOne.toBigInteger())
            .divide(new BigDecimal(difficulty), 0, RoundingMode.FLOOR)
            .toBigInteger();
    return value.compareTo(LIMIT) >= 0 ? MAX : of(value);
  }

  /** The number that a hash stands for: 32 bytes, least significant first. */
  public static Target ofHash(byte[] hash) {
    return new Target(word(hash, 24), word(hash, 16), word(hash, 8), word(hash, 0));
  }

  /**
   * Whether the number that {@code hash} (32 bytes, least significant first) stands for is at most
   * this target.
   */
  public boolean isMetBy(byte[] hash) {
    int c = Long.compareUnsigned(word(hash, 24), w3);
    if (c == 0) {
      c = Long.compareUnsigned(word(hash, 16), w2);
    }
    if (c == 0) {
      c = Long.compareUnsigned(word(hash, 8), w1);
    }
    if (c == 0) {
      c = Long.compareUnsigned(word(hash, 0), w0);
    }
    return c <= 0;
  }

  private static long word(byte[] hash, int at) {
    return (hash[at] & 0xffL)
        | (hash[at + 1] & 0xffL) << 8
        | (hash[at + 2] & 0xffL) << 16
        | (hash[at + 3] & 0xffL) << 24
        | (hash[at + 4] & 0xffL) << 32
        | (hash[at + 5] & 0xffL) << 40
        | (hash[at + 6] & 0xffL) << 48
        | (hash[at + 7] & 0xffL) << 56;
  }

  /** How many times harder than {@code difficultyOne} this target is to meet. */
  public double difficulty(Target difficultyOne) {
    return difficultyOne.toDouble() / toDouble();
  }

  private double toDouble() {
    return ((unsigned(w3) * 0x1p64 + unsigned(w2)) * 0x1p64 + unsigned(w1)) * 0x1p64 + unsigned(w0);
  }

  private static double unsigned(long word) {
    return (word >>> 1) * 2.0 + (word & 1);
  }

  public BigInteger toBigInteger() {
    return new BigInteger(1, toBytes());
  }

  /** 32 bytes, most significant first. */
  public byte[] toBytes() {
    byte[] bytes = new byte[SIZE];
    long[] words = {w3, w2, w1, w0};
    for (int i = 0; i < SIZE; i++) {
      bytes[i] = (byte) (words[i / 8] >>> (56 - 8 * (i % 8)));
    }
    return bytes;
  }

  /**
   * The {@code nBits} of a block header for this target: rounded down to the precision that they
   * have.
   */
  public int toCompact() {
    BigInteger value = toBigInteger();
    int size = (value.bitLength() + 7) / 8;
    BigInteger mantissa =
        size <= 3 ? value.shiftLeft(8 * (3 - size)) : value.shiftRight(8 * (size - 3));
    if (mantissa.testBit(23)) {
      mantissa = mantissa.shiftRight(8);
      size++;
    }
    return size << 24 | mantissa.intValue();
  }

  /** A smaller target, harder to meet, is less. */
  @Override
  public int compareTo(Target other) {
    int c = Long.compareUnsigned(w3, other.w3);
    if (c == 0) {
      c = Long.compareUnsigned(w2, other.w2);
    }
    if (c == 0) {
      c = Long.compareUnsigned(w1, other.w1);
    }
    return c == 0 ? Long.compareUnsigned(w0, other.w0) : c;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Target that && compareTo(that) == 0;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(w3 ^ w2 ^ w1 ^ w0);
  }

  /** 64 hexadecimal digits, most significant first. */
  @Override
  public String toString() {
    return String.format("%016x%016x%016x%016x", w3, w2, w1, w0);
  }
}
