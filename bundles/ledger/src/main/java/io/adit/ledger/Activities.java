package io.adit.ledger;

import io.adit.api.ledger.Share;
import io.adit.api.store.WorkerStore.WorkerActivity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a batch of shares says of each worker. */
final class Activities {
  private record Key(String pool, String worker) {}

  private Activities() {}

  /** One activity for each worker, in the order of their first shares. */
  static List<WorkerActivity> of(List<Share> shares) {
    Map<Key, WorkerActivity> activities = new LinkedHashMap<>();
    for (Share share : shares) {
      activities.merge(
          new Key(share.pool(), share.worker()),
          new WorkerActivity(
              share.pool(), share.worker(), 1, share.difficulty(), share.timeMillis()),
          Activities::sum);
    }
    return List.copyOf(activities.values());
  }

  private static WorkerActivity sum(WorkerActivity a, WorkerActivity b) {
    return new WorkerActivity(
        a.pool(),
        a.worker(),
        a.shares() + b.shares(),
        a.difficulty() + b.difficulty(),
        Math.max(a.lastShareMillis(), b.lastShareMillis()));
  }
}
