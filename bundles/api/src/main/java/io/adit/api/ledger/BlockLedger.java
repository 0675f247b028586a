package io.adit.api.ledger;

import java.io.IOException;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Keeps found blocks, whole, until their fate is decided, and each change of it until every store
 * has it. May block for as long as a disk takes: not for event loops.
 */
@ProviderType
public interface BlockLedger {
  /**
   * Records a block, or what is newly known of it; the latest record of a pool and hash counts.
   * When this returns, it is on disk: a block is submitted to nodes only then.
   *
   * @throws IOException if it is not on disk; it is in memory all the same, and handed to the
   *     stores. The message says why
   */
  void append(FoundBlock block) throws IOException;

  /**
   * A pool's blocks whose fate is {@link FoundBlock.Status#isOpen open}, the oldest first: after a
   * restart, the pool goes on with them.
   *
   * @param pool name of the pool
   */
  List<FoundBlock> open(String pool);
}
