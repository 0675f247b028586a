package io.adit.api.pool;

import java.util.Map;

/**
 * What a worker, a user or a pool has done.
 *
 * @param hashRates hashes a second, estimated from credited difficulty
 * @param shares accepted
 * @param credited sum of the difficulties that those shares were required to have
 * @param bestShare highest difficulty that a share has reached, 0 before the first
 * @param lastShareMillis when the latest was accepted, milliseconds since 1970; 0 before the first
 * @param rejects by reason; a reason that did not occur may be missing
 */
public record WorkStatistics(
    HashRates hashRates,
    long shares,
    double credited,
    double bestShare,
    long lastShareMillis,
    Map<RejectReason, Long> rejects) {
  public WorkStatistics {
    rejects = Map.copyOf(rejects);
  }

  /**
   * Hashes a second, averaged over five times with exponential decay.
   *
   * @param minute over 1 minute
   * @param fiveMinutes over 5 minutes
   * @param quarterHour over 15 minutes
   * @param hour over 1 hour
   * @param day over 24 hours
   */
  public record HashRates(
      double minute, double fiveMinutes, double quarterHour, double hour, double day) {}
}
