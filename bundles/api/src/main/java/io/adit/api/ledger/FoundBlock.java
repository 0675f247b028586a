package io.adit.api.ledger;

import io.adit.api.Bytes;
import io.adit.api.Hash;
import java.util.Objects;

/**
 * A block that a miner of ours has found, and what has become of it.
 *
 * @param pool name of the pool
 * @param hash of its header
 * @param worker who found it
 * @param height of the block
 * @param difficulty of the network
 * @param reward satoshis that its coinbase pays
 * @param block network form
 * @param status what is known of its fate
 * @param detail the node's word on it, or empty
 * @param timeMillis when it was found, milliseconds since 1970
 */
public record FoundBlock(
    String pool,
    Hash hash,
    String worker,
    int height,
    double difficulty,
    long reward,
    Bytes block,
    Status status,
    String detail,
    long timeMillis) {
  /** A block's fate. */
  public enum Status {
    /** Found, not yet answered for by a node. */
    PENDING,
    /** A node has taken it. */
    ACCEPTED,
    /** Every node that was asked has refused it. */
    REJECTED
  }

  public FoundBlock {
    Objects.requireNonNull(pool);
    Objects.requireNonNull(hash);
    Objects.requireNonNull(worker);
    Objects.requireNonNull(block);
    Objects.requireNonNull(status);
    Objects.requireNonNull(detail);
  }

  public FoundBlock with(Status newStatus, String newDetail) {
    return new FoundBlock(
        pool, hash, worker, height, difficulty, reward, block, newStatus, newDetail, timeMillis);
  }
}
