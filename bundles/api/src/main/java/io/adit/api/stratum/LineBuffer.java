package io.adit.api.stratum;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Grows to hold the lines being written; kept and used again by one thread. */
public final class LineBuffer {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private byte[] bytes = new byte[512];
  private int length;

  /**
   * The bytes written so far are the first {@link #length()} of these. Valid until the next write.
   */
  public byte[] bytes() {
    return bytes;
  }

  public int length() {
    return length;
  }

  public LineBuffer clear() {
    length = 0;
    return this;
  }

  public LineBuffer append(byte[] source, int offset, int count) {
    room(count);
    System.arraycopy(source, offset, bytes, length, count);
    length += count;
    return this;
  }

  public LineBuffer append(byte[] source) {
    return append(source, 0, source.length);
  }

  /** Appends text of ASCII characters. */
  public LineBuffer ascii(CharSequence text) {
    room(text.length());
    for (int i = 0; i < text.length(); i++) {
      bytes[length++] = (byte) text.charAt(i);
    }
    return this;
  }

  /** Appends two lower-case digits for each byte. */
  public LineBuffer hex(byte[] source, int offset, int count) {
    room(2 * count);
    for (int i = offset; i < offset + count; i++) {
      bytes[length++] = HEX[source[i] >> 4 & 0xf];
      bytes[length++] = HEX[source[i] & 0xf];
    }
    return this;
  }

  /** Appends eight lower-case digits, most significant first. */
  public LineBuffer hex(int value) {
    room(8);
    for (int shift = 28; shift >= 0; shift -= 4) {
      bytes[length++] = HEX[value >>> shift & 0xf];
    }
    return this;
  }

  /** A copy of what was written. */
  public byte[] toArray() {
    return Arrays.copyOf(bytes, length);
  }

  /** What was written, as text. */
  @Override
  public String toString() {
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  private void room(int count) {
    if (bytes.length - length < count) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + count));
    }
  }
}
