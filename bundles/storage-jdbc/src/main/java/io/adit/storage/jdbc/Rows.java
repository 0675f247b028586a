package io.adit.storage.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Many rows at once, and values as databases take them. */
final class Rows {
  /** What is unique in a table. */
  record Key(String pool, String name) implements Comparable<Key> {
    private static final Comparator<Key> ORDER =
        Comparator.comparing(Key::pool).thenComparing(Key::name);

    @Override
    public int compareTo(Key other) {
      return ORDER.compare(this, other);
    }
  }

  /** Sets the parameters of a statement to the values of a row. */
  interface Binder<R> {
    void bind(R row, PreparedStatement statement) throws SQLException;
  }

  private Rows() {}

  /**
   * Updates rows, and inserts those that it did not find: that is the same SQL everywhere, and if
   * another server inserts in between, the transaction fails and is repeated. Both statements take
   * the same parameters.
   */
  static <R> void upsert(
      String update, String insert, Iterable<R> rows, Binder<R> binder, Connection connection)
      throws SQLException {
    List<R> all = new ArrayList<>();
    rows.forEach(all::add);
    int[] counts = batch(update, all, binder, connection);
    List<R> missing = new ArrayList<>();
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] == 0) {
        missing.add(all.get(i));
      }
    }
    batch(insert, missing, binder, connection);
  }

  static <R> int[] batch(String sql, List<R> rows, Binder<R> binder, Connection connection)
      throws SQLException {
    if (rows.isEmpty()) {
      return new int[0];
    }
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (R row : rows) {
        binder.bind(row, statement);
        statement.addBatch();
      }
      return statement.executeBatch();
    }
  }

  /**
   * Executes a statement whose only parameter is a time.
   *
   * @return how many rows it changed
   */
  static int update(String sql, Instant time, Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setObject(1, time(time.toEpochMilli()));
      return statement.executeUpdate();
    }
  }

  static OffsetDateTime time(long millis) {
    return Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC);
  }

  /** PostgreSQL refuses the zero character, which a miner may well send in its name. */
  static String text(String value) {
    return value.replace('\0', '\uFFFD');
  }
}
