package io.adit.storage.redis;

import java.util.Locale;

/** A piece of time that shares are summed over. */
enum Span {
  MINUTE(60),
  HOUR(3600);

  private final long seconds;

  Span(long seconds) {
    this.seconds = seconds;
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  long seconds() {
    return seconds;
  }

  /** When the one began that has that moment in it, in seconds since 1970. */
  long start(long millis) {
    return Math.floorDiv(millis, seconds * 1000) * seconds;
  }
}
