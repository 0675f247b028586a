package io.adit.api.store;

import io.adit.api.State;
import java.util.OptionalLong;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Keeps accepted shares, and what it makes of them. Called by the ledger, one call at a time, on a
 * thread on which it may block.
 *
 * <p>Exactly once: a store keeps, for each ledger, the position up to which it has the shares, and
 * moves it together with them or not at all.
 */
@ConsumerType
public interface ShareStore {
  /**
   * Service property of a store, of whatever kind: true if it may miss records when it fails for so
   * long that the ledger has no more room for them. For any other, the ledger then rather takes no
   * more.
   */
  String EXPENDABLE = "adit.store.expendable";

  State state();

  /** What it is and where, for people: {@code PostgreSQL at 10.0.0.3:5432/adit}. */
  String describe();

  /**
   * The end of the last batch that it has of a ledger; empty if it has never had one.
   *
   * @throws StoreException if the store cannot tell at present
   */
  OptionalLong position(String ledger) throws StoreException;

  /**
   * Stores all of a batch, and its end as the position, or nothing. For a ledger that it knows, the
   * batch begins where the last one ended; for a new one, anywhere.
   *
   * @throws StoreException if it is not known to be stored, or begins elsewhere than at the
   *     position; the ledger then asks for the {@link #position} and goes on from there
   */
  void append(ShareBatch batch) throws StoreException;
}
