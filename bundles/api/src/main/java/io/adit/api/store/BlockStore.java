package io.adit.api.store;

import io.adit.api.ledger.FoundBlock;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** Keeps found blocks. Called by the ledger, on a thread on which it may block. */
@ConsumerType
public interface BlockStore {
  /**
   * Stores all of {@code blocks} or none. A block with the pool and hash of a stored one takes its
   * place.
   *
   * @throws StoreException if none is stored; the ledger keeps them and tries again
   */
  void record(List<FoundBlock> blocks) throws StoreException;
}
