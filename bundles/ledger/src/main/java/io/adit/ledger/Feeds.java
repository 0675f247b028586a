package io.adit.ledger;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All that reads one log, and what may be let go of it. */
final class Feeds<T> {
  private static final Logger LOG = LoggerFactory.getLogger(Feeds.class);

  private final Log<T> log;
  private final Settings settings;
  private final Map<String, Feed<T>> feeds = new LinkedHashMap<>();

  Feeds(Log<T> log, Settings settings) {
    this.log = log;
    this.settings = settings;
  }

  /** Adds a store to the feed of that name, which begins with the oldest record held if new. */
  synchronized void add(String name, boolean essential, Sink<T> sink) {
    feeds.computeIfAbsent(name, key -> new Feed<>(key, essential, log, settings)).add(sink);
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

  /**
   * Hands one batch to each feed and lets go of what all have taken.
   *
   * @return whether a full batch was taken, so that more may be waiting
   */
  boolean round(boolean urgent) {
    boolean more = false;
    for (Feed<T> feed : all()) {
      more |= feed.step(urgent) == settings.batch();
    }
    release();
    return more;
  }

  /** How many records wait for stores that are there. */
  long left() {
    return all().stream().filter(Feed::isBound).mapToLong(Feed::left).sum();
  }

  /** Says which records will be lost when the log goes. */
  void reportLeft(String what) {
    List<Feed<T>> all = all();
    for (Feed<T> feed : all) {
      if (feed.left() > 0) {
        LOG.error("{} {} were not stored: {}", feed.left(), what, feed.name());
      }
    }
    if (all.stream().noneMatch(Feed::isEssential) && log.count(log.start()) > 0) {
      LOG.error("{} {} were not stored: there was no store", log.count(log.start()), what);
    }
  }

  private synchronized List<Feed<T>> all() {
    return List.copyOf(feeds.values());
  }

  private synchronized void release() {
    if (log.isCrowded() && feeds.values().stream().anyMatch(f -> f.isEssential() && f.isBound())) {
      feeds.values().removeIf(this::isGivenUp);
    }
    if (feeds.values().stream().anyMatch(Feed::isEssential)) {
      long position = log.end();
      for (Feed<T> feed : feeds.values()) {
        position = Math.min(position, feed.position());
      }
      log.release(position);
    }
  }

  private boolean isGivenUp(Feed<T> feed) {
    if (feed.isBound() || feed.left() == 0) {
      return false;
    }
    LOG.error("{} did not come back: {} will be missing there", feed.name(), feed.left());
    return true;
  }
}
