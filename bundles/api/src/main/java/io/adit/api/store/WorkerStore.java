package io.adit.api.store;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** Keeps what each worker has done. Called by the ledger, on a thread on which it may block. */
@ConsumerType
public interface WorkerStore {
  /**
   * Adds to the workers' records; a worker not seen before gets one.
   *
   * @throws StoreException if nothing was added; the ledger tries again
   */
  void add(List<WorkerActivity> activities) throws StoreException;

  /**
   * What a worker has done since it was last told.
   *
   * @param pool name of the pool
   * @param worker name the miner was authorised under
   * @param shares accepted
   * @param difficulty credited for them
   * @param lastShareMillis time of the latest, milliseconds since 1970
   */
  record WorkerActivity(
      String pool, String worker, long shares, double difficulty, long lastShareMillis) {}
}
