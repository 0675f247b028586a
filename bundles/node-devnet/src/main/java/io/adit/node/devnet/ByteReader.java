package io.adit.node.devnet;

import io.adit.api.Bytes;
import io.adit.api.Hash;
import java.util.Arrays;

/** Reads the network form of blocks and transactions, never beyond its end. */
final class ByteReader {
  private final byte[] data;
  private int at;

  ByteReader(byte[] data) {
    this.data = data;
  }

  int position() {
    return at;
  }

  int remaining() {
    return data.length - at;
  }

  /** The bytes from {@code start} up to here. */
  byte[] since(int start) {
    return Arrays.copyOfRange(data, start, at);
  }

  int u8() throws MalformedBlockException {
    return data[advance(1)] & 0xff;
  }

  /** Four bytes, least significant first. */
  int i32() throws MalformedBlockException {
    return (int) littleEndian(4);
  }

  /** Four bytes, least significant first. */
  long u32() throws MalformedBlockException {
    return littleEndian(4);
  }

  /** Eight bytes, least significant first. */
  long i64() throws MalformedBlockException {
    return littleEndian(8);
  }

  Hash hash() throws MalformedBlockException {
    return Hash.ofWire(bytes(Hash.SIZE).toArray());
  }

  Bytes bytes(int size) throws MalformedBlockException {
    return Bytes.copyOf(data, advance(size), size);
  }

  /** A count or length, and the bytes of that length. */
  Bytes sizedBytes() throws MalformedBlockException {
    return bytes(count(1));
  }

  /**
   * How many elements follow ("compact size", in its shortest form).
   *
   * @param leastSize bytes that an element has at least: a count that cannot fit is refused before
   *     memory is set aside for it
   */
  int count(int leastSize) throws MalformedBlockException {
    int first = u8();
    long count = first;
    if (first >= 0xfd) {
      int size = 2 << (first - 0xfd);
      count = littleEndian(size);
      long least = size == 2 ? 0xfd : 1L << (4 * size);
      if (Long.compareUnsigned(count, least) < 0) {
        throw new MalformedBlockException("count: " + count + " in " + size + " bytes");
      }
    }
    if (count < 0 || count > remaining() / leastSize) {
      throw new MalformedBlockException(
          "count: " + Long.toUnsignedString(count) + " with " + remaining() + " bytes left");
    }
    return (int) count;
  }

  private long littleEndian(int size) throws MalformedBlockException {
    int start = advance(size);
    long value = 0;
    for (int i = size - 1; i >= 0; i--) {
      value = (value << 8) | (data[start + i] & 0xff);
    }
    return value;
  }

  private int advance(int size) throws MalformedBlockException {
    if (size > remaining()) {
      throw new MalformedBlockException("ends after " + data.length + " bytes");
    }
    int start = at;
    at += size;
    return start;
  }
}
