package io.adit.testing.verdict;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A block as any node reads it from its bytes. Hashes are hexadecimal digits in the order of the
 * wire.
 *
 * @param header 80 bytes in hexadecimal digits
 * @param ids of the transactions, hashed without their witnesses
 * @param coinbaseWitness in hexadecimal digits, with its counts; empty if there is none
 */
record WireBlock(String header, List<String> ids, String coinbaseWitness) {
  private static final HexFormat HEX = HexFormat.of();
  private static final int HEADER_SIZE = 80;
  private static final int MERKLE_ROOT = 36;
  private static final int HASH_SIZE = 32;
  private static final int OUTPOINT_SIZE = 36;
  private static final int AMOUNT_SIZE = 8;
  private static final int WORD = 4;

  /** What a transaction is for the block. */
  private record Transaction(String id, String witness) {}

  /**
   * Reads a block.
   *
   * @throws AssertionError if there is more in the bytes
   * @throws RuntimeException if there is less
   */
  static WireBlock read(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    byte[] header = new byte[HEADER_SIZE];
    in.get(header);
    List<Transaction> transactions = new ArrayList<>();
    for (int left = count(in); left > 0; left--) {
      transactions.add(transaction(in));
    }
    if (in.hasRemaining()) {
      throw new AssertionError(in.remaining() + " bytes after the last transaction");
    }
    return new WireBlock(
        HEX.formatHex(header),
        transactions.stream().map(Transaction::id).toList(),
        transactions.get(0).witness());
  }

  /** The root that the header has. */
  String merkleRoot() {
    return header.substring(2 * MERKLE_ROOT, 2 * (MERKLE_ROOT + HASH_SIZE));
  }

  /**
   * The root over the transactions: of each two hashes the hash, the last one twice if it is odd.
   */
  String merkleRootOfTransactions() {
    List<String> level = ids;
    while (level.size() > 1) {
      List<String> above = new ArrayList<>();
      for (int i = 0; i < level.size(); i += 2) {
        String right = level.get(Math.min(i + 1, level.size() - 1));
        above.add(HEX.formatHex(sha256d(HEX.parseHex(level.get(i) + right))));
      }
      level = above;
    }
    return level.get(0);
  }

  /** In either of its two forms (BIP 144). */
  private static Transaction transaction(ByteBuffer in) {
    int start = in.position();
    skip(in, WORD);
    boolean extended = in.get(in.position()) == 0;
    if (extended) {
      skip(in, 2);
    }
    int body = in.position();
    int inputs = count(in);
    for (int left = inputs; left > 0; left--) {
      skip(in, OUTPOINT_SIZE);
      skip(in, count(in));
      skip(in, WORD);
    }
    for (int left = count(in); left > 0; left--) {
      skip(in, AMOUNT_SIZE);
      skip(in, count(in));
    }
    int witness = in.position();
    for (int left = extended ? inputs : 0; left > 0; left--) {
      for (int items = count(in); items > 0; items--) {
        skip(in, count(in));
      }
    }
    int lockTime = in.position();
    skip(in, WORD);
    String stripped =
        hex(in, start, start + WORD) + hex(in, body, witness) + hex(in, lockTime, lockTime + WORD);
    return new Transaction(
        HEX.formatHex(sha256d(HEX.parseHex(stripped))), hex(in, witness, lockTime));
  }

  private static String hex(ByteBuffer in, int from, int to) {
    byte[] bytes = new byte[to - from];
    in.get(from, bytes);
    return HEX.formatHex(bytes);
  }

  private static void skip(ByteBuffer in, int size) {
    in.position(in.position() + size);
  }

  /** A "compact size". */
  private static int count(ByteBuffer in) {
    int first = Byte.toUnsignedInt(in.get());
    return switch (first) {
      case 0xfd -> Short.toUnsignedInt(in.getShort());
      case 0xfe -> in.getInt();
      case 0xff -> throw new AssertionError("a count of eight bytes");
      default -> first;
    };
  }

  static byte[] sha256d(byte[] data) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return sha256.digest(sha256.digest(data));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
