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
  private final SeenShares seen = new SeenShares();

  SentJob(Job job, Coinbase coinbase, Target target, double difficulty) {
    this.job = job;
    this.coinbase = coinbase;
    this.target = target;
    this.difficulty = difficulty;
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

  public SeenShares seen() {
    return seen;
  }
}
