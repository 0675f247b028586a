package io.adit.api.session;

import io.adit.api.job.Coinbase;
import io.adit.api.job.Job;
import io.adit.api.pow.Target;

/**
 * A job as it was sent to one miner: with the coinbase and the target that it had then, and the
 * shares accepted for it since.
 */
public final class SentJob {
  private final Job job;
  private final Coinbase coinbase;
  private final Target target;
  private final double difficulty;
  private final long sentNanos;
  private final SeenShares seen = new SeenShares();

  SentJob(Job job, Coinbase coinbase, Target target, double difficulty, long sentNanos) {
    this.job = job;
    this.coinbase = coinbase;
    this.target = target;
    this.difficulty = difficulty;
    this.sentNanos = sentNanos;
  }

  public Job job() {
    return job;
  }

  public Coinbase coinbase() {
    return coinbase;
  }

  /** What a share's hash has to meet. */
  public Target target() {
    return target;
  }

  /** What a share is credited with. */
  public double difficulty() {
    return difficulty;
  }

  /** When it was sent, by a monotonic clock. */
  public long sentNanos() {
    return sentNanos;
  }

  public SeenShares seen() {
    return seen;
  }
}
