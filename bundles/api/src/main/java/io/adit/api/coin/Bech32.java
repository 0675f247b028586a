package io.adit.api.coin;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The data of a bech32 or bech32m string.
 *
 * @see <a href="https://github.com/bitcoin/bips/blob/master/bip-0173.mediawiki">BIP 173</a>
 * @see <a href="https://github.com/bitcoin/bips/blob/master/bip-0350.mediawiki">BIP 350</a>
 */
final class Bech32 {
  private static final String ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
  private static final int[] GENERATOR = {
    0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3
  };
  private static final int BECH32 = 1;
  private static final int BECH32M = 0x2bc830a3;
  private static final int CHECKSUM = 6;
  private static final int MAX_LENGTH = 90;

  private final byte[] groups;
  private final boolean modified;

  private Bech32(byte[] groups, boolean modified) {
    this.groups = groups;
    this.modified = modified;
  }

  /**
   * Reads a string of any prefix.
   *
   * @throws IllegalArgumentException if it is not bech32; the message says why
   */
  static Bech32 decode(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (!text.equals(lower) && !text.equals(text.toUpperCase(Locale.ROOT))) {
      throw fault(text, "upper and lower case mixed");
    }
    int separator = lower.lastIndexOf('1');
    if (lower.length() > MAX_LENGTH || separator < 1 || lower.length() - separator - 1 < CHECKSUM) {
      throw fault(text, "wrong length");
    }
    byte[] data = new byte[lower.length() - separator - 1];
    for (int i = 0; i < data.length; i++) {
      data[i] = (byte) ALPHABET.indexOf(lower.charAt(separator + 1 + i));
      if (data[i] < 0) {
        throw fault(
            text,
            "the character '"
                + lower.charAt(separator + 1 + i)
                + "' at position "
                + (separator + 2 + i)
                + " does not occur in bech32");
      }
    }
    int checksum = checksum(lower.substring(0, separator), data);
    if (checksum != BECH32 && checksum != BECH32M) {
      throw fault(text, "the checksum is wrong (a typing error?)");
    }
    return new Bech32(Arrays.copyOf(data, data.length - CHECKSUM), checksum == BECH32M);
  }

  private static IllegalArgumentException fault(String text, String why) {
    return new IllegalArgumentException("\"" + text + "\" is not an address: " + why);
  }

  private static int checksum(String prefix, byte[] data) {
    int c = 1;
    for (int i = 0; i < prefix.length(); i++) {
      c = step(c, prefix.charAt(i) >> 5);
    }
    c = step(c, 0);
    for (int i = 0; i < prefix.length(); i++) {
      c = step(c, prefix.charAt(i) & 31);
    }
    for (byte group : data) {
      c = step(c, group);
    }
    return c;
  }

  private static int step(int checksum, int group) {
    int top = checksum >>> 25;
    int c = (checksum & 0x1ffffff) << 5 ^ group;
    for (int i = 0; i < GENERATOR.length; i++) {
      if ((top >> i & 1) != 0) {
        c ^= GENERATOR[i];
      }
    }
    return c;
  }

  /** Whether the checksum is that of BIP 350. */
  boolean isModified() {
    return modified;
  }

  /** The witness version, or -1 if there is no data. */
  int version() {
    return groups.length == 0 ? -1 : groups[0];
  }

  /** The bytes after the version; empty if their padding is wrong. */
  Optional<byte[]> program() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(40);
    int bits = 0;
    int value = 0;
    for (int i = 1; i < groups.length; i++) {
      value = (value << 5 | groups[i]) & 0xfff;
      bits += 5;
      if (bits >= 8) {
        bits -= 8;
        bytes.write(value >> bits);
      }
    }
    boolean padded = bits < 5 && (value & (1 << bits) - 1) == 0;
    return padded ? Optional.of(bytes.toByteArray()) : Optional.empty();
  }
}
