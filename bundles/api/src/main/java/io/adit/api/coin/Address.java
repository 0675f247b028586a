package io.adit.api.coin;

import io.adit.api.Bytes;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Where coins are paid to: the output script that an address stands for. Knows P2PKH and P2SH
 * (base58), P2WPKH and P2WSH (bech32, BIP 173), P2TR and later witness versions (bech32m, BIP 350).
 *
 * @param text as people write it
 * @param script output script
 */
public record Address(String text, Bytes script) {
  private static final int OP_DUP = 0x76;
  private static final int OP_EQUAL = 0x87;
  private static final int OP_EQUALVERIFY = 0x88;
  private static final int OP_HASH160 = 0xa9;
  private static final int OP_CHECKSIG = 0xac;
  private static final int OP_1 = 0x51;
  private static final int OP_16 = 0x60;
  private static final int TAPROOT_SCRIPT_SIZE = 34;
  private static final int HASH160_SIZE = 20;

  /**
   * Reads an address of {@code coin}.
   *
   * @throws IllegalArgumentException if it is none; the message says what is wrong with it
   */
  public static Address parse(String text, Coin coin) {
    int separator = text.lastIndexOf('1');
    String prefix = separator < 1 ? "" : text.substring(0, separator).toLowerCase(Locale.ROOT);
    if (prefix.equals(coin.bech32Prefix())) {
      return new Address(text, witnessScript(text, prefix));
    }
    List<String> owners = Coin.ownersOf(known -> known.bech32Prefix().equals(prefix));
    if (!owners.isEmpty()) {
      throw ofAnother(text, coin, owners);
    }
    return new Address(text, base58Script(text, coin));
  }

  /**
   * Reads an address of {@code coin} that a block may pay: one of those whose owner alone can spend
   * it. Of the witness versions above 1, and of version 1 with another size than that of a public
   * key, anyone can as yet.
   *
   * @throws IllegalArgumentException if it is none; the message says what is wrong with it
   */
  public static Address payee(String text, Coin coin) {
    Address address = parse(text, coin);
    int first = address.script.get(0) & 0xff;
    boolean later = first > OP_1 && first <= OP_16;
    if (later || (first == OP_1 && address.script.size() != TAPROOT_SCRIPT_SIZE)) {
      throw new IllegalArgumentException(
          "\""
              + text
              + "\" is of a kind that anyone can spend (expected: P2PKH, P2SH, P2WPKH, P2WSH or P2TR)");
    }
    return address;
  }

  private static Bytes base58Script(String text, Coin coin) {
    byte[] payload =
        Base58.decodeChecked(text)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "\"" + text + "\" is not an address: " + Base58.fault(text)));
    int version = payload.length == 0 ? -1 : payload[0] & 0xff;
    if (!coin.isBase58Version(version)) {
      throw ofAnother(text, coin, Coin.ownersOf(known -> known.isBase58Version(version)));
    }
    if (payload.length != 1 + HASH160_SIZE) {
      throw new IllegalArgumentException(
          "\""
              + text
              + "\" holds "
              + (payload.length - 1)
              + " bytes (expected: "
              + HASH160_SIZE
              + ")");
    }
    byte[] hash = Arrays.copyOfRange(payload, 1, payload.length);
    return version == coin.pubKeyHashVersion()
        ? script(new int[] {OP_DUP, OP_HASH160, HASH160_SIZE}, hash, OP_EQUALVERIFY, OP_CHECKSIG)
        : script(new int[] {OP_HASH160, HASH160_SIZE}, hash, OP_EQUAL);
  }

  private static Bytes witnessScript(String text, String prefix) {
    Bech32 decoded = Bech32.decode(text);
    Optional<byte[]> program = decoded.program();
    int version = decoded.version();
    if (version < 0 || version > 16 || program.isEmpty()) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is not an address: not a witness program");
    }
    int size = program.get().length;
    if (size < 2 || size > 40 || (version == 0 && size != 20 && size != 32)) {
      throw new IllegalArgumentException(
          "\""
              + text
              + "\" is not an address: a witness program of version "
              + version
              + " with "
              + size
              + " bytes");
    }
    if (decoded.isModified() != (version > 0)) {
      throw new IllegalArgumentException(
          "\""
              + text
              + "\" is not an address: wrong kind of checksum for witness version "
              + version
              + " of "
              + prefix);
    }
    return script(new int[] {version == 0 ? 0 : OP_1 + version - 1, size}, program.get());
  }

  private static Bytes script(int[] start, byte[] data, int... end) {
    byte[] script = new byte[start.length + data.length + end.length];
    int at = 0;
    for (int b : start) {
      script[at++] = (byte) b;
    }
    System.arraycopy(data, 0, script, at, data.length);
    at += data.length;
    for (int b : end) {
      script[at++] = (byte) b;
    }
    return Bytes.copyOf(script);
  }

  private static IllegalArgumentException ofAnother(String text, Coin coin, List<String> owners) {
    return new IllegalArgumentException(
        "\""
            + text
            + "\" is not an address of "
            + coin.name()
            + (owners.isEmpty() ? "" : " but of " + String.join(" or ", owners)));
  }
}
