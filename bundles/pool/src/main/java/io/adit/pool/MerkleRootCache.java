package io.adit.pool;

import io.adit.api.job.Coinbase;
import io.adit.api.job.Job;
import io.adit.api.job.JobManager;
import java.util.Arrays;

/**
 * Remembers merkle roots: a miner rolls nonce, time and version many times before it takes another
 * extranonce2. One place for each value of a small hash, the newest wins; so it neither grows nor
 * allocates. For one thread.
 */
final class MerkleRootCache {
  private static final int PLACES = 512;
  private static final int ROOT = 32;

  private final Coinbase[] coinbases = new Coinbase[PLACES];
  private final byte[][] extranonces = new byte[PLACES][];
  private final byte[] roots = new byte[PLACES * ROOT];
  private final int size1;
  private final int size2;

  MerkleRootCache(int extranonce1Size, int extranonce2Size) {
    size1 = extranonce1Size;
    size2 = extranonce2Size;
    for (int i = 0; i < PLACES; i++) {
      extranonces[i] = new byte[size1 + size2];
    }
  }

  /** Writes the merkle root to {@code out}, calculated or remembered. */
  @SuppressWarnings("ReferenceEquality") // of equal ones that are two, the root is calculated again
  void root(
      JobManager.MerkleRoots calculator,
      Job job,
      Coinbase coinbase,
      byte[] extranonce1,
      byte[] extranonce2,
      byte[] out,
      int outOffset) {
    int place = place(job.id(), extranonce1, extranonce2);
    byte[] known = extranonces[place];
    // No two jobs have the same coinbase.
    if (coinbases[place] != coinbase
        || !Arrays.equals(known, 0, size1, extranonce1, 0, size1)
        || !Arrays.equals(known, size1, size1 + size2, extranonce2, 0, size2)) {
      calculator.root(job, coinbase, extranonce1, size1, extranonce2, size2, roots, place * ROOT);
      coinbases[place] = coinbase;
      System.arraycopy(extranonce1, 0, known, 0, size1);
      System.arraycopy(extranonce2, 0, known, size1, size2);
    }
    System.arraycopy(roots, place * ROOT, out, outOffset, ROOT);
  }

  private int place(long job, byte[] extranonce1, byte[] extranonce2) {
    int hash = Long.hashCode(job);
    for (int i = 0; i < size1; i++) {
      hash = 31 * hash + extranonce1[i];
    }
    for (int i = 0; i < size2; i++) {
      hash = 31 * hash + extranonce2[i];
    }
    hash *= 0x9e3779b9;
    return (hash >>> 16) % PLACES;
  }
}
