package io.adit.api.job;

import io.adit.api.Bytes;
import io.adit.api.node.BlockTemplate;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Makes jobs from block templates, and blocks from solved jobs. Without state, called from many
 * threads at once.
 */
@ConsumerType
public interface JobManager {
  /**
   * Makes a job.
   *
   * @param id the job's number
   * @param nowMillis time of its making, in milliseconds since 1970
   * @throws IllegalArgumentException if the template cannot be mined; the message says why
   */
  Job job(long id, BlockTemplate template, long nowMillis);

  /**
   * The coinbase of a job for those who are paid so. No two jobs of a pool have the same coinbase,
   * even if they are made from one template: the same work can not be handed in under two jobs.
   *
   * @throws IllegalArgumentException if template and settings do not go together; the message says
   *     why
   */
  Coinbase coinbase(Job job, CoinbaseSettings settings);

  /** A merkle root calculator for the calling thread to keep. */
  MerkleRoots newMerkleRoots();

  /**
   * The whole block in its network form (BIP 144; with the MWEB part of Litecoin, if the template
   * has one), coinbase witness included.
   *
   * @param header the 80 bytes that were hashed
   * @param extranonce extranonce1, then extranonce2
   */
  Bytes block(Job job, Coinbase coinbase, byte[] header, byte[] extranonce);

  /** Calculates merkle roots, for one thread at a time. */
  @ConsumerType
  interface MerkleRoots {
    /**
     * Writes the merkle root of the job's block with that coinbase and extranonce, 32 bytes in wire
     * order, to {@code out}. Must not allocate.
     */
    void root(
        Job job,
        Coinbase coinbase,
        byte[] extranonce1,
        int extranonce1Length,
        byte[] extranonce2,
        int extranonce2Length,
        byte[] out,
        int outOffset);
  }
}
