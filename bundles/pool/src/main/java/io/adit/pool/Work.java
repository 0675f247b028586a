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

  /** A job for miners who are paid the same way; its lines are encoded when they are needed. */
  final class Lines {
    private final Coinbase coinbase;
    private volatile LineBuffer clean;
    private volatile LineBuffer refresh;

    private Lines(Coinbase coinbase) {
      this.coinbase = coinbase;
    }

    Coinbase coinbase() {
      return coinbase;
    }

    /** The line that tells a miner to drop what it has. */
    LineBuffer clean(Services services) {
      LineBuffer known = clean;
      if (known == null) {
        known = encode(true, services);
        clean = known;
      }
      return known;
    }

    /** The line for a miner whose earlier jobs still pay. */
    LineBuffer refresh(Services services) {
      LineBuffer known = refresh;
      if (known == null) {
        known = encode(false, services);
        refresh = known;
      }
      return known;
    }

    private LineBuffer encode(boolean drop, Services services) {
      LineBuffer line = new LineBuffer();
      services.codec().job(job, coinbase, drop, line);
      return line;
    }
  }

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
    Lines lines = new Lines(services.jobs().coinbase(job, settings));
    if (kept.size() < MOST_KEPT) {
      kept.put(settings, lines);
    }
    return lines;
  }
}
