package io.adit.api;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * SHA-256 applied twice, by which Bitcoin and its kin name transactions, branches of the merkle
 * tree and blocks, whatever their proof of work is. An instance is for one thread at a time and
 * does not allocate per hash.
 */
public final class Sha256d {
  private static final int SIZE = 32;

  private final MessageDigest sha256;
  private final byte[] first = new byte[SIZE];

  public Sha256d() {
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * Hashes {@code length} bytes and writes the 32 bytes of the result, in wire order, to {@code
   * out}.
   *
   * @throws IllegalArgumentException if there is no room for them; the instance is as good as
   *     before
   */
  public void hash(byte[] data, int offset, int length, byte[] out, int outOffset) {
    if (out.length - outOffset < SIZE) {
      // MessageDigest would say so only after it has taken in the data, and keep them.
      throw new IllegalArgumentException(
          "room for the hash: " + (out.length - outOffset) + " (expected: >= " + SIZE + ")");
    }
    try {
      sha256.update(data, offset, length);
      sha256.digest(first, 0, SIZE);
      sha256.update(first, 0, SIZE);
      sha256.digest(out, outOffset, SIZE);
    } catch (DigestException e) {
      throw new IllegalStateException("a hash of 32 bytes has room in 32 bytes", e);
    }
  }

  /** Hashes all of {@code data}. */
  public Hash hash(Bytes data) {
    byte[] bytes = data.toArray();
    byte[] result = new byte[SIZE];
    hash(bytes, 0, bytes.length, result, 0);
    return Hash.ofWire(result);
  }
}
