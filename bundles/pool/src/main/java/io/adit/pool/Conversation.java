package io.adit.pool;

import io.adit.api.pool.Verdict;
import io.adit.api.session.Session;
import io.adit.api.session.Worker;
import io.adit.api.stratum.LineBuffer;
import io.adit.api.stratum.RequestId;
import io.adit.api.stratum.StratumError;
import io.adit.api.stratum.StratumRequest;
import io.adit.api.stratum.StratumRequest.Authorize;
import io.adit.api.stratum.StratumRequest.Configure;
import io.adit.api.stratum.StratumRequest.Submit;
import io.adit.api.stratum.StratumRequest.Subscribe;
import io.adit.api.transport.Connection;
import io.adit.api.transport.ConnectionHandler;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Talks with the miners of a pool: each call is on the loop of its connection. */
final class Conversation implements ConnectionHandler {
  private static final int MAX_WORKERS = 1000;
  private static final int MAX_WORKER_NAME = 200;
  private static final int MAX_QUOTED = 40;
  private static final String VERSION_ROLLING = "version-rolling";

  private final PoolSettings settings;
  private final List<LoopState> loops;
  private final Supplier<Services> services;
  private final ShareJudge judge;
  private final WorkDesk desk;
  private final Extranonces extranonces;
  private final WorkerRates rates;
  private final LongSupplier nanos;

  Conversation(
      PoolSettings settings,
      List<LoopState> loops,
      Supplier<Services> services,
      ShareJudge judge,
      WorkDesk desk,
      Extranonces extranonces,
      WorkerRates rates,
      LongSupplier nanos) {
    this.settings = settings;
    this.loops = loops;
    this.services = services;
    this.judge = judge;
    this.desk = desk;
    this.extranonces = extranonces;
    this.rates = rates;
    this.nanos = nanos;
  }

  private LoopState loopOf(Connection connection) {
    return loops.get(connection.loop().index());
  }

  @Override
  public void opened(Connection connection) {
    LoopState loop = loopOf(connection);
    loop.connections.add(connection);
    loop.counters.opened();
  }

  @Override
  public void adopted(Connection connection) {
    LoopState loop = loopOf(connection);
    loop.connections.add(connection);
    loop.counters.adopted();
    connection.session().extranonce1().ifPresent(extranonces::keep);
    connection.session().workers().forEach(worker -> rates.authorized(worker.name()));
  }

  @Override
  public void closed(Connection connection) {
    LoopState loop = loopOf(connection);
    if (loop.connections.remove(connection)) {
      loop.counters.closed();
      connection.session().extranonce1().ifPresent(extranonces::release);
      connection.session().workers().forEach(worker -> rates.left(worker.name()));
    }
  }

  @Override
  public boolean line(Connection connection, byte[] bytes, int offset, int length) {
    Services current = services.get();
    if (!current.isComplete()) {
      return false;
    }
    long began = nanos.getAsLong();
    LoopState loop = loopOf(connection);
    loop.use(current);
    LineBuffer out = loop.out.clear();
    StratumRequest request = current.codec().decode(bytes, offset, length, loop.submit);
    if (request instanceof Submit submit) {
      submitted(connection.session(), submit, loop, current, began);
    } else {
      answer(connection, request, loop, current, began);
    }
    if (out.length() > 0) {
      connection.write(out);
    }
    return true;
  }

  private void submitted(
      Session session, Submit submit, LoopState loop, Services current, long began) {
    StratumError error = judge.judge(session, submit, loop, current, began);
    loop.counters.judged(verdictOf(error), nanos.getAsLong() - began);
    reply(submit.id(), error, loop.out, current);
  }

  private static Verdict verdictOf(StratumError error) {
    if (error == null) {
      return Verdict.VALID;
    }
    return switch (error.code()) {
      case StratumError.JOB_NOT_FOUND -> Verdict.STALE;
      case StratumError.DUPLICATE -> Verdict.DUPLICATE;
      case StratumError.LOW_DIFFICULTY -> Verdict.LOW_DIFFICULTY;
      default -> Verdict.INVALID;
    };
  }

  /** Answers true, or with the error if there is one; nothing to a request without an id. */
  private static void reply(RequestId id, StratumError error, LineBuffer out, Services current) {
    if (!id.isPresent()) {
      return;
    }
    if (error == null) {
      current.codec().result(id, true, out);
    } else {
      current.codec().error(id, error, out);
    }
  }

  private void answer(
      Connection connection, StratumRequest request, LoopState loop, Services current, long began) {
    Session session = connection.session();
    LineBuffer out = loop.out;
    if (request instanceof Subscribe subscribe) {
      subscribe(session, subscribe, out, current);
      desk.welcome(session, loop, current);
    } else if (request instanceof Authorize authorize) {
      reply(authorize.id(), authorize(session, authorize, current), out, current);
      desk.welcome(session, loop, current);
    } else if (request instanceof Configure configure) {
      configure(session, configure, out, current);
    } else if (request instanceof StratumRequest.SuggestDifficulty suggestion) {
      suggestion.difficulty().ifPresent(difficulty -> desk.choose(session, difficulty, current));
      reply(suggestion.id(), null, out, current);
    } else if (request instanceof StratumRequest.ExtranonceSubscribe
        || request instanceof StratumRequest.Ping) {
      reply(request.id(), null, out, current);
    } else if (request instanceof StratumRequest.Unknown unknown) {
      String message = "Unknown method: " + shortened(unknown.method());
      reply(unknown.id(), new StratumError(StratumError.OTHER, message), out, current);
    } else if (request instanceof StratumRequest.Malformed malformed) {
      if (malformed.submit()) {
        loop.counters.judged(Verdict.INVALID, nanos.getAsLong() - began);
      }
      reply(malformed.id(), malformed.error(), out, current);
    }
  }

  private static String shortened(String text) {
    return text.length() <= MAX_QUOTED ? text : text.substring(0, MAX_QUOTED) + "...";
  }

  private void subscribe(Session session, Subscribe request, LineBuffer out, Services current) {
    Optional<byte[]> extranonce1 = session.extranonce1().or(extranonces::take);
    if (extranonce1.isEmpty()) {
      reply(
          request.id(),
          new StratumError(StratumError.OTHER, "The pool is full: no extranonce1 is free"),
          out,
          current);
      return;
    }
    session.subscribe(extranonce1.get(), request.userAgent());
    if (request.id().isPresent()) {
      String subscription = HexFormat.of().formatHex(extranonce1.get());
      current
          .codec()
          .subscribed(
              request.id(), subscription, extranonce1.get(), settings.extranonce2Size(), out);
    }
  }

  private StratumError authorize(Session session, Authorize request, Services current) {
    String name = request.worker();
    if (name.isBlank()
        || name.length() > MAX_WORKER_NAME
        || name.chars().anyMatch(Character::isISOControl)) {
      return new StratumError(
          StratumError.UNAUTHORIZED,
          "worker name: "
              + name.length()
              + " characters (expected: 1.."
              + MAX_WORKER_NAME
              + ", printable)");
    }
    boolean known = session.workers().stream().anyMatch(worker -> worker.name().equals(name));
    if (!known) {
      if (session.workers().size() >= MAX_WORKERS) {
        return new StratumError(
            StratumError.UNAUTHORIZED,
            "workers on this connection: (expected: <= " + MAX_WORKERS + ")");
      }
      session.workers().add(new Worker(name));
      rates.authorized(name);
    }
    Passwords.difficulty(request.password())
        .ifPresent(difficulty -> desk.choose(session, difficulty, current));
    return null;
  }

  private void configure(Session session, Configure request, LineBuffer out, Services current) {
    OptionalInt mask = OptionalInt.empty();
    if (request.extensions().contains(VERSION_ROLLING)) {
      mask = OptionalInt.of(request.versionMask().orElse(-1) & settings.coin().versionMask());
      session.versionMask(mask.getAsInt());
    }
    boolean least =
        request.minimumDifficulty().isPresent() && request.minimumDifficulty().getAsDouble() > 0;
    if (least) {
      session.leastDifficulty(request.minimumDifficulty().getAsDouble());
      if (session.difficulty() > 0) {
        desk.choose(session, session.difficulty(), current);
      }
    }
    if (request.id().isPresent()) {
      current.codec().configured(request, mask, least, true, out);
    }
  }
}
