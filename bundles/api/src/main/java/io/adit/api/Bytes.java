package io.adit.api;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/** An immutable string of bytes, compared by content. */
public final class Bytes {
  public static final Bytes EMPTY = new Bytes(new byte[0]);

  private final byte[] value;

  private Bytes(byte[] value) {
    this.value = value;
  }

  /** A copy of all of {@code bytes}. */
  public static Bytes copyOf(byte[] bytes) {
    return new Bytes(bytes.clone());
  }

  /** A copy of {@code length} bytes from {@code offset} on. */
  public static Bytes copyOf(byte[] bytes, int offset, int length) {
    return new Bytes(Arrays.copyOfRange(bytes, offset, offset + length));
  }

  /**
   * The bytes that pairs of hexadecimal digits, in either case, stand for.
   *
   * @throws IllegalArgumentException if {@code hex} is not that
   */
  public static Bytes ofHex(String hex) {
    return new Bytes(HexFormat.of().parseHex(hex));
  }

  public int size() {
    return value.length;
  }

  public boolean isEmpty() {
    return value.length == 0;
  }

  public byte get(int index) {
    return value[index];
  }

  /**
   * Copies all bytes to {@code destination} from {@code offset} on; returns the offset after them.
   */
  public int copyTo(byte[] destination, int offset) {
    System.arraycopy(value, 0, destination, offset, value.length);
    return offset + value.length;
  }

  /** Feeds all bytes to {@code digest}, without a copy. */
  public void update(MessageDigest digest) {
    digest.update(value);
  }

  public byte[] toArray() {
    return value.clone();
  }

  /** Lower-case hexadecimal digits, two a byte. */
  public String toHex() {
    return HexFormat.of().formatHex(value);
  }

  @Override
  public boolean equals(Object other) {
    return other == this || (other instanceof Bytes that && Arrays.equals(value, that.value));
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(value);
  }

  @Override
  public String toString() {
    return toHex();
  }
}
