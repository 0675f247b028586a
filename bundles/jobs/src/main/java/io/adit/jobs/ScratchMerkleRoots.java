package io.adit.jobs;

import io.adit.api.Hash;
import io.adit.api.Sha256d;
import io.adit.api.job.Coinbase;
import io.adit.api.job.Job;
import io.adit.api.job.JobManager.MerkleRoots;

/** Calculates merkle roots in memory that it keeps. */
final class ScratchMerkleRoots implements MerkleRoots {
  private final Sha256d sha256d = new Sha256d();
  private final byte[] pair = new byte[2 * Hash.SIZE];

  /** Grows with the first of the larger coinbases only. */
  private byte[] transaction = new byte[512];

  @Override
  public void root(
      Job job,
      Coinbase coinbase,
      byte[] extranonce1,
      int extranonce1Length,
      byte[] extranonce2,
      int extranonce2Length,
      byte[] out,
      int outOffset) {
    int size =
        coinbase.start().size() + extranonce1Length + extranonce2Length + coinbase.end().size();
    if (size > transaction.length) {
      transaction = new byte[2 * size];
    }
    int at = coinbase.start().copyTo(transaction, 0);
    System.arraycopy(extranonce1, 0, transaction, at, extranonce1Length);
    at += extranonce1Length;
    System.arraycopy(extranonce2, 0, transaction, at, extranonce2Length);
    at += extranonce2Length;
    coinbase.end().copyTo(transaction, at);

    sha256d.hash(transaction, 0, size, pair, 0);
    for (int i = 0; i < job.merkleBranch().size(); i++) {
      job.merkleBranch().get(i).wire().copyTo(pair, Hash.SIZE);
      sha256d.hash(pair, 0, pair.length, pair, 0);
    }
    System.arraycopy(pair, 0, out, outOffset, Hash.SIZE);
  }
}
