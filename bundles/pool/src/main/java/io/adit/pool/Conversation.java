package io.adit.pool;

import io.adit.api.pool.RejectReason;
import io.adit.api.pool.Verdict;
import io.adit.api.session.Session;
import io.adit.api.session.Worker;
import io.adit.api.stratum.LineBuffer;
import io.adit.api.stratum.RequestId;
import io.adit.api.stratum.StratumError;
import io.adit.api.stratum.StratumRequest;
import io.adit.api.stratum.StratumRequest.Authorize;
import io.adit.api.stratum.StratumRequest.Submit;
import io.adit.api.transport.Connection;
import io.adit.api.transport.ConnectionHandler;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Talks with the miners of a port: each call is on the loop of its connection. */
final class Conversation implements ConnectionHandler {
  private static final int MAX_QUOTED = 40;

  private final List<LoopState> loops;
  private final Supplier<Services> services;
  private final ShareJudge judge;
  private final WorkDesk desk;
  private final Enrolment enrolment;
  private final Subscriptions subscriptions;
  private final WorkerBook book;
  private final LongSupplier nanos;

  Conversation(
      List<LoopState> loops,
      Supplier<Services> services,
      ShareJudge judge,
      WorkDesk desk,
      Enrolment enrolment,
      Subscriptions subscriptions,
      WorkerBook book,
      LongSupplier nanos) {
    this.loops = loops;
    this.services = services;
    this.judge = judge;
    this.desk = desk;
    this.enrolment = enrolment;
    this.subscriptions = subscriptions;
    this.book = book;
    this.nanos = nanos;
  }

  private LoopState loopOf(Connection connection) {
    return loops.get(connection.loop().index());
  }

  @Override
  public void opened(Connection connection) {
    LoopState loop = loopOf(connection);
    if (loop.connections.add(connection)) {
      loop.counters.opened();
    }
  }

  @Override
  public void adopted(Connection connection) {
    LoopState loop = loopOf(connection);
    if (!loop.connections.add(connection)) {
      return;
    }
    loop.counters.adopted();
    LineBuffer out = loop.out.clear();
    boolean stays = enrolment.adopt(connection.session(), out, services.get());
    if (out.length() > 0) {
      connection.write(out);
      connection.flush();
    }
    if (!stays) {
      // It leaves nothing behind: what it has may be another's by now.
      dismiss(connection, loop);
    }
  }

  private static void dismiss(Connection connection, LoopState loop) {
    loop.remove(connection);
    loop.counters.closed();
    connection.close();
  }

  @Override
  public void closed(Connection connection) {
    LoopState loop = loopOf(connection);
    if (loop.connections.contains(connection)) {
      enrolment.left(connection, loop, services.get());
      loop.remove(connection);
      loop.counters.closed();
    }
  }

  /** Does what is due each second for what miners and pool have agreed on. */
  void tick(LoopState loop) {
    Services current = services.get();
    if (subscriptions.noteNumber(loop, current)) {
      loop.use(current);
      loop.forEach(connection -> renumber(connection, loop, current));
    }
    subscriptions.tick(loop, current);
  }

  private void renumber(Connection connection, LoopState loop, Services current) {
    LineBuffer out = loop.out.clear();
    boolean stays = subscriptions.renumber(connection.session(), loop, current);
    if (out.length() > 0) {
      connection.write(out);
      connection.flush();
    }
    if (!stays) {
      enrolment.dismissed(connection.session(), current);
      dismiss(connection, loop);
    }
  }

  @Override
  public boolean line(Connection connection, byte[] bytes, int offset, int length) {
    Services current = services.get();
    LoopState loop = loopOf(connection);
    Session session = connection.session();
    if (!current.isComplete() || isTooEarly(session, loop)) {
      return false;
    }
    long began = nanos.getAsLong();
    loop.use(current);
    LineBuffer out = loop.out.clear();
    StratumRequest request = current.codec().decode(bytes, offset, length, loop.submit);
    if (request instanceof Submit submit) {
      submitted(connection, submit, loop, current, began);
    } else if (request instanceof StratumRequest.Subscribe subscribe) {
      if (!subscribed(connection, subscribe, loop, current)) {
        return false;
      }
    } else {
      answer(session, request, loop, current, began);
    }
    if (out.length() > 0) {
      connection.write(out);
    }
    return true;
  }

  /**
   * Whether the miner has work of an earlier pool's, and this one does not know yet what it is
   * worth.
   */
  private static boolean isTooEarly(Session session, LoopState loop) {
    return loop.waitsForTip && loop.tip == null && session.jobs().last() != null;
  }

  private void submitted(
      Connection connection, Submit submit, LoopState loop, Services current, long began) {
    Rejection rejection = judge.judge(connection, submit, loop, current, began);
    if (rejection == null) {
      loop.counters.judged(Verdict.VALID, nanos.getAsLong() - began);
      reply(submit.id(), null, loop.out, current);
    } else {
      loop.counters.judged(rejection.reason().verdict(), nanos.getAsLong() - began);
      book.of(submitter(connection.session(), submit)).rejected(rejection.reason());
      reply(submit.id(), rejection.error(), loop.out, current);
    }
  }

  /** The authorised worker that a submission names, or null. */
  private static String submitter(Session session, Submit submit) {
    Worker worker = session.worker(submit.worker, submit.workerOffset, submit.workerLength);
    return worker == null ? null : worker.name();
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

  /** Returns false if it cannot be answered yet. */
  private boolean subscribed(
      Connection connection, StratumRequest.Subscribe request, LoopState loop, Services current) {
    Session session = connection.session();
    boolean wasReady = isReady(session);
    if (!enrolment.subscribe(connection, request, loop, current)) {
      return false;
    }
    welcome(session, wasReady, loop, current);
    return true;
  }

  private void answer(
      Session session, StratumRequest request, LoopState loop, Services current, long began) {
    LineBuffer out = loop.out;
    if (request instanceof Authorize authorize) {
      boolean wasReady = isReady(session);
      reply(authorize.id(), enrolment.authorize(session, authorize, current), out, current);
      welcome(session, wasReady, loop, current);
    } else if (request instanceof StratumRequest.Configure configure) {
      enrolment.configure(session, configure, out, current);
    } else if (request instanceof StratumRequest.SuggestDifficulty suggestion) {
      suggestion.difficulty().ifPresent(difficulty -> desk.suggest(session, difficulty, current));
      reply(suggestion.id(), null, out, current);
    } else if (request instanceof StratumRequest.SuggestTarget suggestion) {
      suggestion
          .target()
          .ifPresent(
              target ->
                  desk.suggest(session, target.difficulty(current.pow().difficultyOne()), current));
      reply(suggestion.id(), null, out, current);
    } else if (request instanceof StratumRequest.ExtranonceSubscribe subscription) {
      session.extranonceSubscribed();
      reply(subscription.id(), null, out, current);
    } else if (request instanceof StratumRequest.GetTransactions question) {
      if (question.id().isPresent()) {
        current.codec().emptyList(question.id(), out);
      }
    } else if (request instanceof StratumRequest.MultiVersion
        || request instanceof StratumRequest.Ping) {
      reply(request.id(), null, out, current);
    } else if (request instanceof StratumRequest.Reply answer) {
      enrolment.answered(session, answer, current);
    } else if (request instanceof StratumRequest.Unknown unknown) {
      String message = "Unknown method: " + shortened(unknown.method());
      reply(unknown.id(), new StratumError(StratumError.OTHER, message), out, current);
    } else if (request instanceof StratumRequest.Malformed malformed) {
      if (malformed.submit()) {
        loop.counters.judged(Verdict.INVALID, nanos.getAsLong() - began);
        book.of(null).rejected(RejectReason.MALFORMED);
      }
      reply(malformed.id(), malformed.error(), out, current);
    }
  }

  private static boolean isReady(Session session) {
    return session.isSubscribed() && !session.workers().isEmpty();
  }

  private void welcome(Session session, boolean wasReady, LoopState loop, Services current) {
    boolean isNew = !wasReady && isReady(session);
    if (isNew) {
      enrolment.beforeWork(session, loop.out, current);
    }
    desk.welcome(session, loop, current);
    if (isNew) {
      enrolment.afterWork(session, loop.out, current);
    }
  }

  private static String shortened(String text) {
    return text.length() <= MAX_QUOTED ? text : text.substring(0, MAX_QUOTED) + "...";
  }
}
