package io.adit.storage.redis;

import io.adit.api.State;
import io.adit.api.fleet.ServerNumber;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletionException;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This server's number, which no other has for as long as it is good. How long that is, is reckoned
 * from before Redis was asked, by a clock that nobody sets: Redis may think it good for longer,
 * never for less.
 *
 * <p>Each lease has a token higher than all before, and is prolonged by whoever has that token
 * only. A server that was started again takes over from its earlier instance, once: two that
 * believe to be the same (the file with the name was copied) do not take the number from each other
 * in turns.
 *
 * <p>All but {@link #current} and {@link #state} is for the clockwork's thread.
 */
final class Lease {
  /** A Redis that is away for an hour is no trouble. */
  static final Duration GOOD_FOR = Duration.ofHours(2);

  private static final Logger LOG = LoggerFactory.getLogger(Lease.class);
  private static final long RENEW_NANOS = Duration.ofSeconds(5).toNanos();

  /** A minute of two hours is not missed. */
  private static final long REMEMBER_NANOS = Duration.ofMinutes(1).toNanos();

  /** Clocks that nobody sets run apart by less than a thousandth. */
  private static final int DRIFT = 1000;

  private record Held(int number, long token, long sentNanos) {}

  private final RedisLink link;
  private final Identity identity;
  private final OptionalInt wanted;
  private final Duration goodFor;
  private final LongSupplier nanos;
  private final Optional<LeaseFile> file;

  private boolean asking;
  private long writtenNanos;

  /** Whether the number is that of the run before, and Redis was not asked yet. */
  private volatile boolean remembered;

  private boolean takeOver = true;
  private boolean expired;
  private int last = -1;
  private volatile Held held;

  /** Why there is no number, while Redis is there. */
  private volatile State trouble;

  /**
   * A lease that is yet to be had.
   *
   * @param wanted the number that it has to be
   * @param goodFor how long it is good without being prolonged
   * @param file that remembers it for the next run
   */
  Lease(
      RedisLink link,
      OptionalInt wanted,
      Duration goodFor,
      LongSupplier nanos,
      Optional<LeaseFile> file) {
    this.link = link;
    this.identity = link.identity();
    this.wanted = wanted;
    this.goodFor = goodFor;
    this.nanos = nanos;
    this.file = file;
    file.flatMap(LeaseFile::read)
        .filter(known -> wanted.isEmpty() || wanted.getAsInt() == known.number())
        .ifPresent(this::goOn);
  }

  private void goOn(LeaseFile.Remembered known) {
    long age = goodFor.minus(known.left()).toNanos();
    held = new Held(known.number(), 0, nanos.getAsLong() - age);
    last = known.number();
    remembered = true;
  }

  OptionalInt current() {
    Held now = held;
    return now != null && isGood(now) ? OptionalInt.of(now.number()) : OptionalInt.empty();
  }

  private boolean isGood(Held lease) {
    long good = goodFor.toNanos() - goodFor.toNanos() / DRIFT;
    return nanos.getAsLong() - lease.sentNanos() < good;
  }

  State state() {
    OptionalInt current = current();
    if (current.isPresent()) {
      return State.ready("number " + current.getAsInt() + " of the servers at " + where());
    }
    State redis = link.redis().state();
    State known = trouble;
    if (redis.isReady()) {
      return known == null ? State.starting("asking for a number") : known;
    }
    return new State(redis.kind(), "no number among the servers: " + redis.detail());
  }

  private String where() {
    return link.redis().settings().describe();
  }

  /** Does what is due. */
  void tick() {
    Held now = held;
    if (now != null && !isGood(now) && !expired) {
      expired = true;
      LOG.warn(
          "number {} is this server's no more: {} was away for too long", now.number(), where());
    }
    if (asking || !link.redis().state().isReady()) {
      return;
    }
    if (now == null || remembered) {
      acquire();
    } else if (nanos.getAsLong() - now.sentNanos() >= RENEW_NANOS || expired) {
      renew(now);
    }
  }

  private void acquire() {
    asking = true;
    long sent = nanos.getAsLong();
    List<String> arguments =
        List.of(
            identity.server(),
            identity.instance(),
            identity.host(),
            Long.toString(goodFor.toMillis()),
            Integer.toString(wanted.orElse(-1)),
            Integer.toString(last),
            takeOver ? "1" : "0",
            Integer.toString(ServerNumber.NUMBERS),
            Integer.toString(Math.floorMod(identity.server().hashCode(), ServerNumber.NUMBERS)));
    link.redis()
        .send(
            Lane.FLEET,
            Script.LEASE.withMany(List.of(link.keys().numbers(), link.keys().fence()), arguments))
        .whenComplete((answer, failure) -> then(() -> acquired(answer, failure, sent)));
  }

  private void renew(Held now) {
    asking = true;
    long sent = nanos.getAsLong();
    List<String> arguments =
        List.of(
            Integer.toString(now.number()),
            identity.server(),
            identity.instance(),
            Long.toString(now.token()),
            Long.toString(goodFor.toMillis()),
            identity.host());
    link.redis()
        .send(Lane.FLEET, Script.RENEW.with(List.of(link.keys().numbers()), arguments))
        .whenComplete((answer, failure) -> then(() -> renewed(answer, failure, now, sent)));
  }

  private void then(Runnable task) {
    link.execute(
        () -> {
          asking = false;
          task.run();
        });
  }

  private void acquired(List<String> answer, Throwable failure, long sent) {
    if (failure != null) {
      LOG.debug("no number", failure);
      // A connection that was lost is told of by the link; anything else only here.
      become(State.waiting(failed(failure)));
      return;
    }
    int number = Integer.parseInt(answer.get(0));
    if (number >= 0) {
      takeOver = false;
      remembered = false;
      trouble = null;
      expired = false;
      last = number;
      held = new Held(number, Long.parseLong(answer.get(1)), sent);
      LOG.info("this server is number {} at {}", number, where());
      remember(number);
      return;
    }
    // One of the run before is another server's by now.
    remembered = false;
    held = null;
    file.ifPresent(LeaseFile::delete);
    if (wanted.isPresent()) {
      become(State.refused(taken(answer.get(1))));
    } else {
      become(State.waiting(where() + ": all " + ServerNumber.NUMBERS + " numbers are taken"));
    }
  }

  private void renewed(String answer, Throwable failure, Held before, long sent) {
    if (failure != null) {
      LOG.debug("number {} was not prolonged", before.number(), failure);
    } else if (answer.equals("1")) {
      if (expired) {
        expired = false;
        LOG.info("number {} is this server's again", before.number());
      }
      held = new Held(before.number(), before.token(), sent);
      if (nanos.getAsLong() - writtenNanos >= REMEMBER_NANOS) {
        remember(before.number());
      }
    } else {
      held = null;
      LOG.warn(
          "number {} is this server's no more: {} has forgotten it, or given it to another",
          before.number(),
          where());
      acquire();
    }
  }

  private void remember(int number) {
    writtenNanos = nanos.getAsLong();
    file.ifPresent(to -> to.write(number));
  }

  private String failed(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return where() + " gives no number: " + Faults.line(cause);
  }

  /** Names both. */
  private String taken(String entry) {
    String[] parts = entry.split(" ", 5);
    return where()
        + ": number "
        + wanted.getAsInt()
        + " is that of server "
        + parts[0]
        + " on "
        + parts[4]
        + ", until that has been gone for "
        + goodFor.toMinutes()
        + " minutes; this is server "
        + identity.server()
        + " on "
        + identity.host();
  }

  private void become(State next) {
    State before = trouble;
    trouble = next;
    if (before == null || before.kind() != next.kind()) {
      LOG.error("{}", next.detail());
    }
  }
}
