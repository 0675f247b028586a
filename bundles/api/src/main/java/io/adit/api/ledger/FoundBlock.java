package io.adit.api.ledger;

import io.adit.api.Bytes;
import io.adit.api.Hash;
import io.adit.api.node.BlockVerdict;
import java.util.ArrayList;
import java.util.List;
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
 * @param confirmations blocks on top of it and itself, when a node was last asked; 0 if it is in no
 *     chain
 * @param verdicts the latest of each node that it was submitted to, in the order of their coming
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
    int confirmations,
    List<NodeVerdict> verdicts,
    long timeMillis) {
  /** A block's fate. */
  public enum Status {
    /** Found; no node has given a verdict that counts. */
    FOUND,
    /** A node has taken it: not confirmed often enough yet. */
    PENDING,
    /** As deep in the chain as was asked for. */
    CONFIRMED,
    /** The chain has gone on without it. */
    ORPHANED,
    /** Every node has refused it, or all that could be asked until the chain was past it. */
    REJECTED;

    /** Whether it may still change. */
    public boolean isOpen() {
      return this == FOUND || this == PENDING;
    }
  }

  /**
   * A node's word.
   *
   * @param node what it is and where
   * @param verdict on the block
   * @param timeMillis when it came, milliseconds since 1970
   */
  public record NodeVerdict(String node, BlockVerdict verdict, long timeMillis) {
    public NodeVerdict {
      Objects.requireNonNull(node);
      Objects.requireNonNull(verdict);
    }
  }

  public FoundBlock {
    Objects.requireNonNull(pool);
    Objects.requireNonNull(hash);
    Objects.requireNonNull(worker);
    Objects.requireNonNull(block);
    Objects.requireNonNull(status);
    verdicts = List.copyOf(verdicts);
  }

  /** The block with another fate. */
  public FoundBlock with(Status newStatus, int newConfirmations) {
    return new FoundBlock(
        pool,
        hash,
        worker,
        height,
        difficulty,
        reward,
        block,
        newStatus,
        newConfirmations,
        verdicts,
        timeMillis);
  }

  /** The block with a verdict more, in place of an earlier one of the same node. */
  public FoundBlock with(NodeVerdict verdict) {
    List<NodeVerdict> all = new ArrayList<>(verdicts);
    all.removeIf(earlier -> earlier.node().equals(verdict.node()));
    all.add(verdict);
    return new FoundBlock(
        pool,
        hash,
        worker,
        height,
        difficulty,
        reward,
        block,
        status,
        confirmations,
        all,
        timeMillis);
  }
}
