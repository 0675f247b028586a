package io.adit.launcher.miner;

import io.adit.api.Bytes;
import io.adit.api.Sha256d;
import io.adit.api.pow.Target;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * A job of {@code mining.notify}, with what else it takes to work on it.
 *
 * @param jobId to submit under
 * @param previous hash of the previous block as notify has it: eight words, each byte-swapped
 * @param coinbase1 of the coinbase before extranonce1
 * @param coinbase2 of the coinbase after extranonce2
 * @param branches of the merkle tree beside the coinbase's, in wire order
 * @param extranonce1 of the connection
 * @param extranonce2Size bytes for the miner to choose
 * @param target of a share
 */
record Work(
    String jobId,
    Bytes previous,
    Bytes coinbase1,
    Bytes coinbase2,
    List<Bytes> branches,
    int version,
    int bits,
    int time,
    Bytes extranonce1,
    int extranonce2Size,
    Target target) {
  private static final int HEADER = 80;
  private static final int HASH = 32;

  Work {
    branches = List.copyOf(branches);
  }

  /** The block header with that extranonce2 and nonce 0: 80 bytes as in the block. */
  byte[] header(byte[] extranonce2) {
    ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
    header.putInt(version);
    ByteBuffer words = ByteBuffer.wrap(previous.toArray());
    for (int i = 0; i < HASH / Integer.BYTES; i++) {
      header.putInt(words.getInt());
    }
    header.put(merkleRoot(extranonce2));
    header.putInt(time);
    header.putInt(bits);
    return header.array();
  }

  private byte[] merkleRoot(byte[] extranonce2) {
    ByteArrayOutputStream coinbase = new ByteArrayOutputStream();
    coinbase.writeBytes(coinbase1.toArray());
    coinbase.writeBytes(extranonce1.toArray());
    coinbase.writeBytes(extranonce2);
    coinbase.writeBytes(coinbase2.toArray());
    Sha256d sha256d = new Sha256d();
    byte[] pair = new byte[2 * HASH];
    byte[] bytes = coinbase.toByteArray();
    sha256d.hash(bytes, 0, bytes.length, pair, 0);
    for (Bytes branch : branches) {
      branch.copyTo(pair, HASH);
      sha256d.hash(pair, 0, pair.length, pair, 0);
    }
    byte[] root = new byte[HASH];
    System.arraycopy(pair, 0, root, 0, HASH);
    return root;
  }

  /** Whether a hash that meets the target makes a block, too. */
  boolean isBlock(byte[] hash) {
    return Target.ofCompact(bits).isMetBy(hash);
  }

  /** The {@code n}th extranonce2, most significant byte first. */
  byte[] extranonce2(long n) {
    byte[] bytes = new byte[extranonce2Size];
    for (int i = 0; i < extranonce2Size; i++) {
      int shift = 8 * (extranonce2Size - 1 - i);
      bytes[i] = shift < Long.SIZE ? (byte) (n >>> shift) : 0;
    }
    return bytes;
  }
}
