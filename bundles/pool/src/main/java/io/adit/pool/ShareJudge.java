package io.adit.pool;

import io.adit.api.job.Coinbase;
import io.adit.api.job.Job;
import io.adit.api.ledger.Share;
import io.adit.api.ledger.ShareLedger;
import io.adit.api.node.BlockTemplate;
import io.adit.api.pow.Target;
import io.adit.api.session.SeenShares;
import io.adit.api.session.SentJob;
import io.adit.api.session.Session;
import io.adit.api.session.Worker;
import io.adit.api.stratum.StratumRequest.Submit;
import io.adit.api.transport.Connection;
import java.time.Clock;
import java.util.Arrays;
import java.util.Optional;

/**
 * Decides on submitted shares. A share is judged by the job, the coinbase and the target that were
 * sent with it; what it is credited with is what was required of it.
 */
final class ShareJudge {
  /** Nodes accept a block's time up to two hours ahead of theirs. */
  private static final long MAX_AHEAD_SECONDS = 7200;

  /** From then on the next job should come soon. */
  private static final int MANY = SeenShares.CAPACITY / 2;

  private final PoolSettings settings;
  private final WorkerBook book;
  private final BlockFinder blocks;
  private final Clock clock;

  /** Takes what turns out to be a block. Called on event loops: hands it on and returns. */
  interface BlockFinder {
    /**
     * A block was found.
     *
     * @param header the receiver's to keep
     * @param extranonce the receiver's to keep
     * @param services with which it was judged
     * @param recorded to be called, on any thread, when it would survive the end of the process, or
     *     goes to the nodes though it would not
     */
    void found(
        SentJob job,
        byte[] header,
        byte[] extranonce,
        Worker worker,
        Services services,
        Runnable recorded);
  }

  ShareJudge(PoolSettings settings, WorkerBook book, BlockFinder blocks, Clock clock) {
    this.settings = settings;
    this.book = book;
    this.blocks = blocks;
    this.clock = clock;
  }

  /**
   * Judges a submission that came at {@code nanos} of the monotonic clock; returns null if it is
   * accepted, or what is wrong with it. If it is accepted, the connection is held until that would
   * survive what the ledger is for.
   */
  Rejection judge(
      Connection connection, Submit submit, LoopState loop, Services services, long nanos) {
    Session session = connection.session();
    Optional<byte[]> extranonce1 = session.extranonce1();
    if (extranonce1.isEmpty()) {
      return Rejection.NOT_SUBSCRIBED;
    }
    Worker worker = session.worker(submit.worker, submit.workerOffset, submit.workerLength);
    if (worker == null) {
      return Rejection.UNAUTHORIZED;
    }
    SentJob sent = session.jobs().find(submit.job);
    if (sent == null) {
      return Rejection.JOB_NOT_FOUND;
    }
    if (loop.tip != null && !sent.job().template().previous().equals(loop.tip)) {
      return Rejection.STALE;
    }
    long now = clock.millis();
    Rejection fault = faultOf(submit, sent.job(), session, now);
    if (fault != null) {
      return fault;
    }
    int version = versionOf(sent.job().template(), submit, session.versionMask());
    if (isSeen(sent, submit, version)) {
      return Rejection.DUPLICATE;
    }
    writeHeader(sent, extranonce1.get(), submit, version, loop);
    loop.hasher().hash(loop.header, loop.hash);
    if (sent.job().networkTarget().isMetBy(loop.hash)) {
      blocks.found(
          sent,
          loop.header.clone(),
          extranonce(extranonce1.get(), submit),
          worker,
          services,
          loop.held.untilRecorded(connection));
      if (sent.seen().isFull()) {
        // What cannot be remembered must not be credited: it could come again.
        return Rejection.TOO_MANY;
      }
      Rejection unrecorded =
          credit(connection, worker, sent, creditOfBlock(sent, services), loop, services, nanos);
      if (unrecorded == null) {
        remember(sent, submit, version);
      }
      return unrecorded;
    }
    if (!sent.target().isMetBy(loop.hash)) {
      return Rejection.lowDifficulty(reached(loop, services), sent.difficulty());
    }
    if (nanos - sent.sentNanos() > settings.jobTimeout().toNanos()) {
      return Rejection.EXPIRED;
    }
    if (sent.seen().isFull()) {
      return Rejection.TOO_MANY;
    }
    Rejection unrecorded =
        credit(connection, worker, sent, sent.difficulty(), loop, services, nanos);
    if (unrecorded == null) {
      remember(sent, submit, version);
      if (sent.seen().size() == MANY) {
        loop.urgent.add(session);
      }
    }
    return unrecorded;
  }

  private Rejection credit(
      Connection connection,
      Worker worker,
      SentJob sent,
      double credited,
      LoopState loop,
      Services services,
      long nanos) {
    // Work that the pool fails to record tells as much of the miner's pace.
    connection.session().window().add(credited, nanos);
    double reached = reached(loop, services);
    long now = clock.millis();
    Share share =
        new Share(
            settings.name(),
            worker.name(),
            sent.job().id(),
            sent.job().template().height(),
            credited,
            reached,
            now);
    long position = services.shares().append(share);
    if (position == ShareLedger.REFUSED) {
      return Rejection.notRecorded(services.shares().state().detail());
    }
    loop.held.untilDurable(connection, position, services.shares());
    book.of(worker.name()).accepted(credited, reached, now);
    return null;
  }

  /**
   * A block may be easier than the share that was asked for: it is credited with what it had to be.
   */
  private static double creditOfBlock(SentJob sent, Services services) {
    double network = sent.job().networkTarget().difficulty(services.pow().difficultyOne());
    return Math.min(sent.difficulty(), network);
  }

  private static double reached(LoopState loop, Services services) {
    return Target.ofHash(loop.hash).difficulty(services.pow().difficultyOne());
  }

  private static byte[] extranonce(byte[] extranonce1, Submit submit) {
    byte[] both = Arrays.copyOf(extranonce1, extranonce1.length + submit.extranonce2Length);
    System.arraycopy(submit.extranonce2, 0, both, extranonce1.length, submit.extranonce2Length);
    return both;
  }

  private static boolean isSeen(SentJob sent, Submit submit, int version) {
    return sent.seen()
        .contains(
            submit.extranonce2, submit.extranonce2Length, submit.ntime, submit.nonce, version);
  }

  private static void remember(SentJob sent, Submit submit, int version) {
    sent.seen()
        .add(submit.extranonce2, submit.extranonce2Length, submit.ntime, submit.nonce, version);
  }

  /** What is wrong with a submission before it is hashed, or null. */
  private static Rejection faultOf(Submit submit, Job job, Session session, long now) {
    if (submit.extranonce2Length != session.extranonce2Size()) {
      return Rejection.extranonce2(submit.extranonce2Length, session.extranonce2Size());
    }
    if ((submit.versionBits & ~session.versionMask()) != 0) {
      return Rejection.versionBits(submit.versionBits, session.versionMask());
    }
    long ntime = Integer.toUnsignedLong(submit.ntime);
    long latest = now / 1000 + MAX_AHEAD_SECONDS;
    if (ntime < job.template().minTime() || ntime > latest) {
      return Rejection.ntime(ntime, job.template().minTime(), latest);
    }
    return null;
  }

  private static int versionOf(BlockTemplate template, Submit submit, int mask) {
    return submit.hasVersionBits
        ? (template.version() & ~mask) | (submit.versionBits & mask)
        : template.version();
  }

  /** Integers least significant byte first, hashes in wire order. */
  private static void writeHeader(
      SentJob sent, byte[] extranonce1, Submit submit, int version, LoopState loop) {
    BlockTemplate template = sent.job().template();
    Coinbase coinbase = sent.coinbase();
    byte[] header = loop.header;
    writeInt(version, header, 0);
    template.previous().wire().copyTo(header, 4);
    loop.roots.root(
        loop.merkleRoots(), sent.job(), coinbase, extranonce1, submit.extranonce2, header, 36);
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
