package io.adit.storage.jdbc;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** A driver's connections, which can be cut off all at once, whoever waits for an answer. */
final class Abortable implements DataSource {
  private static final org.slf4j.Logger LOG = org.slf4j.LoggerFactory.getLogger(Abortable.class);

  private final DataSource driver;
  private final boolean patient;
  private final Set<Connection> connections =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));
  private volatile boolean aborted;

  /**
   * Connections of a driver.
   *
   * @param patient whether they wait for an answer for as long as it takes
   */
  Abortable(DataSource driver, boolean patient) {
    this.driver = driver;
    this.patient = patient;
  }

  /** Cuts off all connections, and any that is made from now on. */
  void abort() {
    aborted = true;
    List<Connection> now;
    synchronized (connections) {
      now = List.copyOf(connections);
    }
    for (Connection connection : now) {
      abort(connection);
    }
  }

  private static void abort(Connection connection) {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException e) {
      LOG.debug("not cut off", e);
    }
  }

  @Override
  public Connection getConnection() throws SQLException {
    Connection connection = driver.getConnection();
    connections.add(connection);
    if (patient) {
      connection.setNetworkTimeout(Runnable::run, 0);
    }
    if (aborted) {
      abort(connection);
    }
    return connection;
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    throw new SQLFeatureNotSupportedException("the user is configured");
  }

  @Override
  public PrintWriter getLogWriter() throws SQLException {
    return driver.getLogWriter();
  }

  @Override
  public void setLogWriter(PrintWriter out) throws SQLException {
    driver.setLogWriter(out);
  }

  /** Does nothing: it is configured, and the pool of connections would set its own. */
  @Override
  public void setLoginTimeout(int seconds) {}

  @Override
  public int getLoginTimeout() throws SQLException {
    return driver.getLoginTimeout();
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    return driver.getParentLogger();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    return driver.unwrap(type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    return driver.isWrapperFor(type);
  }
}
