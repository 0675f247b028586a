package io.adit.jobs;

import io.adit.api.Hash;
import io.adit.api.Sha256d;
import io.adit.api.job.Job;
import io.adit.api.job.JobManager.MerkleRoots;

/** Calculates merkle roots in memory that it keeps. */
final class ScratchMerkleRoots implements MerkleRoots {
  private final Sha256d sha256d = new Sha256d();
  private final byte[] pair = new byte[2 * Hash.SIZE];

  /** Grows with the first of the larger coinbases only. */
  private byte[] coinbase = new byte[512];

  @Override
  public void root(
      Job job,
      byte[] extranonce1,
      int extranonce1Length,
      byte[] extranonce2,
      int extranonce2Length,
      byte[] out,
      int outOffset) {
    int size =
        job.coinbaseStart().size()
            + extranonce1Length
            + extranonce2Length
            + job.coinbaseEnd().size();
    if (size > coinbase.length) {
      coinbase = new byte[2 * size];
    }
    int at = job.coinbaseStart().copyTo(coinbase, 0);
    System.arraycopy(extranonce1, 0, coinbase, at, extranonce1Length);
    at += extranonce1Length;
    System.arraycopy(extranonce2, 0, coinbase, at, extranonce2Length);
    at += extranonce2Length;
    job.coinbaseEnd().copyTo(coinbase, at);

    sha256d.hash(coinbase, 0, size, pair, 0);
    for (int i = 0; i < job.merkleBranch().size(); i++) {
      job.merkleBranch().get(i).wire().copyTo(pair, Hash.SIZE);
      sha256d.hash(pair, 0, pair.length, pair, 0);
    }
    System.arraycopy(pair, 0, out, outOffset, Hash.SIZE);
  }
}
