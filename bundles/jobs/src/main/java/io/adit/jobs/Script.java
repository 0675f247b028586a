package io.adit.jobs;

import io.adit.api.Bytes;

/**
 * The few script instructions a coinbase's input holds.
 *
 * @see <a href="https://github.com/bitcoin/bitcoin/blob/master/src/script/script.h">CScript</a>
 */
final class Script {
  private static final int OP_0 = 0x00;
  private static final int OP_1 = 0x51;
  private static final int OP_PUSHDATA1 = 0x4c;
  private static final int MAX_DIRECT_PUSH = 0x4b;

  private Script() {}

  /**
   * Pushes a number in the one form that consensus takes for a block's height (BIP 34): up to 16 by
   * an instruction of its own, above that by its fewest bytes, least significant first, with room
   * for a sign bit.
   */
  static Bytes number(int value) {
    ByteWriter script = new ByteWriter();
    if (value == 0) {
      return script.u8(OP_0).toBytes();
    }
    if (value <= 16) {
      return script.u8(OP_1 + value - 1).toBytes();
    }
    int size = (32 - Integer.numberOfLeadingZeros(value)) / 8 + 1;
    script.u8(size);
    for (int i = 0; i < size; i++) {
      script.u8((int) ((long) value >>> (8 * i)));
    }
    return script.toBytes();
  }

  /** The instruction that pushes the {@code size} bytes after it, 0..255. */
  static Bytes pushOf(int size) {
    ByteWriter script = new ByteWriter();
    return (size <= MAX_DIRECT_PUSH ? script : script.u8(OP_PUSHDATA1)).u8(size).toBytes();
  }
}
