package io.adit.pool;

import io.adit.api.job.Job;
import io.adit.api.ledger.Share;
import io.adit.api.node.BlockTemplate;
import io.adit.api.pow.Target;
import io.adit.api.session.SentJob;
import io.adit.api.session.Session;
import io.adit.api.session.Worker;
import io.adit.api.stratum.StratumError;
import io.adit.api.stratum.StratumRequest.Submit;
import java.time.Clock;
import java.util.Arrays;
import java.util.Optional;

/**
 * A submission to a verdict, on the event loop of its connection: no lock, no I/O, next to no
 * garbage.
 */
final class ShareJudge {
  private static final long MAX_AHEAD_SECONDS = 2 * 60 * 60;

  private static final StratumError NOT_SUBSCRIBED =
      new StratumError(StratumError.NOT_SUBSCRIBED, "Not subscribed: send mining.subscribe first");
  private static final StratumError UNAUTHORIZED =
      new StratumError(
          StratumError.UNAUTHORIZED, "Unauthorized worker: send mining.authorize for it first");
  private static final StratumError JOB_NOT_FOUND =
      new StratumError(
          StratumError.JOB_NOT_FOUND,
          "Job not found: it was not sent on this connection, or too long ago");
  private static final StratumError STALE =
      new StratumError(
          StratumError.JOB_NOT_FOUND, "Stale: a new block has made this job worthless");
  private static final StratumError EXPIRED =
      new StratumError(StratumError.JOB_NOT_FOUND, "Stale: this job is too old");
  private static final StratumError DUPLICATE =
      new StratumError(StratumError.DUPLICATE, "Duplicate share: it was accepted before");
  private static final StratumError LEDGER_FULL =
      new StratumError(
          StratumError.OTHER, "The pool cannot record shares at present; try again in a moment");

  private final PoolSettings settings;
  private final WorkerRates rates;
  private final BlockFinder blocks;
  private final Clock clock;

  /** Takes what turns out to be a block. Called on event loops: hands it on and returns. */
  interface BlockFinder {
    /** {@code header} and {@code extranonce} are the receiver's to keep. */
    void found(Job job, byte[] header, byte[] extranonce, Worker worker);
  }

  ShareJudge(PoolSettings settings, WorkerRates rates, BlockFinder blocks, Clock clock) {
    this.settings = settings;
    this.rates = rates;
    this.blocks = blocks;
    this.clock = clock;
  }

  /**
   * Judges a submission that came at {@code nanos} of the monotonic clock; returns null if it is
   * accepted, or what is wrong with it.
   */
  StratumError judge(
      Session session, Submit submit, LoopState loop, Services services, long nanos) {
    Optional<byte[]> extranonce1 = session.extranonce1();
    if (extranonce1.isEmpty()) {
      return NOT_SUBSCRIBED;
    }
    Worker worker = session.worker(submit.worker, submit.workerOffset, submit.workerLength);
    if (worker == null) {
      return UNAUTHORIZED;
    }
    SentJob sent = session.jobs().find(submit.job);
    if (sent == null) {
      return JOB_NOT_FOUND;
    }
    long now = clock.millis();
    StratumError fault = faultOf(submit, sent.job(), session.versionMask(), loop, now);
    if (fault != null) {
      return fault;
    }
    if (sent.seen()
        .contains(
            submit.extranonce2,
            submit.extranonce2Length,
            submit.ntime,
            submit.nonce,
            submit.versionBits)) {
      return DUPLICATE;
    }
    Job job = sent.job();
    writeHeader(job, extranonce1.get(), submit, session.versionMask(), loop);
    loop.hasher().hash(loop.header, loop.hash);

    boolean isBlock = job.networkTarget().isMetBy(loop.hash);
    if (!isBlock && !sent.target().isMetBy(loop.hash)) {
      return lowDifficulty(sent, loop, services);
    }
    if (isBlock) {
      byte[] extranonce =
          Arrays.copyOf(extranonce1.get(), extranonce1.get().length + submit.extranonce2Length);
      System.arraycopy(
          submit.extranonce2, 0, extranonce, extranonce1.get().length, submit.extranonce2Length);
      blocks.found(job, loop.header.clone(), extranonce, worker);
    }
    Target one = services.pow().difficultyOne();
    // A block may be easier than the share that was asked for: it is credited with what it had to
    // be.
    double credited =
        isBlock
            ? Math.min(sent.difficulty(), job.networkTarget().difficulty(one))
            : sent.difficulty();
    double reached = Target.ofHash(loop.hash).difficulty(one);
    Share share =
        new Share(
            settings.name(),
            worker.name(),
            job.id(),
            job.template().height(),
            credited,
            reached,
            now);
    if (!services.shares().append(share)) {
      return LEDGER_FULL;
    }
    sent.seen()
        .add(
            submit.extranonce2,
            submit.extranonce2Length,
            submit.ntime,
            submit.nonce,
            submit.versionBits);
    session.window().add(credited, nanos);
    rates.credit(worker.name(), credited);
    return null;
  }

  /** What is wrong with a submission before it is hashed, or null. */
  private StratumError faultOf(Submit submit, Job job, int versionMask, LoopState loop, long now) {
    if (loop.work != null && !isOnTipOf(job, loop.work.job())) {
      return STALE;
    }
    if (now - job.createdMillis() > settings.jobTimeout().toMillis()) {
      return EXPIRED;
    }
    if (submit.extranonce2Length != settings.extranonce2Size()) {
      return other(
          "extranonce2 length: "
              + submit.extranonce2Length
              + " (expected: "
              + settings.extranonce2Size()
              + " bytes)");
    }
    if ((submit.versionBits & ~versionMask) != 0) {
      return other(
          String.format(
              "version bits: %08x (expected: none outside the mask %08x)",
              submit.versionBits, versionMask));
    }
    long ntime = Integer.toUnsignedLong(submit.ntime);
    long latest = now / 1000 + MAX_AHEAD_SECONDS;
    if (ntime < job.template().minTime() || ntime > latest) {
      return other(
          "ntime: " + ntime + " (expected: " + job.template().minTime() + ".." + latest + ")");
    }
    return null;
  }

  private static boolean isOnTipOf(Job job, Job current) {
    return job.template().previous().equals(current.template().previous());
  }

  private static StratumError other(String message) {
    return new StratumError(StratumError.OTHER, message);
  }

  private StratumError lowDifficulty(SentJob sent, LoopState loop, Services services) {
    double reached = Target.ofHash(loop.hash).difficulty(services.pow().difficultyOne());
    return new StratumError(
        StratumError.LOW_DIFFICULTY,
        "Low difficulty share: " + reached + " (expected: >= " + sent.difficulty() + ")");
  }

  /** Integers least significant byte first, hashes in wire order. */
  private void writeHeader(
      Job job, byte[] extranonce1, Submit submit, int versionMask, LoopState loop) {
    BlockTemplate template = job.template();
    int version = template.version();
    if (submit.hasVersionBits) {
      version = (version & ~versionMask) | (submit.versionBits & versionMask);
    }
    byte[] header = loop.header;
    writeInt(version, header, 0);
    template.previous().wire().copyTo(header, 4);
    loop.roots.root(loop.merkleRoots(), job, extranonce1, submit.extranonce2, header, 36);
    writeInt(submit.ntime, header, 68);
    writeInt(template.bits(), header, 72);
    writeInt(submit.nonce, header, 76);
  }

  private static void writeInt(int value, byte[] to, int at) {
    to[at] = (byte) value;
    to[at + 1] = (byte) (value >>> 8);
    to[at + 2] = (byte) (value >>> 16);
    to[at + 3] = (byte) (value >>> 24);
  }
}
