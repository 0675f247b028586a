package io.adit.api.pool;

import io.adit.api.State;
import java.util.List;
import java.util.Map;

/**
 * A pool at one moment. Counts are since the pool started.
 *
 * @param name of the pool
 * @param state ready when its port is open and it has work to give
 * @param endpoints where miners connect; none when no port is open
 * @param coin name of the coin and network
 * @param nodes what it mines for, the most preferred first
 * @param connections open now
 * @param totalConnections ever made
 * @param shares submitted, by verdict; every verdict is there
 * @param processing how long submissions took
 * @param blocks found and taken by a node
 * @param jobs made
 * @param height of the block being mined, 0 before the first template
 * @param statistics of all workers together, those included that have left
 * @param users who own workers below
 * @param workers authorised on open connections, or seen in the last day
 */
public record PoolSnapshot(
    String name,
    State state,
    List<String> endpoints,
    String coin,
    List<NodeSnapshot> nodes,
    long connections,
    long totalConnections,
    Map<Verdict, Long> shares,
    ProcessingTime processing,
    long blocks,
    long jobs,
    int height,
    WorkStatistics statistics,
    List<WorkerSnapshot> users,
    List<WorkerSnapshot> workers) {
  public PoolSnapshot {
    endpoints = List.copyOf(endpoints);
    nodes = List.copyOf(nodes);
    shares = Map.copyOf(shares);
    users = List.copyOf(users);
    workers = List.copyOf(workers);
  }

  /**
   * One of a pool's nodes.
   *
   * @param name what it is and where, for people
   * @param state of it
   * @param height of the block that its template is for; 0 as long as there is none
   * @param serving whether its templates are worked on
   */
  public record NodeSnapshot(String name, State state, int height, boolean serving) {}

  /**
   * A worker, or a user with all of its workers.
   *
   * @param name it was authorised under; of a user, what comes before the worker's own part
   * @param connections open now
   * @param statistics of what it has done
   */
  public record WorkerSnapshot(String name, int connections, WorkStatistics statistics) {}

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
