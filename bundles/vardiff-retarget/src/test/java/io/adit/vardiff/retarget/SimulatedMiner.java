package io.adit.vardiff.retarget;

import io.adit.api.session.ShareWindow;
import io.adit.api.vardiff.VardiffSettings;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;

/**
 * A miner that finds shares as a Poisson process, and the pool's clockwork around the policy: it is
 * asked once a second; with an answer the window begins anew; a new difficulty binds from the next
 * job on, which comes within 30 s, or within one to four when the change is by two or more; shares
 * count at the difficulty of their job.
 */
final class SimulatedMiner {
  static final double HASHES_PER_DIFFICULTY = 0x1p32;
  private static final long SECOND = 1_000_000_000L;
  private static final int JOB_INTERVAL = 30;
  private static final int LONGEST_HURRY = 4;
  private static final long JOB_TIMEOUT = 300 * SECOND;

  /** What a miner's link and firmware carry: shares a second. What it finds beyond is lost. */
  private static final int CAPACITY = 1000;

  private final RetargetPolicy policy = new RetargetPolicy();
  private final ShareWindow window = new ShareWindow();
  private final Deque<Job> jobs = new ArrayDeque<>();
  private final VardiffSettings settings;
  private final double difficultyPerHashRate;
  private final Random random;
  private final boolean hostile;
  private double hashRate;
  private double untilShare;
  private double difficulty;
  private long now;
  private long nextJob;
  private int changes;
  private long shares;

  private record Job(double difficulty, long sentAt) {}

  /**
   * @param hashRate hashes a second
   * @param difficulty of the first job, before the limits
   * @param hostile whether it works on the easiest of the jobs that still pay, not the newest
   */
  SimulatedMiner(
      double hashRate, double difficulty, VardiffSettings settings, long seed, boolean hostile) {
    this.hashRate = hashRate;
    this.settings = settings;
    this.difficultyPerHashRate = rightDifficulty(1, settings);
    this.hostile = hostile;
    // Seeds that follow each other give similar first numbers, scrambled as they are.
    this.random = new Random((seed + Double.hashCode(hashRate)) * 0x9E3779B97F4A7C15L);
    this.difficulty = settings.clamp(difficulty);
    this.untilShare = exponential();
    window.begin(now);
    sendJob();
    nextJob = random.nextInt(JOB_INTERVAL) * SECOND;
    mine((long) (random.nextDouble() * SECOND));
    judge();
  }

  static SimulatedMiner honest(
      double hashRate, double difficulty, VardiffSettings settings, long seed) {
    return new SimulatedMiner(hashRate, difficulty, settings, seed, false);
  }

  /** The difficulty at which that hash rate finds a share in the wanted time. */
  static double rightDifficulty(double hashRate, VardiffSettings settings) {
    return hashRate * settings.targetShareTime().toNanos() / SECOND / HASHES_PER_DIFFICULTY;
  }

  /** One second more. */
  void second() {
    mine(SECOND);
    if (now >= nextJob) {
      sendJob();
      nextJob = now + JOB_INTERVAL * SECOND;
    }
    judge();
  }

  private void mine(long nanos) {
    double works = worksOn();
    double mean = hashRate / HASHES_PER_DIFFICULTY / works * nanos / SECOND;
    double done = 0;
    for (int found = 0; untilShare <= mean - done; found++) {
      if (found == CAPACITY) {
        untilShare = exponential();
        done = mean;
        break;
      }
      done += untilShare;
      untilShare = exponential();
      window.add(works, now + (long) (done / mean * nanos));
      shares++;
    }
    untilShare -= mean - done;
    now += nanos;
  }

  private double worksOn() {
    double works = jobs.getLast().difficulty();
    if (hostile) {
      for (Job job : jobs) {
        works = Math.min(works, job.difficulty());
      }
    }
    return works;
  }

  private void sendJob() {
    while (!jobs.isEmpty() && jobs.getFirst().sentAt() <= now - JOB_TIMEOUT) {
      jobs.removeFirst();
    }
    jobs.addLast(new Job(difficulty, now));
  }

  private void judge() {
    policy
        .judge(window.statistics(difficulty, now), settings)
        .ifPresent(
            judged -> {
              if (!(judged >= settings.minDifficulty() && judged <= settings.maxDifficulty())) {
                throw new AssertionError("difficulty: " + judged + ", allowed: " + settings);
              }
              changes += judged == difficulty ? 0 : 1;
              if (judged >= 2 * difficulty || judged * 2 <= difficulty) {
                nextJob = Math.min(nextJob, now + (1 + random.nextInt(LONGEST_HURRY)) * SECOND);
              }
              difficulty = judged;
              window.begin(now);
            });
  }

  /** {@code StrictMath}, so that every machine simulates the same. */
  private double exponential() {
    return -StrictMath.log(1 - random.nextDouble());
  }

  void hashRate(double newHashRate) {
    hashRate = newHashRate;
  }

  double seconds() {
    return now / (double) SECOND;
  }

  /** Time of the simulation so far, in retarget times. */
  double windows() {
    return now / (double) settings.retargetTime().toNanos();
  }

  int changes() {
    return changes;
  }

  /** Shares submitted so far. */
  long shares() {
    return shares;
  }

  /** In force for the miner's newest job. */
  double difficulty() {
    return jobs.getLast().difficulty();
  }

  /** The miner's mean share time as a multiple of the one wanted. */
  double shareTime() {
    return difficulty() / (hashRate * difficultyPerHashRate);
  }

  boolean isWithin(double part) {
    return Math.abs(shareTime() - 1) <= part;
  }

  /** Between half and twice the wanted share time. */
  boolean isNearlyRight() {
    return shareTime() > 0.5 && shareTime() < 2;
  }
}
