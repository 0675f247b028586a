package io.adit.pool;

import io.adit.api.Hash;
import io.adit.api.job.Job;
import io.adit.api.job.JobListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells whoever wants to know of a pool's jobs, after the miners. */
final class JobNews {
  private static final Logger log = LoggerFactory.getLogger(JobNews.class);

  private final String pool;
  private final List<JobListener> listeners = new CopyOnWriteArrayList<>();
  private Hash lastTip;
  private boolean failing;

  JobNews(String pool) {
    this.pool = pool;
  }

  void add(JobListener listener) {
    listeners.add(listener);
  }

  void remove(JobListener listener) {
    listeners.remove(listener);
  }

  /** A job was handed out. On the pool's thread. */
  void tell(Job job) {
    Hash tip = job.template().previous();
    boolean clean = !tip.equals(lastTip);
    lastTip = tip;
    for (JobListener listener : listeners) {
      try {
        listener.job(pool, job, clean);
        failing = false;
      } catch (RuntimeException | LinkageError e) {
        if (!failing) {
          failing = true;
          log.error("{}: {} failed to hear of a job", pool, listener.getClass().getName(), e);
        }
      }
    }
  }
}
