package io.adit.api.job;

import org.osgi.annotation.versioning.ConsumerType;

/** Hears of the jobs of all pools. A whiteboard service: whoever registers one hears. */
@ConsumerType
public interface JobListener {
  /**
   * A pool has handed out a job. Called on the pool's thread, on which the next job is made: must
   * return at once.
   *
   * @param pool name of the pool
   * @param clean whether it is the first on its tip: earlier jobs are worth nothing any more
   */
  void job(String pool, Job job, boolean clean);
}
