package io.adit.pool;

import io.adit.api.Hash;
import io.adit.api.job.CoinbaseSettings;
import io.adit.api.job.Job;
import io.adit.api.pow.Target;
import io.adit.api.session.SentJob;
import io.adit.api.session.Session;
import io.adit.api.stratum.LineBuffer;
import io.adit.api.transport.Connection;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands out work at one port, each miner's at its difficulty. All methods are for the thread of the
 * loop they are called with.
 */
final class WorkDesk {
  private static final Logger log = LoggerFactory.getLogger(WorkDesk.class);

  /** The first job's difficulty on a large network: a small ASIC's share every few seconds. */
  private static final double FIRST_DIFFICULTY = 1024;

  /** On a small network, the first difficulty is that part of the network's. */
  private static final double NETWORK_SHARE = 1.0 / 64;

  /** A difficulty that is off by this factor should not wait for the next job's turn. */
  private static final double FAR_OFF = 2;

  /** Difficulties that a miner may ask for on one connection. */
  private static final int MAX_SUGGESTIONS = 16;

  private final PortSettings settings;
  private final Duration jobTimeout;
  private final Supplier<Services> services;
  private final LongSupplier nanos;
  private final AtomicBoolean urgent = new AtomicBoolean();

  WorkDesk(
      PortSettings settings, Duration jobTimeout, Supplier<Services> services, LongSupplier nanos) {
    this.settings = settings;
    this.jobTimeout = jobTimeout;
    this.services = services;
    this.nanos = nanos;
  }

  /**
   * Chooses the difficulty for the jobs to come, within everybody's limits: the port's above all,
   * then the miner's own.
   */
  void choose(Session session, double difficulty, Services current) {
    if (!(difficulty > 0)) {
      return;
    }
    double least = Math.max(session.leastDifficulty(), session.profile().minDifficulty());
    double limited = settings.vardiff().clamp(Math.max(difficulty, least));
    if (!session.profile().fractionalDifficulty()) {
      limited = whole(limited, least);
    }
    if (limited != session.difficulty()) {
      session.difficulty(limited, Target.ofDifficulty(limited, current.pow().difficultyOne()));
      session.window().begin(nanos.getAsLong());
    }
  }

  /**
   * Chooses the difficulty that a miner asks for, or has changed the limits of; but whoever does so
   * again and again would keep the policy from judging.
   */
  void suggest(Session session, double difficulty, Services current) {
    if (difficulty > 0 && session.countSuggestion() <= MAX_SUGGESTIONS) {
      choose(session, difficulty, current);
    }
  }

  /** Whether the port's limits allow for that difficulty as a miner's least one. */
  boolean allows(double least) {
    return least <= settings.vardiff().maxDifficulty();
  }

  /** A whole number within the limits, where there is one. */
  private double whole(double difficulty, double least) {
    double whole = Math.max(1, Math.floor(difficulty));
    if (whole < Math.max(least, settings.vardiff().minDifficulty())) {
      whole = Math.ceil(difficulty);
    }
    return whole <= settings.vardiff().maxDifficulty() ? whole : difficulty;
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
    if (loop.work == null) {
      return;
    }
    SentJob last = session.jobs().last();
    if (last == null) {
      send(session, loop, current);
    } else if (session.isResumed() && isReady(session)) {
      welcomeBack(session, last, loop, current);
    }
  }

  /**
   * Gives a miner that has resumed its session the job that it had, or has it wait for the next one
   * if that would not be the same work: what it finds for a job must be judged as it was sent.
   */
  private void welcomeBack(Session session, SentJob last, LoopState loop, Services current) {
    if (last.job().id() != loop.work.job().id()) {
      if (session.difficulty() == 0) {
        choose(session, last.difficulty(), current);
      }
      send(session, loop, current);
      return;
    }
    Work.Lines lines = loop.work.lines(session.coinbase().orElseThrow(), current);
    double wanted = session.difficulty() > 0 ? session.difficulty() : last.difficulty();
    boolean sameWork =
        lines.coinbase().equals(last.coinbase())
            && settings.vardiff().clamp(last.difficulty()) == last.difficulty();
    if (sameWork) {
      session.givenWork();
      session.difficulty(last.difficulty(), last.target());
      session.window().begin(nanos.getAsLong());
      tellDifficulty(session, loop, current);
      append(lines.line(true, current), loop);
    } else {
      loop.urgent.add(session);
    }
    choose(session, wanted, current);
  }

  private static boolean isReady(Session session) {
    return session.isSubscribed() && session.coinbase().isPresent();
  }

  /**
   * Appends the loop's work to its output, if the miner is ready for it, with the difficulty first
   * if that is news.
   */
  private void send(Session session, LoopState loop, Services current) {
    if (!isReady(session)) {
      return;
    }
    Job job = loop.work.job();
    CoinbaseSettings coinbase = session.coinbase().orElseThrow();
    Work.Lines lines;
    try {
      lines = loop.work.lines(coinbase, current);
    } catch (IllegalArgumentException e) {
      if (loop.unfit.add(session)) {
        log.warn("no job for {}: {}", session.workers().get(0).name(), e.getMessage());
        current.codec().showMessage("No work for this miner: " + e.getMessage(), loop.out);
      }
      return;
    }
    loop.unfit.remove(session);
    SentJob last = session.jobs().last();
    if (session.difficulty() == 0) {
      choose(session, firstDifficulty(job, current), current);
    }
    long now = nanos.getAsLong();
    if (last == null) {
      session.window().begin(now);
    }
    tellDifficulty(session, loop, current);
    boolean clean =
        last == null || !last.job().template().previous().equals(job.template().previous());
    append(lines.line(clean, current), loop);
    session.givenWork();
    session.jobs().add(job, lines.coinbase(), session.target(), session.difficulty(), now);
    loop.urgent.remove(session);
  }

  private static void tellDifficulty(Session session, LoopState loop, Services current) {
    if (!session.isDifficultyTold()) {
      current.codec().setDifficulty(session.difficulty(), loop.out);
      session.difficultyTold();
    }
  }

  private static void append(LineBuffer line, LoopState loop) {
    loop.out.append(line.bytes(), 0, line.length());
  }

  private double firstDifficulty(Job job, Services current) {
    if (settings.initialDifficulty() > 0) {
      return settings.initialDifficulty();
    }
    double network = job.networkTarget().difficulty(current.pow().difficultyOne());
    return Math.min(FIRST_DIFFICULTY, network * NETWORK_SHARE);
  }

  /**
   * Gives a loop other work, and with it its miners.
   *
   * @param work null to hand out none
   * @param tip what jobs have to build on; null if that is not known
   * @param urgentOnly only to those whose difficulty is another
   */
  void announce(LoopState loop, Work work, Hash tip, boolean urgentOnly) {
    Services current = services.get();
    loop.work = work;
    if (tip != null) {
      loop.tip = tip;
    }
    if (work == null || !current.isComplete()) {
      return;
    }
    loop.use(current);
    long forgetBefore = nanos.getAsLong() - jobTimeout.toNanos();
    loop.forEach(
        connection -> {
          Session session = connection.session();
          if (!urgentOnly || loop.urgent.contains(session) || session.jobs().last() == null) {
            announce(connection, session, loop, current);
          }
          session.jobs().forgetBefore(forgetBefore);
        });
    hearAdopted(loop);
  }

  private void announce(Connection connection, Session session, LoopState loop, Services current) {
    loop.out.clear();
    send(session, loop, current);
    if (loop.out.length() > 0) {
      connection.write(loop.out);
      connection.flush();
    }
  }

  /** Reads on from miners that were adopted before the tip was known. */
  void hearAdopted(LoopState loop) {
    if (loop.waitsForTip) {
      loop.waitsForTip = false;
      loop.resume();
    }
  }

  /** Has the policy judge each of the loop's miners, and sees who should not wait for a job. */
  void retarget(LoopState loop) {
    Services current = services.get();
    if (!current.isComplete()) {
      return;
    }
    long now = nanos.getAsLong();
    loop.forEach(
        connection -> {
          Session session = connection.session();
          SentJob last = session.jobs().last();
          if (last == null || session.difficulty() == 0 || !isReady(session)) {
            return;
          }
          boolean fits = !loop.unfit.contains(session);
          boolean canWork =
              loop.work != null && fits && now - last.sentNanos() <= jobTimeout.toNanos();
          if (canWork) {
            judge(session, now, current);
          } else {
            // It is not the miner that is silent.
            session.window().begin(now);
          }
          if (fits && isFarOff(session.difficulty(), last.difficulty())) {
            loop.urgent.add(session);
          }
        });
    if (!loop.urgent.isEmpty()) {
      urgent.set(true);
    }
  }

  private void judge(Session session, long now, Services current) {
    OptionalDouble judged =
        current
            .vardiff()
            .judge(session.window().statistics(session.difficulty(), now), settings.vardiff());
    if (judged.isPresent()) {
      choose(session, judged.getAsDouble(), current);
      session.window().begin(now);
    }
  }

  /** Whoever has chosen it: the policy, or the miner itself. */
  private static boolean isFarOff(double chosen, double working) {
    return chosen >= FAR_OFF * working || chosen * FAR_OFF <= working;
  }
}
