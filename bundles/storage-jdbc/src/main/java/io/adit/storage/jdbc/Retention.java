package io.adit.storage.jdbc;

import io.adit.api.store.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes room for the days to come and deletes what is old enough, in small pieces, about once an
 * hour. By one thread.
 */
final class Retention {
  private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
  private static final Duration INTERVAL = Duration.ofHours(1);
  private static final Duration STATISTICS = Duration.ofDays(30);

  /** Deletes what is older, or some of it; says whether there may be more. */
  private interface Deletion {
    boolean before(Instant time, Connection connection) throws SQLException;
  }

  private final Settings settings;
  private final ShareTables tables;
  private final Clock clock;
  private boolean failing;
  private Instant due = Instant.MIN;

  Retention(Settings settings, ShareTables tables, Clock clock) {
    this.settings = settings;
    this.tables = tables;
    this.clock = clock;
  }

  /** How long until it has something to do. */
  Duration rest() {
    Instant now = clock.instant();
    if (now.isAfter(due)) {
      return Duration.ZERO;
    }
    Duration rest = Duration.between(now, due);
    // More than that, and the clock was set back.
    return rest.compareTo(INTERVAL) > 0 ? Duration.ZERO : rest;
  }

  /**
   * Does what is to be done; what fails is left for the next time.
   *
   * @param closing whether to stop before the next piece
   */
  void run(Database database, BooleanSupplier closing) {
    Instant now = clock.instant();
    due = now.plus(INTERVAL);
    try {
      database.write(connection -> tables.prepare(now, connection));
      delete(now, settings.shareRetention(), tables::deleteShares, database, closing);
      delete(now, settings.rollupRetention(), tables::deleteMinutes, database, closing);
      database.write(connection -> StatisticsTable.deleteGone(now.minus(STATISTICS), connection));
      if (failing) {
        LOG.info("{}: old rows are deleted again", settings.describe());
      }
      failing = false;
    } catch (StoreException e) {
      // Of a database that is away, its own state tells.
      if (!failing && !closing.getAsBoolean() && database.state().isReady()) {
        LOG.warn("old rows are not deleted, next try in an hour: {}", e.getMessage());
        failing = true;
      }
    }
  }

  private static void delete(
      Instant now,
      Duration retention,
      Deletion deletion,
      Database database,
      BooleanSupplier closing)
      throws StoreException {
    if (retention.isZero()) {
      return;
    }
    Instant before = now.minus(retention);
    boolean more = true;
    while (more && !closing.getAsBoolean()) {
      more = database.read(connection -> deletion.before(before, connection));
    }
  }
}
