package io.adit.pool;

import io.adit.api.job.Job;
import io.adit.api.pow.Target;
import io.adit.api.session.SentJob;
import io.adit.api.session.Session;
import io.adit.api.stratum.LineBuffer;
import io.adit.api.transport.Connection;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Hands out work, each miner's at its difficulty. All methods are for the thread of the loop they
 * are called with.
 */
final class WorkDesk {
  /** The first job's difficulty on a large network: a small ASIC's share every few seconds. */
  private static final double FIRST_DIFFICULTY = 1024;

  /** On a small network, the first difficulty is that part of the network's. */
  private static final double NETWORK_SHARE = 1.0 / 64;

  /** A difficulty that is off by this factor should not wait for the next job's turn. */
  private static final double FAR_OFF = 2;

  private final PoolSettings settings;
  private final Supplier<Services> services;
  private final LongSupplier nanos;
  private final AtomicBoolean urgent = new AtomicBoolean();

  WorkDesk(PoolSettings settings, Supplier<Services> services, LongSupplier nanos) {
    this.settings = settings;
    this.services = services;
    this.nanos = nanos;
  }

  /** Chooses the difficulty for the jobs to come, within everybody's limits. */
  void choose(Session session, double difficulty, Services current) {
    double limited = settings.vardiff().clamp(Math.max(difficulty, session.leastDifficulty()));
    if (limited != session.difficulty()) {
      session.difficulty(limited, Target.ofDifficulty(limited, current.pow().difficultyOne()));
      session.window().begin(nanos.getAsLong());
    }
  }

  /**
   * Whether, since this was last asked, a miner's difficulty has changed so much that its next job
   * should come soon. Any thread.
   */
  boolean takeUrgent() {
    return urgent.getAndSet(false);
  }

  /** Gives a miner that has just become ready to work its first job. */
  void welcome(Session session, LoopState loop, Services current) {
    if (loop.work != null && session.jobs().last() == null) {
      send(session, loop, current);
    }
  }

  /**
   * Appends the loop's work to its output, if the miner is ready for it, with the difficulty first
   * if that is news.
   */
  private void send(Session session, LoopState loop, Services current) {
    if (!session.isSubscribed() || session.workers().isEmpty()) {
      return;
    }
    Job job = loop.work.job();
    SentJob last = session.jobs().last();
    if (session.difficulty() == 0) {
      choose(session, firstDifficulty(job, current), current);
    }
    if (last == null) {
      session.window().begin(nanos.getAsLong());
    }
    if (!session.isDifficultyTold()) {
      current.codec().setDifficulty(session.difficulty(), loop.out);
      session.difficultyTold();
    }
    boolean clean =
        last == null || !last.job().template().previous().equals(job.template().previous());
    LineBuffer line = clean ? loop.work.clean() : loop.work.refresh();
    loop.out.append(line.bytes(), 0, line.length());
    session.jobs().add(job, session.target(), session.difficulty());
  }

  private double firstDifficulty(Job job, Services current) {
    if (settings.initialDifficulty() > 0) {
      return settings.initialDifficulty();
    }
    double network = job.networkTarget().difficulty(current.pow().difficultyOne());
    return Math.min(FIRST_DIFFICULTY, network * NETWORK_SHARE);
  }

  /**
   * Gives a loop other work, and with it all of its miners.
   *
   * @param work null to hand out none
   * @param forgetBeforeMillis jobs made before that time pay no more
   */
  void announce(LoopState loop, Work work, long forgetBeforeMillis) {
    Services current = services.get();
    loop.work = work;
    if (work == null || !current.isComplete()) {
      return;
    }
    loop.use(current);
    for (Connection connection : List.copyOf(loop.connections)) {
      loop.out.clear();
      send(connection.session(), loop, current);
      if (loop.out.length() > 0) {
        connection.write(loop.out);
        connection.flush();
      }
      connection.session().jobs().forgetBefore(forgetBeforeMillis);
    }
  }

  /** Has the policy judge each of the loop's miners. */
  void retarget(LoopState loop) {
    Services current = services.get();
    if (!current.isComplete()) {
      return;
    }
    long now = nanos.getAsLong();
    for (Connection connection : loop.connections) {
      Session session = connection.session();
      if (session.jobs().last() != null) {
        current
            .vardiff()
            .judge(session.window().statistics(session.difficulty(), now), settings.vardiff())
            .ifPresent(
                difficulty -> {
                  double before = session.difficulty();
                  choose(session, difficulty, current);
                  if (session.difficulty() >= FAR_OFF * before
                      || session.difficulty() * FAR_OFF <= before) {
                    urgent.set(true);
                  }
                  session.window().begin(now);
                });
      }
    }
  }
}
