package io.adit.api.session;

import io.adit.api.job.Coinbase;
import io.adit.api.job.Job;
import io.adit.api.pow.Target;

/**
 * The last {@value #CAPACITY} jobs sent to a miner, oldest out first; fewer, if the miner floods
 * the server, so that all the shares that are remembered of them take a bounded room.
 */
public final class SentJobs {
  /** Jobs that are remembered. */
  public static final int CAPACITY = 64;

  private static final int MAX_SEEN = 2 * SeenShares.CAPACITY;

  private final SentJob[] ring = new SentJob[CAPACITY];
  private int next;

  /**
   * Remembers that {@code job} was sent with that coinbase and target, at that time of a monotonic
   * clock.
   */
  public void add(Job job, Coinbase coinbase, Target target, double difficulty, long sentNanos) {
    ring[next] = new SentJob(job, coinbase, target, difficulty, sentNanos);
    next = (next + 1) % CAPACITY;
    forgetFlood();
  }

  private void forgetFlood() {
    int seen = 0;
    for (int i = 1; i <= CAPACITY; i++) {
      int at = Math.floorMod(next - i, CAPACITY);
      if (ring[at] != null) {
        seen += ring[at].seen().size();
        if (seen > MAX_SEEN) {
          ring[at] = null;
        }
      }
    }
  }

  /** Shares that are remembered of all jobs. */
  public int seenShares() {
    int seen = 0;
    for (SentJob sent : ring) {
      seen += sent == null ? 0 : sent.seen().size();
    }
    return seen;
  }

  /** The job of that number, or null if it was not sent, or is forgotten. */
  public SentJob find(long jobId) {
    for (int i = 1; i <= CAPACITY; i++) {
      SentJob sent = ring[Math.floorMod(next - i, CAPACITY)];
      if (sent == null || sent.job().id() < jobId) {
        return null;
      }
      if (sent.job().id() == jobId) {
        return sent;
      }
    }
    return null;
  }

  /** The job sent last, or null. */
  public SentJob last() {
    return ring[Math.floorMod(next - 1, CAPACITY)];
  }

  /** Frees what was remembered of jobs sent before that time, but not of the last one. */
  public void forgetBefore(long nanos) {
    SentJob last = last();
    for (int i = 0; i < CAPACITY; i++) {
      if (ring[i] != null && ring[i] != last && ring[i].sentNanos() - nanos < 0) {
        ring[i] = null;
      }
    }
  }
}
