package io.adit.pool;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says when a pool's new miners have to wait for this server's number. On the pool's thread. */
final class NumberWatch {
  private static final Logger log = LoggerFactory.getLogger(NumberWatch.class);

  private final PoolSettings settings;
  private boolean missing;

  NumberWatch(PoolSettings settings) {
    this.settings = settings;
  }

  void look(Services current) {
    boolean now = settings.numbering().isMissing(current);
    if (now && !missing) {
      log.warn("{}: {}", settings.name(), settings.numbering().waitsFor(current));
    } else if (!now && missing) {
      log.info("{}: new miners wait no more", settings.name());
    }
    missing = now;
  }
}
