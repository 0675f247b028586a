package io.adit.storage.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.adit.api.store.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connections to the database that are kept open, and the transactions on them. Any thread. */
final class Connections implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

  /** Whoever waits for a connection looks up as often: there may be nothing to wait for. */
  private static final Duration BORROW_LIMIT = Duration.ofMillis(500);

  private final Settings settings;
  private final HikariDataSource pool;

  /** Connections of a driver, made when they are needed. */
  Connections(Settings settings, DataSource driver) {
    this.settings = settings;
    pool = new HikariDataSource(config(settings, driver));
  }

  private static HikariConfig config(Settings settings, DataSource driver) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("adit-jdbc-pool");
    config.setDataSource(driver);
    config.setAutoCommit(false);
    config.setMaximumPoolSize(settings.maxConnections());
    config.setMinimumIdle(Math.min(settings.minConnections(), settings.maxConnections()));
    config.setConnectionTimeout(BORROW_LIMIT.toMillis());
    config.setValidationTimeout(Math.max(250, settings.connectTimeout().toMillis()));
    // Else the limit is set in a transaction that is rolled back, and so not set at all.
    config.setIsolateInternalQueries(true);
    config.setConnectionInitSql(settings.dialect().begin(settings.statementTimeout()));
    config.setInitializationFailTimeout(-1);
    return config;
  }

  /**
   * Makes a connection, if there is none.
   *
   * @throws SQLException if there cannot be one
   */
  void check() throws SQLException {
    pool.getConnection().close();
  }

  /**
   * Runs {@code query} in a transaction, which is rolled back if anything fails.
   *
   * @param over whether there is no connection to be waited for any more
   * @throws SQLException if it is not known to be committed
   */
  <R> R transact(Database.Query<R> query, BooleanSupplier over)
      throws SQLException, StoreException {
    try (Connection connection = borrow(over)) {
      // The server's own limit comes first; this one is for a server that says nothing.
      connection.setNetworkTimeout(
          Runnable::run, (int) settings.statementTimeout().plusSeconds(1).toMillis());
      return run(query, connection);
    }
  }

  private Connection borrow(BooleanSupplier over) throws SQLException {
    long start = System.nanoTime();
    while (true) {
      try {
        return pool.getConnection();
      } catch (SQLTransientConnectionException e) {
        boolean late = System.nanoTime() - start > settings.connectTimeout().toNanos();
        if (late || over.getAsBoolean()) {
          throw e;
        }
      }
    }
  }

  private static <R> R run(Database.Query<R> query, Connection connection)
      throws SQLException, StoreException {
    boolean done = false;
    try {
      R result = query.in(connection);
      connection.commit();
      done = true;
      return result;
    } finally {
      if (!done) {
        rollBack(connection);
      }
    }
  }

  private static void rollBack(Connection connection) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      // What matters is the exception under way; a broken connection rolls back by itself.
      LOG.debug("no rollback", e);
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}
