package io.adit.api.ledger;

import io.adit.api.store.StatisticsStore.WorkerRecord;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/** Keeps workers' statistics over restarts. Never blocks; called from any thread. */
@ProviderType
public interface StatisticsLedger {
  /**
   * Takes the newest records of workers; older ones of the same workers need not be kept. Whoever
   * keeps without having recalled before may write over what was kept by an earlier run.
   */
  void keep(List<WorkerRecord> records);

  /**
   * The records of a pool's workers, and of the pool, that were kept last. Completes when a store
   * has answered, which may be long after, and on a thread that must not be held up; never, if
   * there is no store; with an exception, if the ledger goes before a store has answered.
   *
   * @param pool name of the pool
   */
  CompletionStage<List<WorkerRecord>> recall(String pool);
}
