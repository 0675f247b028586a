package io.adit.pool;

import io.adit.api.fleet.SharedSessions.Kept;
import io.adit.api.pow.Target;
import io.adit.api.session.SentJobs;
import io.adit.api.session.Session;
import io.adit.api.stratum.LineBuffer;
import io.adit.api.transport.Connection;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Gives miners what tells them apart: a new extranonce1, the one that they had before, here or at
 * another server, or another one when theirs is this server's no more. Each call is on the loop of
 * the miner's connection.
 */
final class Subscriptions {
  /** For a service that does not keep its word to answer within a second. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** What a double has of decimal digits for sure. */
  private static final MathContext DIGITS = new MathContext(15);

  private final PoolSettings settings;
  private final WorkDesk desk;
  private final Extranonces extranonces;
  private final SessionKeeper keeper;
  private final Supplier<Services> services;
  private final LongSupplier nanos;

  /** What came of a miner's wish to subscribe. */
  enum Outcome {
    GIVEN,
    /** It is not known yet; the connection is resumed when it is. */
    WAITS,
    NONE_FREE
  }

  Subscriptions(
      PoolSettings settings,
      WorkDesk desk,
      Extranonces extranonces,
      SessionKeeper keeper,
      Supplier<Services> services,
      LongSupplier nanos) {
    this.settings = settings;
    this.desk = desk;
    this.extranonces = extranonces;
    this.keeper = keeper;
    this.services = services;
    this.nanos = nanos;
  }

  /**
   * Gives a miner an extranonce1, if it has none yet.
   *
   * @param former the session that it wants to resume
   */
  Outcome give(Connection connection, Optional<String> former, LoopState loop, Services current) {
    Session session = connection.session();
    if (session.isSubscribed()) {
      return Outcome.GIVEN;
    }
    Taking taking = taking(connection, former, loop, current);
    if (taking != null && !taking.isAnswered()) {
      return Outcome.WAITS;
    }
    Outcome outcome =
        resume(session, former, taking, current)
            ? Outcome.GIVEN
            : giveNew(connection, loop, current);
    if (outcome != Outcome.WAITS) {
      loop.takings.remove(connection);
    }
    if (outcome == Outcome.GIVEN) {
      keeper.keep(session, loop, current);
    }
    return outcome;
  }

  /** What other servers are asked; null if there is nothing to ask. */
  private Taking taking(
      Connection connection, Optional<String> former, LoopState loop, Services current) {
    Taking known = loop.takings.get(connection);
    boolean asks =
        known == null
            && current.sessions() != null
            && former.filter(extranonces::mayBeElsewhere).isPresent();
    if (!asks) {
      return known;
    }
    String name = former.orElseThrow().toLowerCase(Locale.ROOT);
    Taking taking = new Taking(name, nanos.getAsLong() + PATIENCE.toNanos());
    loop.takings.put(connection, taking);
    keeper.take(
        name,
        current,
        (kept, failure) ->
            connection.loop().execute(() -> answered(connection, taking, kept, failure, loop)));
    return taking;
  }

  private void answered(
      Connection connection,
      Taking taking,
      Optional<Kept> kept,
      Throwable failure,
      LoopState loop) {
    if (loop.takings.get(connection) != taking || taking.isAnswered()) {
      // Too late: nobody here goes on with it.
      if (failure == null) {
        putBack(taking.session(), kept, services.get());
      }
      return;
    }
    if (failure == null) {
      taking.answer(kept);
    } else {
      taking.fail();
    }
    connection.resume();
  }

  private void putBack(String session, Optional<Kept> kept, Services current) {
    kept.ifPresent(known -> keeper.keep(session, known, current));
  }

  private boolean resume(Session session, Optional<String> name, Taking taking, Services current) {
    Optional<Kept> kept = taking == null ? Optional.empty() : taking.kept();
    Optional<Extranonces.Former> found =
        taking == null || taking.isFailed()
            ? name.flatMap(extranonces::resume)
            : kept.flatMap(known -> extranonces.claim(known.extranonce1().toArray()));
    if (found.isEmpty()) {
      return false;
    }
    Extranonces.Former former = found.get();
    byte[] extranonce1 = former.extranonce1();
    session.resume(extranonce1, settings.extranonce2Size(), former.jobs());
    session.foreignExtranonce(!isNumbered(extranonce1, settings.numbering().current(current)));
    boolean isNamed = former.session().equalsIgnoreCase(name.orElseThrow());
    // By the name that it had elsewhere, nobody else is to come back to it.
    session.name(isNamed ? former.session() : extranonces.newName(extranonce1));
    kept.filter(known -> !known.target().equals(Target.MAX))
        .ifPresent(known -> goOnAt(session, known.target(), current));
    return true;
  }

  /** Chooses the difficulty of a target that the miner had elsewhere, as far as it may be so. */
  private void goOnAt(Session session, Target target, Services current) {
    double exact = target.difficulty(current.pow().difficultyOne());
    if (!Double.isFinite(exact)) {
      return;
    }
    // A whole number, and what people write, comes out as it was.
    double difficulty = new BigDecimal(exact).round(DIGITS).doubleValue();
    desk.choose(session, difficulty, current);
    if (session.difficulty() == difficulty) {
      session.difficulty(difficulty, target);
    }
  }

  private Outcome giveNew(Connection connection, LoopState loop, Services current) {
    OptionalInt number = settings.numbering().current(current);
    if (settings.numbering().isMissing(current, number)) {
      loop.unnumbered.add(connection);
      return Outcome.WAITS;
    }
    Optional<byte[]> extranonce1 = extranonces.take(number);
    if (extranonce1.isEmpty()) {
      return Outcome.NONE_FREE;
    }
    Session session = connection.session();
    session.subscribe(extranonce1.get(), settings.extranonce2Size());
    session.name(extranonces.newName(extranonce1.get()));
    return Outcome.GIVEN;
  }

  private static boolean isNumbered(byte[] extranonce1, OptionalInt number) {
    return number.isEmpty() || (extranonce1[0] & 0xff) == number.getAsInt();
  }

  /**
   * Goes on with the subscription of a connection that an earlier version of the pool had. Returns
   * false if that cannot be.
   */
  boolean adopt(Session session, LineBuffer out, Services current) {
    Optional<byte[]> extranonce1 = session.extranonce1();
    return extranonce1.isEmpty()
        || (session.extranonce2Size() == settings.extranonce2Size()
            && extranonces.keep(extranonce1.get()))
        || change(session, out, current);
  }

  /** Gives a miner that can take it another extranonce1; its old jobs go with the old one. */
  private boolean change(Session session, LineBuffer out, Services current) {
    boolean can = session.takesExtranonce() || session.profile().extranonceChange();
    OptionalInt number = settings.numbering().current(current);
    if (!can || !current.isComplete() || settings.numbering().isMissing(current, number)) {
      return false;
    }
    Optional<byte[]> other = extranonces.take(number);
    other.ifPresent(
        extranonce1 -> {
          session.resume(extranonce1, settings.extranonce2Size(), new SentJobs());
          current.codec().setExtranonce(extranonce1, settings.extranonce2Size(), out);
        });
    return other.isPresent();
  }

  /** Notes the server's number; returns whether the loop's connections have not been told of it. */
  boolean noteNumber(LoopState loop, Services current) {
    OptionalInt number = settings.numbering().current(current);
    boolean changed = number.isPresent() && current.isComplete() && !number.equals(loop.number);
    if (changed) {
      loop.number = number;
    }
    return changed;
  }

  /**
   * Gives a miner another extranonce1, and a job for it, if its own is this server's no more: what
   * it has brought along from another server it keeps. Returns false if the miner has to connect
   * again. What it is to be told is appended to the loop's output.
   */
  boolean renumber(Session session, LoopState loop, Services current) {
    if (!session.isSubscribed()
        || session.hasForeignExtranonce()
        || isNumbered(session.extranonce1().orElseThrow(), loop.number)) {
      return true;
    }
    byte[] former = session.extranonce1().orElseThrow();
    if (!change(session, loop.out, current)) {
      current.codec().reconnect("", 0, 0, loop.out);
      return false;
    }
    extranonces.free(former);
    desk.welcome(session, loop, current);
    keeper.keep(session, loop, current);
    return true;
  }

  /** Does what is due each second. */
  void tick(LoopState loop, Services current) {
    if (!settings.numbering().isMissing(current)) {
      List<Connection> waiting = List.copyOf(loop.unnumbered);
      loop.unnumbered.clear();
      waiting.forEach(Connection::resume);
    }
    long now = nanos.getAsLong();
    for (Connection connection : List.copyOf(loop.takings.keySet())) {
      Taking taking = loop.takings.get(connection);
      if (taking != null && taking.isOverdue(now)) {
        taking.fail();
        connection.resume();
      }
    }
    keeper.keepAll(loop, current);
  }

  /** The connection is gone; its miner may come back. */
  void left(Connection connection, LoopState loop, Services current) {
    Session session = connection.session();
    Taking taking = loop.takings.get(connection);
    if (taking != null) {
      putBack(taking.session(), taking.kept(), current);
    }
    keeper.keepLast(session, loop, current);
    session
        .extranonce1()
        .ifPresent(
            extranonce1 ->
                extranonces.release(session.name().orElse(""), extranonce1, session.jobs()));
  }

  /** The connection has to go, and its miner cannot come back to what it had. */
  void dismissed(Session session, Services current) {
    session.extranonce1().ifPresent(extranonces::free);
    keeper.forget(session, current);
  }
}
