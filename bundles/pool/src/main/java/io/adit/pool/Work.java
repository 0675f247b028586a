package io.adit.pool;

import io.adit.api.job.Coinbase;
import io.adit.api.job.CoinbaseSettings;
import io.adit.api.job.Job;
import io.adit.api.stratum.LineBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A job with its announcements, encoded once for all miners that are paid the same way. */
final class Work {
  /** Solo miners are paid each in another way: there may be very many. */
  private static final int MOST_KEPT = 64;

  private final Job job;
  private final Map<CoinbaseSettings, Lines> kept = new ConcurrentHashMap<>();

  /**
   * A job for miners who are paid the same way.
   *
   * @param clean the line that tells a miner to drop what it has
   * @param refresh the line for a miner whose earlier jobs still pay
   */
  record Lines(Coinbase coinbase, LineBuffer clean, LineBuffer refresh) {}

  Work(Job job) {
    this.job = job;
  }

  Job job() {
    return job;
  }

  /**
   * The job for those who are paid so.
   *
   * @throws IllegalArgumentException if there is no such coinbase of this job; the message says why
   */
  Lines lines(CoinbaseSettings settings, Services services) {
    Lines known = kept.get(settings);
    if (known != null) {
      return known;
    }
    Lines lines = encode(settings, services);
    if (kept.size() < MOST_KEPT) {
      kept.put(settings, lines);
    }
    return lines;
  }

  private Lines encode(CoinbaseSettings settings, Services services) {
    Coinbase coinbase = services.jobs().coinbase(job, settings);
    LineBuffer clean = new LineBuffer();
    LineBuffer refresh = new LineBuffer();
    services.codec().job(job, coinbase, true, clean);
    services.codec().job(job, coinbase, false, refresh);
    return new Lines(coinbase, clean, refresh);
  }
}
