package io.adit.pool;

import io.adit.api.job.Job;
import io.adit.api.stratum.LineBuffer;
import io.adit.api.stratum.StratumCodec;

/**
 * A job with its two announcements, encoded once for all miners.
 *
 * @param clean the line that tells a miner to drop what it has
 * @param refresh the line for a miner whose earlier jobs still pay
 */
record Work(Job job, LineBuffer clean, LineBuffer refresh) {
  static Work encode(Job job, StratumCodec codec) {
    LineBuffer clean = new LineBuffer();
    LineBuffer refresh = new LineBuffer();
    codec.job(job, true, clean);
    codec.job(job, false, refresh);
    return new Work(job, clean, refresh);
  }
}
