package io.adit.api.store;

import io.adit.api.State;
import io.adit.api.ledger.Share;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** Keeps accepted shares. Called by the ledger, on a thread on which it may block. */
@ConsumerType
public interface ShareStore {
  State state();

  /** What it is and where, for people: {@code PostgreSQL at 10.0.0.3:5432/adit}. */
  String describe();

  /**
   * Stores all of {@code shares} or none.
   *
   * @throws StoreException if none is stored; the ledger keeps them and tries again
   */
  void append(List<Share> shares) throws StoreException;
}
