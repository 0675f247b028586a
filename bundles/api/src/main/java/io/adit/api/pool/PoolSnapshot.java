package io.adit.api.pool;

import io.adit.api.State;
import java.util.List;
import java.util.Map;

/**
 * A pool at one moment. Counts are since the pool started.
 *
 * @param name of the pool
 * @param state ready when its port is open and it has work to give
 * @param endpoint where miners connect; empty when the port is not open
 * @param coin name of the coin and network
 * @param node what it mines for, empty when there is none
 * @param connections open now
 * @param totalConnections ever made
 * @param shares submitted, by verdict; every verdict is there
 * @param processing how long submissions took
 * @param blocks found and taken by the node
 * @param jobs made
 * @param height of the block being mined, 0 before the first template
 * @param workers authorised on open connections, or seen in the last minutes
 */
public record PoolSnapshot(
    String name,
    State state,
    String endpoint,
    String coin,
    String node,
    long connections,
    long totalConnections,
    Map<Verdict, Long> shares,
    ProcessingTime processing,
    long blocks,
    long jobs,
    int height,
    List<WorkerSnapshot> workers) {
  public PoolSnapshot {
    shares = Map.copyOf(shares);
    workers = List.copyOf(workers);
  }

  /**
   * A worker.
   *
   * @param name it was authorised under
   * @param connections open now
   * @param hashRate hashes a second, estimated from credited difficulty
   */
  public record WorkerSnapshot(String name, int connections, double hashRate) {}

  /**
   * A histogram of processing times, from a submit's line to its verdict.
   *
   * @param boundsNanos upper bounds of the buckets, ascending; one more bucket takes the rest
   * @param counts of each bucket, not cumulative, one more than there are bounds
   * @param sumNanos of all times
   */
  public record ProcessingTime(List<Long> boundsNanos, List<Long> counts, long sumNanos) {
    public ProcessingTime {
      boundsNanos = List.copyOf(boundsNanos);
      counts = List.copyOf(counts);
    }
  }
}
