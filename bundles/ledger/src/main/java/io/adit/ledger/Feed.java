package io.adit.ledger;

import io.adit.api.store.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands a log to the stores of one kind and name, of which the first in order gets each batch, on a
 * thread of its own: a store that is slow delays no other. Where it stands is what the store says,
 * if it says anything, and else what was handed over.
 */
final class Feed<T> {
  private static final Logger LOG = LoggerFactory.getLogger(Feed.class);

  private final String name;
  private final Log<T> log;
  private final Settings settings;
  private final LongSupplier nanos;
  private final Runnable progress;
  private final List<Sink<T>> sinks = new CopyOnWriteArrayList<>();
  private final Thread thread;

  /** Held while a store is handed a batch. */
  private final ReentrantLock handing = new ReentrantLock();

  private volatile long position;
  private volatile long retryNanos = System.nanoTime();
  private volatile boolean closed;
  private volatile boolean hurried;
  private volatile boolean failing;
  private boolean skipping;

  /** Since when there is no store, if there is none. */
  private volatile long unboundSinceNanos;

  /** Whom {@link #position} was asked of; nobody after a failure. */
  private Object asked;

  /** Where its store believes to be: behind the position where there was nothing in between. */
  private long told;

  private Duration backOff = Duration.ZERO;

  /**
   * A feed without stores as yet.
   *
   * @param name for people
   * @param position where it begins, as far as is known here
   * @param nanos a clock that nobody sets
   * @param progress called when the position has moved
   */
  Feed(
      String name,
      Log<T> log,
      long position,
      Settings settings,
      LongSupplier nanos,
      Runnable progress) {
    this.name = name;
    this.log = log;
    this.position = position;
    this.settings = settings;
    this.nanos = nanos;
    this.progress = progress;
    unboundSinceNanos = nanos.getAsLong();
    thread = new Thread(this::run, "adit-ledger " + name);
    thread.setDaemon(true);
    thread.start();
  }

  String name() {
    return name;
  }

  boolean isBound() {
    return !sinks.isEmpty();
  }

  /** Whether there has been no store for longer than one takes to be restarted or replaced. */
  boolean isGone() {
    return !isBound() && nanos.getAsLong() - unboundSinceNanos >= settings.absence().toNanos();
  }

  /** Whether the last attempt failed. */
  boolean isFailing() {
    return failing;
  }

  /** Everything before it was taken. */
  long position() {
    return position;
  }

  /** How many records wait. */
  long left() {
    return log.count(position);
  }

  /** Whether its store fails, and may miss what there is no room for. */
  boolean isExpendable() {
    List<Sink<T>> now = List.copyOf(sinks);
    return failing && !now.isEmpty() && now.get(0).expendable();
  }

  /** Lets go of what is before {@code to}, unless it is being handed over. */
  void skip(long to) {
    if (!handing.tryLock()) {
      return;
    }
    try {
      if (isExpendable() && position < to) {
        if (!skipping) {
          skipping = true;
          LOG.error(
              "{}: it failed for too long; there is no more room, some will be missing", name);
        }
        position = to;
        asked = null;
      }
    } finally {
      handing.unlock();
    }
  }

  /** Adds a store; only one thread at a time. */
  void add(Sink<T> sink) {
    sinks.add(sink);
    sinks.sort(Sink.ORDER);
    retryNanos = System.nanoTime();
    wake();
  }

  /**
   * Parts with a store. What it was not handed waits for the next one of its name. When this
   * returns, the store is not being called any more (or the limit has passed, which is logged).
   */
  void remove(Object service) {
    unboundSinceNanos = nanos.getAsLong();
    sinks.removeIf(sink -> sink.service() == service);
    if (lockUntil(System.nanoTime() + settings.stopLimit().toNanos())) {
      handing.unlock();
    } else {
      LOG.warn("{} was still busy with a batch when it had to go", name);
    }
  }

  /** Something was appended, or the time has come. */
  void wake() {
    LockSupport.unpark(thread);
  }

  /** Hands on what is there, and ends; does not wait for that. */
  void close() {
    hurried = true;
    closed = true;
    wake();
  }

  /** Waits for the end; false if it has not come in time. */
  boolean awaitEnd(long deadlineNanos) throws InterruptedException {
    long millis = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
    thread.join(Math.max(1, millis));
    return !thread.isAlive();
  }

  private boolean lockUntil(long deadline) {
    try {
      return handing.tryLock(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void run() {
    while (!closed) {
      if (step() < settings.batch() && !closed) {
        LockSupport.parkNanos(this, settings.interval().toNanos());
      }
    }
    // What is left stays in the log where that is kept, so one failure is enough to give up.
    while (step() > 0) {
      LOG.debug("{}: storing what is left", name);
    }
  }

  /** Hands the next batch on, if there is one, a store for it, and the time has come. */
  private int step() {
    handing.lock();
    try {
      List<Sink<T>> now = List.copyOf(sinks);
      boolean due = hurried || System.nanoTime() - retryNanos >= 0;
      return now.isEmpty() || !due || now.get(0).keeper().isStarting() ? 0 : hand(now.get(0));
    } finally {
      handing.unlock();
    }
  }

  private int hand(Sink<T> sink) {
    try {
      if (asked != sink.service()) {
        ask(sink);
      }
      Log.Batch<T> batch = log.read(position, settings.batch());
      if (!batch.records().isEmpty()) {
        sink.writer().write(new Log.Batch<>(batch.records(), told, batch.end()));
        told = batch.end();
      }
      works();
      if (batch.end() != position) {
        position = batch.end();
        progress.run();
      }
      return batch.records().size();
    } catch (StoreException e) {
      failed(e.getMessage(), null);
    } catch (RuntimeException | LinkageError e) {
      // A fault in a plugin; the others must go on.
      failed(e.toString(), e);
    }
    return 0;
  }

  private void ask(Sink<T> sink) throws StoreException {
    OptionalLong said = sink.keeper().position();
    if (said.isPresent()) {
      long at = said.getAsLong();
      if (at > log.end()) {
        throw new StoreException(
            "it has more of this ledger than there is: "
                + at
                + " (expected: <= "
                + log.end()
                + "); was an older copy of the ledger's directory put back?",
            null);
      }
      if (at < told) {
        LOG.error(
            "{} has lost what it had: it is at {} again (was: {}); {}",
            name,
            at,
            told,
            at < log.start()
                ? "what was before " + log.start() + " is not kept any more, and missing there"
                : "it gets it again");
      }
      position = Math.max(at, log.start());
      told = at;
    } else {
      position = Math.max(position, log.start());
      told = position;
    }
    asked = sink.service();
  }

  private void works() {
    if (failing) {
      failing = false;
      skipping = false;
      backOff = Duration.ZERO;
      LOG.info("{} works again, {} waiting", name, left());
    }
  }

  private void failed(String reason, Throwable fault) {
    asked = null;
    if (!failing) {
      failing = true;
      LOG.warn("{}: {}; {} waiting, trying again", name, reason, left(), fault);
      backOff = settings.firstRetry();
    } else {
      LOG.debug("{}: {}; {} waiting", name, reason, left(), fault);
      Duration longer = backOff.multipliedBy(2);
      backOff = longer.compareTo(settings.maxRetry()) > 0 ? settings.maxRetry() : longer;
    }
    retryNanos = System.nanoTime() + backOff.toNanos();
  }
}
