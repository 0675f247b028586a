package io.adit.pool;

import io.adit.api.job.CoinbaseSettings;
import io.adit.api.miner.MinerProfile;
import io.adit.api.miner.MinerProfile.VersionMask;
import io.adit.api.session.Session;
import io.adit.api.session.Worker;
import io.adit.api.stratum.LineBuffer;
import io.adit.api.stratum.RequestId;
import io.adit.api.stratum.StratumError;
import io.adit.api.stratum.StratumRequest.Authorize;
import io.adit.api.stratum.StratumRequest.Configure;
import io.adit.api.stratum.StratumRequest.Reply;
import io.adit.api.stratum.StratumRequest.Subscribe;
import io.adit.api.transport.Connection;
import java.util.OptionalInt;

/**
 * What a miner and a pool agree on before there is work: software, extensions, workers, and whom
 * blocks pay. Each call is on the loop of the miner's connection.
 */
final class Enrolment {
  private static final int MAX_WORKERS = 256;
  private static final int MAX_WORKER_NAME = 200;
  private static final int MAX_USER_AGENT = 100;
  private static final String VERSION_ROLLING = "version-rolling";

  /** Unlike any number that a miner counts its own requests with: firmware may mix them up. */
  private static final int VERSION_QUESTION = 0x41646974;

  private final PoolSettings settings;
  private final Payout payout;
  private final WorkDesk desk;
  private final Subscriptions subscriptions;
  private final WorkerBook book;

  Enrolment(
      PoolSettings settings,
      Payout payout,
      WorkDesk desk,
      Subscriptions subscriptions,
      WorkerBook book) {
    this.settings = settings;
    this.payout = payout;
    this.desk = desk;
    this.subscriptions = subscriptions;
    this.book = book;
  }

  /** Returns false if the miner has to be asked again: what it is to get is not known yet. */
  boolean subscribe(Connection connection, Subscribe request, LoopState loop, Services current) {
    Session session = connection.session();
    switch (subscriptions.give(connection, request.session(), loop, current)) {
      case WAITS -> {
        return false;
      }
      case NONE_FREE ->
          refuse(request.id(), "The pool is full: no extranonce1 is free", loop.out, current);
      case GIVEN -> {
        named(session, request.userAgent(), current);
        if (request.id().isPresent()) {
          current
              .codec()
              .subscribed(
                  request.id(),
                  session.name().orElseThrow(),
                  session.extranonce1().orElseThrow(),
                  session.extranonce2Size(),
                  loop.out);
        }
      }
    }
    return true;
  }

  private static void refuse(RequestId id, String message, LineBuffer out, Services current) {
    if (id.isPresent()) {
      current.codec().error(id, new StratumError(StratumError.OTHER, message), out);
    }
  }

  /** The miner has said what it is. */
  private void named(Session session, String userAgent, Services current) {
    session.userAgent(
        userAgent.length() <= MAX_USER_AGENT ? userAgent : userAgent.substring(0, MAX_USER_AGENT));
    describe(session, current);
    desk.suggest(session, session.difficulty(), current);
  }

  /** Works with what is newly known of that kind of miner. */
  void profile(Session session, Services current) {
    describe(session, current);
    desk.choose(session, session.difficulty(), current);
  }

  private static void describe(Session session, Services current) {
    MinerProfile profile =
        current.profiles() == null
            ? MinerProfile.UNKNOWN
            : current.profiles().of(session.userAgent());
    session.profile(profile);
    session.coinbase().ifPresent(known -> session.coinbase(fitting(known, profile)));
  }

  private static CoinbaseSettings fitting(CoinbaseSettings known, MinerProfile profile) {
    return new CoinbaseSettings(
        known.payoutScript(),
        known.fee(),
        known.tag(),
        known.extranonceSize(),
        profile.maxCoinbaseSize());
  }

  /** Lets a worker in; returns what is wrong with it, or null. */
  StratumError authorize(Session session, Authorize request, Services current) {
    String name = request.worker();
    if (name.isBlank()
        || name.length() > MAX_WORKER_NAME
        || name.chars().anyMatch(Character::isISOControl)) {
      return unauthorized(
          "worker name: "
              + name.length()
              + " characters (expected: 1.."
              + MAX_WORKER_NAME
              + ", printable)");
    }
    if (session.workers().stream().noneMatch(worker -> worker.name().equals(name))) {
      StratumError refused = admit(session, name);
      if (refused != null) {
        return refused;
      }
    }
    Passwords.difficulty(request.password())
        .ifPresent(difficulty -> desk.suggest(session, difficulty, current));
    return null;
  }

  private StratumError admit(Session session, String name) {
    if (session.workers().size() >= MAX_WORKERS) {
      return unauthorized("workers on this connection: (expected: <= " + MAX_WORKERS + ")");
    }
    CoinbaseSettings coinbase;
    try {
      coinbase = coinbaseOf(name, session);
    } catch (IllegalArgumentException e) {
      return unauthorized(
          e.getMessage() + ": this is a solo pool, which pays the address that is the user name");
    }
    if (session.coinbase().map(known -> !known.equals(coinbase)).orElse(false)) {
      return unauthorized(
          "This connection mines for "
              + session.workers().get(0).name()
              + ": connect again to mine for another address");
    }
    session.coinbase(coinbase);
    session.workers().add(new Worker(name));
    book.authorized(name);
    return null;
  }

  private CoinbaseSettings coinbaseOf(String worker, Session session) {
    int maxSize = session.profile().maxCoinbaseSize();
    return payout == Payout.SOLO
        ? settings.coinbases().ofMiner(worker, maxSize)
        : settings.coinbases().ofPool(maxSize);
  }

  private static StratumError unauthorized(String message) {
    return new StratumError(StratumError.UNAUTHORIZED, message);
  }

  /** Appends what a miner is told before its first job. */
  void beforeWork(Session session, LineBuffer out, Services current) {
    if (session.versionMask() != 0
        && session.profile().versionMask() == VersionMask.AFTER_AUTHORIZE) {
      current.codec().setVersionMask(session.versionMask(), out);
    }
  }

  /** Appends what a miner is asked after its first job. */
  void afterWork(Session session, LineBuffer out, Services current) {
    if (session.userAgent().isEmpty()) {
      current.codec().getVersion(VERSION_QUESTION, out);
    }
  }

  /** A miner has answered a question of ours: there is but one. */
  void answered(Session session, Reply reply, Services current) {
    if (session.userAgent().isEmpty()
        && reply.id().toString().equals(Integer.toString(VERSION_QUESTION))) {
      reply.text().ifPresent(userAgent -> named(session, userAgent, current));
    }
  }

  void configure(Session session, Configure request, LineBuffer out, Services current) {
    OptionalInt mask = OptionalInt.empty();
    if (request.extensions().contains(VERSION_ROLLING)) {
      mask = OptionalInt.of(request.versionMask().orElse(-1) & settings.coin().versionMask());
      session.versionMask(mask.getAsInt());
    }
    double wanted = request.minimumDifficulty().orElse(0);
    boolean least = wanted > 0 && desk.allows(wanted);
    if (least) {
      session.leastDifficulty(wanted);
      desk.suggest(session, session.difficulty(), current);
    }
    if (request.extensions().contains("subscribe-extranonce")) {
      session.extranonceSubscribed();
    }
    if (request.id().isPresent()) {
      current.codec().configured(request, mask, least, true, out);
    }
  }

  /**
   * Goes on with a session that an earlier version of the pool had. Returns false if the miner has
   * to connect again; what it is to be told is appended.
   */
  boolean adopt(Session session, LineBuffer out, Services current) {
    boolean stays = renewCoinbase(session) && subscriptions.adopt(session, out, current);
    if (stays) {
      session.workers().forEach(worker -> book.authorized(worker.name()));
    } else if (current.isComplete()) {
      current.codec().reconnect("", 0, 0, out);
    }
    return stays;
  }

  /**
   * Whom blocks pay, and what room the coinbase has, may be another than it was. Returns false if
   * there is nobody to pay.
   */
  private boolean renewCoinbase(Session session) {
    if (session.workers().isEmpty()) {
      return true;
    }
    try {
      session.coinbase(coinbaseOf(session.workers().get(0).name(), session));
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** The connection is gone. */
  void left(Connection connection, LoopState loop, Services current) {
    subscriptions.left(connection, loop, current);
    leave(connection.session());
  }

  /** The connection has to go, and its miner cannot come back to what it had. */
  void dismissed(Session session, Services current) {
    subscriptions.dismissed(session, current);
    leave(session);
  }

  private void leave(Session session) {
    session.workers().forEach(worker -> book.of(worker.name()).left());
  }
}
