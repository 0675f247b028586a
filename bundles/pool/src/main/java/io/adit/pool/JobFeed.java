package io.adit.pool;

import io.adit.api.Hash;
import io.adit.api.State;
import io.adit.api.job.CoinbaseSettings;
import io.adit.api.job.Job;
import io.adit.api.node.BlockTemplate;
import io.adit.api.node.Node;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node's templates to jobs: at once for a new tip, at an interval otherwise, none while the
 * node's tip is not to be trusted. On the pool's thread, but for {@link #news} and {@link #made}.
 */
final class JobFeed implements Node.Listener {
  private static final Logger log = LoggerFactory.getLogger(JobFeed.class);

  /** Jobs on one tip are not closer together than this, whoever waits. */
  private static final long HURRY_NANOS = 3_000_000_000L;

  private final PoolSettings settings;
  private final Supplier<Services> services;
  private final Audience audience;
  private final Clock clock;
  private final LongSupplier nanos;

  private BlockTemplate template;
  private State nodeState = State.starting("waiting for a node");
  private long nodeLostNanos;
  private long announcedNanos;
  private long madeNanos;
  private long nextId;
  private boolean refused;
  private boolean hurried;
  private final AtomicLong made = new AtomicLong();
  private volatile News news = new News(null, null);

  /**
   * What there is to mine.
   *
   * @param work null when there is nothing worth mining
   * @param tip what jobs have to build on to be worth something; null as long as that is not known
   */
  record News(Work work, Hash tip) {}

  /** Hears of each new piece of work. */
  interface Audience {
    /**
     * There is other work, or none.
     *
     * @param urgentOnly whether it is only for miners whose difficulty is another
     */
    void announce(News news, boolean urgentOnly);
  }

  JobFeed(
      PoolSettings settings,
      Supplier<Services> services,
      Audience audience,
      Clock clock,
      LongSupplier nanos) {
    this.settings = settings;
    this.services = services;
    this.audience = audience;
    this.clock = clock;
    this.nanos = nanos;
    // Numbers go on rising over restarts: adopted miners still hold jobs of an earlier pool.
    // Two servers that start in one second must not number alike: the number is what their
    // coinbases differ in for a miner that goes from one to the other.
    this.nextId = ((clock.millis() / 1000) << 16) + new SecureRandom().nextInt(1 << 15);
    this.nodeLostNanos = nanos.getAsLong();
  }

  @Override
  public void template(BlockTemplate newTemplate) {
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
    } else if (news.work() == null) {
      announce();
    }
  }

  @Override
  public void state(State state) {
    if (nodeState.isReady() && !state.isReady()) {
      nodeLostNanos = nanos.getAsLong();
    }
    nodeState = state;
    if (state.isReady() && news.work() == null) {
      announce();
    }
  }

  /**
   * Does what is due; called about every second.
   *
   * @param hurry whether a miner waits for a much better difficulty, which comes with the next job
   */
  void tick(boolean hurry) {
    long now = nanos.getAsLong();
    if (news.work() != null
        && !nodeState.isReady()
        && now - nodeLostNanos > settings.staleJobThreshold().toNanos()) {
      log.warn(
          "{}: no work handed out: the node has not answered for {}",
          settings.name(),
          settings.staleJobThreshold());
      // When the node is back, its first word may be that it is there, and only the second what
      // has become of the tip.
      template = null;
      become(new News(null, news.tip()), false);
      return;
    }
    hurried |= hurry;
    if (now - announcedNanos >= settings.jobInterval().toNanos()) {
      announce();
    } else if (hurried && now - madeNanos >= HURRY_NANOS) {
      make(true);
    }
  }

  /** Makes a job of the newest template for everybody, if the time is right. */
  void announce() {
    make(false);
  }

  private void make(boolean urgentOnly) {
    Services current = services.get();
    if (template == null || !nodeState.isReady() || !current.isComplete()) {
      return;
    }
    Work work = null;
    try {
      Job job = current.jobs().job(++nextId, template, clock.millis());
      work = new Work(job);
      // Not left to the event loops, nor to the first miner.
      Work.Lines ofPool =
          work.lines(settings.coinbases().ofPool(CoinbaseSettings.DEFAULT_MAX_SIZE), current);
      ofPool.line(true, current);
      ofPool.line(false, current);
      made.incrementAndGet();
      refused = false;
    } catch (IllegalArgumentException e) {
      work = null;
      if (!refused) {
        refused = true;
        log.error(
            "{}: no job for block {}: {}", settings.name(), template.height(), e.getMessage());
      }
    }
    madeNanos = nanos.getAsLong();
    hurried = false;
    boolean toAll = !urgentOnly || work == null;
    if (toAll) {
      announcedNanos = madeNanos;
    }
    become(new News(work, template.previous()), !toAll);
  }

  private void become(News next, boolean urgentOnly) {
    news = next;
    audience.announce(next, urgentOnly);
  }

  /** For a port that has just been opened. Any thread. */
  News news() {
    return news;
  }

  /** Jobs made. Any thread. */
  long made() {
    return made.get();
  }
}
