package io.adit.ledger;

import io.adit.api.store.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is handed to the stores of one kind and name, of which the first in order gets each batch.
 * Keeps the position up to which they took the records.
 */
final class Feed<T> {
  private static final Logger LOG = LoggerFactory.getLogger(Feed.class);

  private final String name;
  private final boolean essential;
  private final Log<T> log;
  private final Settings settings;
  private final List<Sink<T>> sinks = new CopyOnWriteArrayList<>();

  /** Held while a store is handed a batch. */
  private final ReentrantLock handing = new ReentrantLock();

  private volatile long position;
  private volatile long retryNanos;
  private Duration backOff = Duration.ZERO;

  /**
   * A feed without stores as yet.
   *
   * @param name for people
   * @param essential whether records must be kept until a feed of this kind has handed them on
   */
  Feed(String name, boolean essential, Log<T> log, Settings settings) {
    this.name = name;
    this.essential = essential;
    this.log = log;
    this.settings = settings;
    position = log.start();
    retryNanos = System.nanoTime();
  }

  String name() {
    return name;
  }

  boolean isEssential() {
    return essential;
  }

  boolean isBound() {
    return !sinks.isEmpty();
  }

  /** Everything before it was taken. */
  long position() {
    return position;
  }

  /** How many records wait. */
  long left() {
    return log.count(position);
  }

  /** Adds a store; only one thread at a time. */
  void add(Sink<T> sink) {
    sinks.add(sink);
    sinks.sort(Sink.ORDER);
    retryNanos = System.nanoTime();
  }

  /**
   * Parts with a store. If no other takes over, it gets what waits first, as far as it takes it and
   * time allows. When this returns, the store is not being called any more (or the limit has
   * passed, which is logged).
   */
  void remove(Object service) {
    Sink<T> sink = null;
    for (Sink<T> candidate : sinks) {
      sink = candidate.service() == service ? candidate : sink;
    }
    if (sink == null) {
      return;
    }
    boolean last = sinks.size() == 1;
    if (!last) {
      sinks.remove(sink);
    }
    long deadline = System.nanoTime() + settings.stopLimit().toNanos();
    if (!lockUntil(deadline)) {
      sinks.remove(sink);
      LOG.warn("{} was still busy with a batch when it had to go", name);
      return;
    }
    try {
      long end = log.end();
      boolean more = last;
      while (more && position < end && System.nanoTime() < deadline) {
        more = hand(sink) > 0;
      }
      sinks.remove(sink);
    } finally {
      handing.unlock();
    }
  }

  /**
   * Hands the next batch on, if there is one, a store for it, and the time for the next attempt has
   * come.
   *
   * @param urgent do not wait for that time
   * @return how many records were taken
   */
  int step(boolean urgent) {
    handing.lock();
    try {
      List<Sink<T>> now = List.copyOf(sinks);
      boolean due = urgent || System.nanoTime() - retryNanos >= 0;
      return now.isEmpty() || !due ? 0 : hand(now.get(0));
    } finally {
      handing.unlock();
    }
  }

  private boolean lockUntil(long deadline) {
    try {
      return handing.tryLock(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private int hand(Sink<T> sink) {
    Log.Batch<T> batch = log.read(position, settings.batch());
    if (batch.records().isEmpty()) {
      return 0;
    }
    try {
      sink.writer().write(batch.records());
    } catch (StoreException e) {
      failed(e.getMessage(), null);
      return 0;
    } catch (RuntimeException | LinkageError e) {
      // A fault in a plugin; the others must go on.
      failed(e.toString(), e);
      return 0;
    }
    position = batch.end();
    if (!backOff.isZero()) {
      backOff = Duration.ZERO;
      LOG.info("{} works again, {} waiting", name, left());
    }
    return batch.records().size();
  }

  private void failed(String reason, Throwable fault) {
    if (backOff.isZero()) {
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
