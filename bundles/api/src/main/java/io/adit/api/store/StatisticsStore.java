package io.adit.api.store;

import io.adit.api.pool.RejectReason;
import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Keeps what a pool knows of its workers, so that it knows it after a restart. Called by the
 * ledger, on a thread on which it may block.
 */
@ConsumerType
public interface StatisticsStore {
  /**
   * Stores all of {@code records} or none; each takes the place of an earlier one of its pool and
   * worker.
   *
   * @throws StoreException if none is stored; the ledger tries again, or with newer ones
   */
  void keep(List<WorkerRecord> records) throws StoreException;

  /**
   * All records of a pool's workers that are not older than {@code sinceMillis}.
   *
   * @throws StoreException if the store cannot tell at present
   */
  List<WorkerRecord> recall(String pool, long sinceMillis) throws StoreException;

  /**
   * A worker, or a pool as a whole, at one moment.
   *
   * @param pool name of the pool
   * @param worker name the miner was authorised under, empty for the pool as a whole
   * @param timeMillis the moment, milliseconds since 1970
   * @param sinceMillis when its record began, milliseconds since 1970: what is averaged over more
   *     than the time since is the average of that time
   * @param credited difficulty credited per second, averaged over 1, 5, 15 minutes, 1 hour and 1
   *     day, in that order, up to that moment
   * @param shares accepted
   * @param difficulty credited for them
   * @param bestShare highest difficulty that a share has reached
   * @param lastShareMillis when the latest was accepted, milliseconds since 1970
   * @param rejects by reason
   */
  record WorkerRecord(
      String pool,
      String worker,
      long timeMillis,
      long sinceMillis,
      List<Double> credited,
      long shares,
      double difficulty,
      double bestShare,
      long lastShareMillis,
      Map<RejectReason, Long> rejects) {
    public WorkerRecord {
      credited = List.copyOf(credited);
      rejects = Map.copyOf(rejects);
    }
  }
}
