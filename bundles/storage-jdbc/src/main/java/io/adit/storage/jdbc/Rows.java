package io.adit.storage.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Many rows at once, and values as databases take them. */
final class Rows {
  /** What is unique in a table. */
  record Key(String pool, String name) {}

  /** Sets the parameters of a statement to the values of a row. */
  interface Binder<R> {
    void bind(R row, PreparedStatement statement) throws SQLException;
  }

  private Rows() {}

  /**
   * Updates rows, and inserts those that it did not find: that is the same SQL everywhere, and if
   * another server inserts in between, the transaction fails and is repeated.
   */
  static <K, R> void upsert(
      String update,
      String insert,
      Map<K, R> rows,
      Binder<Map.Entry<K, R>> updateBinder,
      Binder<Map.Entry<K, R>> insertBinder,
      Connection connection)
      throws SQLException {
    List<Map.Entry<K, R>> entries = List.copyOf(rows.entrySet());
    int[] counts = batch(update, entries, updateBinder, connection);
    List<Map.Entry<K, R>> missing = new ArrayList<>();
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] == 0) {
        missing.add(entries.get(i));
      }
    }
    batch(insert, missing, insertBinder, connection);
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

  static OffsetDateTime time(long millis) {
    return Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC);
  }

  /** PostgreSQL refuses the zero character, which a miner may well send in its name. */
  static String text(String value) {
    return value.replace('\0', '\uFFFD');
  }
}
