package io.adit.pool;

import io.adit.api.State;
import io.adit.api.job.Job;
import io.adit.api.node.BlockTemplate;
import io.adit.api.node.Node;
import java.time.Clock;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node's templates to jobs: at once for a new tip, at an interval otherwise, none while the
 * node's tip is not to be trusted. All but the listener's methods run on the pool's thread.
 */
final class JobFeed implements Node.Listener {
  private static final Logger log = LoggerFactory.getLogger(JobFeed.class);

  /** Jobs on one tip are not closer together than this, whoever waits. */
  private static final long HURRY_MILLIS = 3_000;

  private final PoolSettings settings;
  private final Supplier<Services> services;
  private final Audience audience;
  private final Executor thread;
  private final Clock clock;

  private BlockTemplate template;
  private State nodeState = State.starting("waiting for a node");
  private long nodeLostMillis;
  private long announcedMillis;
  private long nextId;
  private boolean refused;
  private boolean hurried;
  private final AtomicLong made = new AtomicLong();
  private volatile Work work;

  /** Hears of each new piece of work. */
  interface Audience {
    /** {@code work} is null when there is nothing worth mining. */
    void announce(Work work);
  }

  JobFeed(
      PoolSettings settings,
      Supplier<Services> services,
      Audience audience,
      Executor thread,
      Clock clock) {
    this.settings = settings;
    this.services = services;
    this.audience = audience;
    this.thread = thread;
    this.clock = clock;
    // Numbers go on rising over restarts: adopted miners still hold jobs of an earlier pool.
    this.nextId = (clock.millis() / 1000) << 16;
    this.nodeLostMillis = clock.millis();
  }

  @Override
  public void template(BlockTemplate newTemplate) {
    thread.execute(() -> take(newTemplate));
  }

  @Override
  public void state(State state) {
    thread.execute(() -> take(state));
  }

  private void take(BlockTemplate newTemplate) {
    boolean newTip = template == null || !template.previous().equals(newTemplate.previous());
    template = newTemplate;
    if (newTip) {
      log.info(
          "{}: mining block {} on {}, {} transactions",
          settings.name(),
          newTemplate.height(),
          newTemplate.previous(),
          newTemplate.transactions().size());
      announce();
    } else if (work == null) {
      announce();
    }
  }

  private void take(State state) {
    if (nodeState.isReady() && !state.isReady()) {
      nodeLostMillis = clock.millis();
    }
    nodeState = state;
    if (state.isReady() && work == null) {
      announce();
    }
  }

  /** The node is gone, for the time being. */
  void lost() {
    take(State.waiting("no node"));
  }

  /**
   * Does what is due; called about every second.
   *
   * @param hurry whether a miner waits for a much better difficulty, which comes with the next job
   */
  void tick(boolean hurry) {
    long now = clock.millis();
    if (work != null
        && !nodeState.isReady()
        && now - nodeLostMillis > settings.staleJobThreshold().toMillis()) {
      log.warn(
          "{}: no work handed out: the node has not answered for {}",
          settings.name(),
          settings.staleJobThreshold());
      work = null;
      audience.announce(null);
      return;
    }
    hurried |= hurry;
    long interval = settings.jobInterval().toMillis();
    if (now - announcedMillis >= (hurried ? Math.min(HURRY_MILLIS, interval) : interval)) {
      announce();
    }
  }

  /** Makes a job of the newest template, if the time is right. */
  void announce() {
    Services current = services.get();
    if (template == null || !nodeState.isReady() || !current.isComplete()) {
      return;
    }
    try {
      Job job = current.jobs().job(++nextId, template, settings.coinbase(), clock.millis());
      work = Work.encode(job, current.codec());
      made.incrementAndGet();
      refused = false;
    } catch (IllegalArgumentException e) {
      if (!refused) {
        refused = true;
        log.error(
            "{}: no job for block {}: {}", settings.name(), template.height(), e.getMessage());
      }
      return;
    }
    announcedMillis = clock.millis();
    hurried = false;
    audience.announce(work);
  }

  /** Work for a port that has just been opened; null if there is none. Any thread. */
  Work work() {
    return work;
  }

  /** Jobs made. Any thread. */
  long made() {
    return made.get();
  }
}
