package io.adit.storage.jdbc;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLNonTransientConnectionException;
import java.util.Collections;
import java.util.HashSet;
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
  private final Set<Connection> connections = Collections.newSetFromMap(new WeakHashMap<>());
  private final Set<Thread> connecting = new HashSet<>();
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

  /** Cuts off all connections, those that are being made as well; there will be no more. */
  void abort() {
    List<Connection> open;
    synchronized (connections) {
      aborted = true;
      connecting.forEach(Thread::interrupt);
      open = List.copyOf(connections);
    }
    open.forEach(Abortable::abort);
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
    synchronized (connections) {
      refuseAborted(null);
      connecting.add(Thread.currentThread());
    }
    Connection connection = null;
    try {
      connection = driver.getConnection();
    } catch (RuntimeException e) {
      // The driver's way to say that it was interrupted.
      refuseAborted(e);
      throw e;
    } finally {
      made(connection);
    }
    if (patient) {
      connection.setNetworkTimeout(Runnable::run, 0);
    }
    return connection;
  }

  private void made(Connection connection) {
    synchronized (connections) {
      connecting.remove(Thread.currentThread());
      if (connection != null) {
        connections.add(connection);
      }
      if (!aborted) {
        return;
      }
    }
    // The interrupt was for this alone.
    Thread.interrupted();
    if (connection != null) {
      abort(connection);
    }
  }

  private void refuseAborted(Throwable cause) throws SQLException {
    if (aborted) {
      throw new SQLNonTransientConnectionException("closed", "08003", cause);
    }
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
