package io.adit.node.devnet;

import io.adit.api.Bytes;
import io.adit.api.pow.PowAlgorithm;
import io.adit.api.pow.Target;

/**
 * The proof of work that blocks need. For one thread at a time.
 *
 * @param bits compact target, rounded down to what a header can say
 */
record Proof(PowAlgorithm algorithm, PowAlgorithm.Hasher hasher, int bits) {
  /**
   * Work of that difficulty.
   *
   * @throws IllegalArgumentException if there is no target of that difficulty
   */
  static Proof of(PowAlgorithm algorithm, double difficulty) {
    int bits = Target.ofDifficulty(difficulty, algorithm.difficultyOne()).toCompact();
    if (Target.ofCompact(bits).toBigInteger().signum() == 0) {
      throw new IllegalArgumentException("difficulty: " + difficulty + " (no hash can meet it)");
    }
    return new Proof(algorithm, algorithm.newHasher(), bits);
  }

  byte[] hash(Bytes header) {
    byte[] hash = new byte[32];
    hasher.hash(header.toArray(), hash);
    return hash;
  }
}
