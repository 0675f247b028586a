package io.adit.jobs;

import io.adit.api.Bytes;
import java.io.ByteArrayOutputStream;

/** Writes the parts of transactions and blocks in their network form. */
final class ByteWriter {
  private final ByteArrayOutputStream out;

  ByteWriter() {
    this(128);
  }

  ByteWriter(int expectedSize) {
    out = new ByteArrayOutputStream(expectedSize);
  }

  ByteWriter u8(int value) {
    out.write(value);
    return this;
  }

  /** Four bytes, least significant first. */
  ByteWriter u32(long value) {
    return littleEndian(value, 4);
  }

  /** Eight bytes, least significant first. */
  ByteWriter u64(long value) {
    return littleEndian(value, 8);
  }

  /** A count or length in one, three or five bytes ("compact size"). */
  ByteWriter compactSize(int value) {
    if (value < 0xfd) {
      return u8(value);
    }
    return value <= 0xffff ? u8(0xfd).littleEndian(value, 2) : u8(0xfe).u32(value);
  }

  ByteWriter bytes(byte[] bytes) {
    return bytes(bytes, 0, bytes.length);
  }

  ByteWriter bytes(byte[] bytes, int offset, int length) {
    out.write(bytes, offset, length);
    return this;
  }

  ByteWriter bytes(Bytes bytes) {
    return bytes(bytes.toArray());
  }

  private ByteWriter littleEndian(long value, int size) {
    for (int i = 0; i < size; i++) {
      out.write((int) (value >>> (8 * i)));
    }
    return this;
  }

  int size() {
    return out.size();
  }

  Bytes toBytes() {
    return Bytes.copyOf(out.toByteArray());
  }
}
