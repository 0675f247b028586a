package io.adit.api;

import java.util.HexFormat;

/**
 * A 256-bit hash of a block or a transaction. The <em>wire</em> order is the one in which it is
 * hashed and sent between nodes; people and RPC methods write it reversed, most significant byte
 * first.
 */
public final class Hash {
  public static final int SIZE = 32;
  public static final Hash ZERO = new Hash(Bytes.copyOf(new byte[SIZE]));

  private final Bytes wire;

  private Hash(Bytes wire) {
    this.wire = wire;
  }

  /**
   * A hash from its bytes in wire order.
   *
   * @throws IllegalArgumentException if there are not 32
   */
  public static Hash ofWire(byte[] wire) {
    if (wire.length != SIZE) {
      throw new IllegalArgumentException(
          "hash length: " + wire.length + " (expected: " + SIZE + ")");
    }
    return new Hash(Bytes.copyOf(wire));
  }

  /**
   * A hash from the 64 hexadecimal digits that people and RPC methods write.
   *
   * @throws IllegalArgumentException if {@code hex} is not that
   */
  public static Hash ofDisplayHex(String hex) {
    return ofWire(reversed(HexFormat.of().parseHex(hex)));
  }

  /** The bytes in wire order. */
  public Bytes wire() {
    return wire;
  }

  /** The 64 hexadecimal digits that people and RPC methods write. */
  public String toDisplayHex() {
    return HexFormat.of().formatHex(reversed(wire.toArray()));
  }

  private static byte[] reversed(byte[] bytes) {
    byte[] result = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      result[i] = bytes[bytes.length - 1 - i];
    }
    return result;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Hash that && wire.equals(that.wire);
  }

  @Override
  public int hashCode() {
    return wire.hashCode();
  }

  @Override
  public String toString() {
    return toDisplayHex();
  }
}
