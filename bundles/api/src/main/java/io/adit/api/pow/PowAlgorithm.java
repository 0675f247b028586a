package io.adit.api.pow;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * A proof of work. Register it as a service with the property {@value #NAME}; pools choose it by
 * that name. Called from many threads at once.
 */
@ConsumerType
public interface PowAlgorithm {
  /** Service property: the algorithm's name in configuration, e.g. {@code sha256d}. */
  String NAME = "adit.pow";

  /**
   * The target at difficulty 1. It gives the scale on which miners of this algorithm are told a
   * difficulty: that of Bitcoin starts with {@code 00000000ffff}, that of scrypt coins with {@code
   * 0000ffff}.
   */
  Target difficultyOne();

  /**
   * A hasher for the calling thread to keep. It may hold scratch memory; the server makes one for
   * each event loop.
   */
  Hasher newHasher();

  /** Hashes block headers, for one thread at a time. */
  @ConsumerType
  interface Hasher {
    /**
     * Hashes a block header. Must not block, and should not allocate.
     *
     * @param header 80 bytes as in the block: integers least significant byte first, hashes in wire
     *     order
     * @param hash takes 32 bytes, the hash as a number with its least significant byte first
     */
    void hash(byte[] header, byte[] hash);
  }
}
