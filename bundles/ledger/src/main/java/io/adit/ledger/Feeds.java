package io.adit.ledger;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All that reads one log, and what may be let go of it. */
final class Feeds<T> {
  private static final Logger LOG = LoggerFactory.getLogger(Feeds.class);

  private final Log<T> log;
  private final Settings settings;
  private final LongSupplier nanos;
  private final Map<String, Feed<T>> feeds = new LinkedHashMap<>();
  private boolean closed;

  Feeds(Log<T> log, Settings settings, LongSupplier nanos) {
    this.log = log;
    this.settings = settings;
    this.nanos = nanos;
  }

  /** Keeps records for a store that was there in an earlier run, and may come again. */
  synchronized void expect(String name, long position) {
    feeds.computeIfAbsent(name, key -> feed(key, Math.max(position, log.start())));
  }

  /** Adds a store to the feed of that name, which begins as configured if it is new. */
  synchronized void add(String name, Sink<T> sink) {
    if (!closed) {
      long begin = settings.newStore() == Settings.NewStore.NOW ? log.end() : log.start();
      feeds.computeIfAbsent(name, key -> feed(key, begin)).add(sink);
    }
  }

  private Feed<T> feed(String name, long position) {
    return new Feed<>(name, log, position, settings, nanos, this::release);
  }

  /** Parts with a store, see {@link Feed#remove}. */
  void remove(String name, Object service) {
    Feed<T> feed;
    synchronized (this) {
      feed = feeds.get(name);
    }
    if (feed != null) {
      feed.remove(service);
    }
  }

  /** Something was appended that should not wait. */
  void wake() {
    all().forEach(Feed::wake);
  }

  /** Has all feeds hand on what is there, and end. */
  void close() {
    synchronized (this) {
      closed = true;
    }
    all().forEach(Feed::close);
  }

  /** Waits until all feeds have ended, which {@link #close} has told them to, or that moment. */
  void awaitEnd(long deadlineNanos) throws InterruptedException {
    for (Feed<T> feed : all()) {
      if (!feed.awaitEnd(deadlineNanos)) {
        LOG.warn("{} does not end: its store is busy", feed.name());
      }
    }
  }

  /** Each feed. */
  synchronized List<Feed<T>> all() {
    return List.copyOf(feeds.values());
  }

  /** Lets go of what all have taken; a store that stays away is given up. */
  void release() {
    List<Feed<T>> gone;
    synchronized (this) {
      boolean crowded = log.isCrowded();
      gone = crowded ? givenUp() : List.of();
      for (Feed<T> feed : gone) {
        LOG.error(
            "{} has been gone for {} min and more, and is given up as there is little room left:"
                + " {} will be missing there",
            feed.name(),
            settings.absence().toMinutes(),
            feed.left());
        feeds.remove(feed.name());
      }
      if (crowded) {
        skip();
      }
      if (!feeds.isEmpty()) {
        long position = log.end();
        for (Feed<T> feed : feeds.values()) {
          position = Math.min(position, feed.position());
        }
        log.release(position);
      }
    }
    gone.forEach(Feed::close);
  }

  /** Those that may miss something do not keep room from the others. */
  private void skip() {
    feeds.values().stream()
        .filter(feed -> !feed.isExpendable())
        .mapToLong(Feed::position)
        .min()
        .ifPresent(to -> feeds.values().forEach(feed -> feed.skip(to)));
  }

  private List<Feed<T>> givenUp() {
    return feeds.values().stream().anyMatch(Feed::isBound)
        ? feeds.values().stream()
            .filter(feed -> feed.isGone() && feed.position() < log.end())
            .toList()
        : List.of();
  }
}
