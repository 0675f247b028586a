package io.adit.pool;

import io.adit.api.job.Coinbase;
import io.adit.api.job.CoinbaseSettings;
import io.adit.api.job.Job;
import io.adit.api.stratum.LineBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** A job with its announcements, encoded once for all miners that are paid the same way. */
final class Work {
  /** Solo miners are paid each in another way: there may be very many. */
  private static final int MOST_KEPT = 64;

  private final Job job;
  private final Map<CoinbaseSettings, Lines> kept = new ConcurrentHashMap<>();

  /** A job for miners who are paid the same way; its lines are encoded when they are needed. */
  final class Lines {
    private final Coinbase coinbase;
    private final AtomicReferenceArray<LineBuffer> encoded = new AtomicReferenceArray<>(2);

    private Lines(Coinbase coinbase) {
      this.coinbase = coinbase;
    }

    Coinbase coinbase() {
      return coinbase;
    }

    /**
     * The line for a miner.
     *
     * @param clean whether the miner is to drop what it has; else its earlier jobs still pay
     */
    LineBuffer line(boolean clean, Services services) {
      int at = clean ? 1 : 0;
      LineBuffer known = encoded.get(at);
      if (known == null) {
        known = new LineBuffer();
        services.codec().job(job, coinbase, clean, known);
        encoded.set(at, known);
      }
      return known;
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
