package io.adit.api.ledger;

import java.util.Objects;

/**
 * An accepted share.
 *
 * @param pool name of the pool
 * @param worker name the miner was authorised under
 * @param jobId number of the job
 * @param height of the block it was for
 * @param difficulty credited: what was required, not what was reached
 * @param reached difficulty of its hash
 * @param timeMillis when it was accepted, milliseconds since 1970
 */
public record Share(
    String pool,
    String worker,
    long jobId,
    int height,
    double difficulty,
    double reached,
    long timeMillis) {
  public Share {
    Objects.requireNonNull(pool);
    Objects.requireNonNull(worker);
  }
}
