package io.adit.storage.jdbc;

import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;

/** What an error of a database means for this server. */
final class Faults {
  private static final String H2_FILE_IN_USE = "90020";

  /** H2: a URL, or a setting in it, that makes no sense. */
  private static final String H2_URL_FORMAT = "90046";

  private static final String H2_UNSUPPORTED_SETTING = "90113";

  /** No such database; no permission. Class 28 is a wrong user or password. */
  private static final Set<String> REFUSALS =
      Set.of("3D000", "42501", H2_FILE_IN_USE, H2_URL_FORMAT, H2_UNSUPPORTED_SETTING);

  /** PostgreSQL: stopping, starting, too many connections. H2: connection or database closed. */
  private static final Set<String> LOSSES =
      Set.of("57P01", "57P02", "57P03", "53300", "90007", "90067", "90098", "90121");

  private Faults() {}

  /** Whether only an operator can help. */
  static boolean isRefusal(SQLException e) {
    String state = state(e);
    return state.startsWith("28") || REFUSALS.contains(state);
  }

  /** Whether the connection is gone, rather than the statement wrong. */
  static boolean isLoss(SQLException e) {
    String state = state(e);
    return state.startsWith("08")
        || LOSSES.contains(state)
        || e instanceof SQLTransientConnectionException
        || e instanceof SQLRecoverableException
        || (e.getNextException() != null && isLoss(e.getNextException()));
  }

  /** What went wrong, in one line and without the SQL. */
  static String line(Throwable e) {
    if (e instanceof SQLException sql && state(sql).equals(H2_FILE_IN_USE)) {
      return "its file is held by another process";
    }
    Throwable cause = e;
    if (e instanceof SQLException sql && sql.getNextException() != null) {
      cause = sql.getNextException();
    }
    String message = cause.getMessage();
    if (message == null || message.isBlank()) {
      return cause.toString();
    }
    String line = message.strip().lines().findFirst().orElse(message);
    int sql = line.indexOf("; SQL statement:");
    return sql < 0 ? line : line.substring(0, sql);
  }

  private static String state(SQLException e) {
    return e.getSQLState() == null ? "" : e.getSQLState();
  }
}
