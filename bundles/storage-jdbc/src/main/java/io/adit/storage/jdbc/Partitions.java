package io.adit.storage.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The days of PostgreSQL's table of shares, each a partition: {@code shares_2026_11_25} has what
 * was accepted from midnight to midnight, UTC.
 */
final class Partitions {
  private static final Pattern NAME = Pattern.compile("shares_(-?\\d+)_(\\d\\d)_(\\d\\d)");

  /** Held by whoever makes days, of all servers. */
  private static final String LOCK = "SELECT pg_advisory_xact_lock(0x61646974)";

  private static final String LIST =
      "SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid"
          + " WHERE i.inhparent = 'shares'::regclass";

  /** Attached, not made as a partition: who reads shares meanwhile is not waited for. */
  private static final String MAKE =
      """
      CREATE TABLE "%1$s" (LIKE shares INCLUDING DEFAULTS INCLUDING CONSTRAINTS);
      ALTER TABLE shares ATTACH PARTITION "%1$s"
        FOR VALUES FROM (to_timestamp(%2$d)) TO (to_timestamp(%3$d))
      """;

  /** Who reads shares for long is not waited for, since all who store would wait as well. */
  private static final String DROP =
      """
      SET LOCAL lock_timeout = '1s';
      DROP TABLE IF EXISTS "%s"
      """;

  private static final long DAY_SECONDS = 86_400;

  /** Those that were there when last looked; someone else may have dropped one since. */
  private final Set<Long> known = ConcurrentHashMap.newKeySet();

  /**
   * Makes those of some days that are not there.
   *
   * @param days since 1970
   */
  void make(Collection<Long> days, Connection connection) throws SQLException {
    if (known.containsAll(days)) {
      return;
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute(LOCK);
      NavigableSet<Long> present = list(connection);
      for (long day : new TreeSet<>(days)) {
        if (!present.contains(day)) {
          statement.execute(MAKE.formatted(name(day), day * DAY_SECONDS, (day + 1) * DAY_SECONDS));
        }
      }
      known.addAll(present);
    }
    known.addAll(days);
  }

  /** Looks anew before the next shares. */
  void forget() {
    known.clear();
  }

  /**
   * Drops the oldest day if it lies before another.
   *
   * @return whether it did
   */
  boolean dropOldest(long before, Connection connection) throws SQLException {
    NavigableSet<Long> old = list(connection).headSet(before, false);
    if (old.isEmpty()) {
      return false;
    }
    known.remove(old.first());
    try (Statement statement = connection.createStatement()) {
      statement.execute(DROP.formatted(name(old.first())));
    }
    return true;
  }

  private static NavigableSet<Long> list(Connection connection) throws SQLException {
    NavigableSet<Long> days = new TreeSet<>();
    try (PreparedStatement statement = connection.prepareStatement(LIST);
        ResultSet names = statement.executeQuery()) {
      while (names.next()) {
        day(names.getString(1)).ifPresent(days::add);
      }
    }
    return days;
  }

  private static String name(long day) {
    LocalDate date = LocalDate.ofEpochDay(day);
    return String.format(
        Locale.ROOT,
        "shares_%04d_%02d_%02d",
        date.getYear(),
        date.getMonthValue(),
        date.getDayOfMonth());
  }

  /** Empty for a table of an operator's. */
  private static Optional<Long> day(String name) {
    Matcher parts = NAME.matcher(name);
    if (!parts.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        LocalDate.of(
                Integer.parseInt(parts.group(1)),
                Integer.parseInt(parts.group(2)),
                Integer.parseInt(parts.group(3)))
            .toEpochDay());
  }
}
