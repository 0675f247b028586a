package io.adit.testing.distribution;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What a server has stored. */
final class Database implements AutoCloseable {
  private final Connection connection;

  private Database(Connection connection) {
    this.connection = connection;
  }

  /** An H2 file, without its ending, that no server has open. */
  static Database h2(Path file) {
    return open("jdbc:h2:file:" + file.toAbsolutePath() + ";ACCESS_MODE_DATA=r", "sa");
  }

  static Database open(String url, String user) {
    try {
      return new Database(DriverManager.getConnection(url, user, ""));
    } catch (SQLException e) {
      throw new IllegalStateException(url, e);
    }
  }

  /** The first column. */
  List<String> column(String sql) {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> values = new ArrayList<>();
      while (rows.next()) {
        values.add(rows.getString(1));
      }
      return values;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  long count(String fromAndWhere) {
    return Long.parseLong(column("SELECT COUNT(*) FROM " + fromAndWhere).get(0));
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
