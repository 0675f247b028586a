package io.adit.pool;

import io.adit.api.Bytes;
import io.adit.api.fleet.SharedSessions;
import io.adit.api.fleet.SharedSessions.Kept;
import io.adit.api.pow.Target;
import io.adit.api.session.Session;
import io.adit.api.transport.Connection;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells other servers of a pool's subscriptions, so that their miners can go on there: when there
 * is one, when its target is another, and again and again for as long as it lasts. What was told
 * stays when the connection goes. Each call is on the loop of the connection.
 */
final class SessionKeeper {
  private static final Logger log = LoggerFactory.getLogger(SessionKeeper.class);

  /** At the latest; what nobody repeats is forgotten after an hour. */
  private static final Duration REPEAT = Duration.ofMinutes(5);

  /**
   * What one loop tells in a second, beside what is new: a service that has just come knows none.
   */
  private static final int MOST_AT_ONCE = 1000;

  private final String pool;
  private final LongSupplier nanos;
  private final AtomicBoolean failing = new AtomicBoolean();

  /**
   * What was told of a subscription.
   *
   * @param untilNanos when it has to be told again
   */
  record Told(Target target, long untilNanos) {}

  SessionKeeper(String pool, LongSupplier nanos) {
    this.pool = pool;
    this.nanos = nanos;
  }

  /** Tells of a subscription, if there is anyone to tell. */
  void keep(Session session, LoopState loop, Services current) {
    if (current.sessions() != null && session.isSubscribed() && session.name().isPresent()) {
      byte[] extranonce1 = session.extranonce1().orElseThrow();
      loop.told.put(session, new Told(session.target(), nanos.getAsLong() + lasts(extranonce1)));
      keep(session.name().get(), new Kept(Bytes.copyOf(extranonce1), session.target()), current);
    }
  }

  /** Subscriptions that came together are not repeated together. */
  private static long lasts(byte[] extranonce1) {
    int part = extranonce1[extranonce1.length - 1] & 0xff;
    return REPEAT.toNanos() / 512 * (256 + part);
  }

  /** Tells of a subscription that is none of this server's. */
  void keep(String session, Kept kept, Services current) {
    guarded(current, sessions -> sessions.keep(pool, session, kept));
  }

  /** Tells of the loop's subscriptions what is new, and what is due. */
  void keepAll(LoopState loop, Services current) {
    if (current.sessions() == null) {
      return;
    }
    int left = MOST_AT_ONCE;
    Iterator<Connection> connections = loop.connections.iterator();
    while (left > 0 && connections.hasNext()) {
      Session session = connections.next().session();
      if (session.isSubscribed() && isDue(session, loop)) {
        keep(session, loop, current);
        left--;
      }
    }
  }

  private boolean isDue(Session session, LoopState loop) {
    Told told = loop.told.get(session);
    return told == null
        || !told.target().equals(session.target())
        || told.untilNanos() - nanos.getAsLong() < 0;
  }

  /** The connection is about to go: tells what is new of its subscription. */
  void keepLast(Session session, LoopState loop, Services current) {
    Told told = loop.told.get(session);
    if (told != null && !told.target().equals(session.target())) {
      keep(session, loop, current);
    }
  }

  /** Nobody can come back to a subscription. */
  void forget(Session session, Services current) {
    session.name().ifPresent(name -> guarded(current, sessions -> sessions.forget(pool, name)));
  }

  /**
   * Asks for a subscription; {@code then} is told, on any thread, what came of it. A service that
   * has a fault may never answer.
   */
  void take(String session, Services current, BiConsumer<Optional<Kept>, Throwable> then) {
    guarded(current, sessions -> sessions.take(pool, session).whenComplete(then));
  }

  /** A miner's line must not suffer from what other servers are told. */
  private void guarded(Services current, Consumer<SharedSessions> task) {
    if (current.sessions() == null) {
      return;
    }
    try {
      task.accept(current.sessions());
      if (failing.getAndSet(false)) {
        log.info("{}: other servers are told of sessions again", pool);
      }
    } catch (RuntimeException | LinkageError e) {
      if (!failing.getAndSet(true)) {
        log.error("{}: other servers cannot be told of sessions", pool, e);
      }
    }
  }
}
