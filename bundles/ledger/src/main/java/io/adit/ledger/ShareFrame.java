package io.adit.ledger;

import io.adit.api.ledger.Share;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * A share as bytes: a word that says how long the frame is and whether it is whole, a checksum, and
 * what the share says; little-endian, a multiple of eight bytes. Used by one thread at a time, and
 * again for the next share.
 *
 * <pre>
 *  0  int     word, see {@link Segment}
 *  4  int     CRC-32C of the bytes from 8 on, exclusive-or'ed with the length
 *  8  long    time, 16 job, 24 difficulty (double), 32 reached (double)
 * 40  int     height
 * 44  ushort  bytes of the pool's name, 46 of the worker's, 48 both, UTF-8
 * </pre>
 */
final class ShareFrame {
  static final int HEADER = 8;
  private static final int NAMES = 48;
  private static final int LONGEST_NAME = 0xffff;

  private byte[] bytes = new byte[256];
  private ByteBuffer view = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  private final CRC32C crc = new CRC32C();
  private int length;

  byte[] bytes() {
    return bytes;
  }

  /** Of the whole frame. */
  int length() {
    return length;
  }

  /**
   * Makes it a share's.
   *
   * @throws IllegalArgumentException if a name is too long to be kept
   */
  void encode(Share share) {
    int names = share.pool().length() + share.worker().length();
    ensure(NAMES + 3 * names + HEADER);
    int poolEnd = put(share.pool(), NAMES);
    int end = put(share.worker(), poolEnd);
    view.putLong(8, share.timeMillis());
    view.putLong(16, share.jobId());
    view.putDouble(24, share.difficulty());
    view.putDouble(32, share.reached());
    view.putInt(40, share.height());
    view.putShort(44, checked(poolEnd - NAMES));
    view.putShort(46, checked(end - poolEnd));
    length = (end + 7) & -8;
    Arrays.fill(bytes, end, length, (byte) 0);
    view.putInt(4, checksum());
  }

  private void ensure(int size) {
    if (bytes.length < size) {
      bytes = new byte[size];
      view = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
  }

  private static short checked(int nameLength) {
    if (nameLength > LONGEST_NAME) {
      throw new IllegalArgumentException(
          "name: " + nameLength + " bytes (expected: <= " + LONGEST_NAME + ")");
    }
    return (short) nameLength;
  }

  /** Names are ASCII but for a few, which may leave an array behind. */
  private int put(String name, int at) {
    int end = at;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c >= 0x80) {
        byte[] encoded = name.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(encoded, 0, bytes, at, encoded.length);
        return at + encoded.length;
      }
      bytes[end] = (byte) c;
      end++;
    }
    return end;
  }

  private int checksum() {
    crc.reset();
    crc.update(bytes, HEADER, length - HEADER);
    return (int) crc.getValue() ^ length;
  }

  /** Copies a frame of {@code size} bytes from a segment. */
  void load(ByteBuffer from, int at, int size) {
    ensure(size);
    from.get(at, bytes, 0, size);
    length = size;
  }

  /** Whether what was loaded is what was once encoded. */
  boolean isSound() {
    return length >= NAMES
        && view.getInt(4) == checksum()
        && NAMES + poolLength() + workerLength() <= length;
  }

  Share decode() {
    int pool = poolLength();
    return new Share(
        new String(bytes, NAMES, pool, StandardCharsets.UTF_8),
        new String(bytes, NAMES + pool, workerLength(), StandardCharsets.UTF_8),
        view.getLong(16),
        view.getInt(40),
        view.getDouble(24),
        view.getDouble(32),
        view.getLong(8));
  }

  private int poolLength() {
    return Short.toUnsignedInt(view.getShort(44));
  }

  private int workerLength() {
    return Short.toUnsignedInt(view.getShort(46));
  }
}
