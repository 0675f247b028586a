package io.adit.storage.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.adit.api.State;
import io.adit.api.store.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A database that comes and goes. A thread of its own makes the connection, migrates the tables,
 * and begins again when the connection is lost, for as long as it takes.
 */
final class Database {
  private static final Logger LOG = LoggerFactory.getLogger(Database.class);
  private static final Duration FIRST_RETRY = Duration.ofMillis(250);
  private static final Duration MAX_RETRY = Duration.ofSeconds(5);

  /** How long whoever is at work may take to end by itself, and then when it is cut off. */
  private static final Duration STOP_LIMIT = Duration.ofMillis(500);

  /** Whoever waits for a connection looks up as often: the pool may have closed. */
  private static final Duration BORROW_LIMIT = Duration.ofMillis(500);

  /** How long the driver may take to come before its absence is worth a word. */
  private static final Duration DRIVER_LIMIT = Duration.ofSeconds(3);

  /** Finds the way to the database; empty as long as its driver is not there. */
  @FunctionalInterface
  interface Source {
    Optional<DataSource> open() throws SQLException;
  }

  /** Statements of one transaction. */
  @FunctionalInterface
  interface Work {
    void in(Connection connection) throws SQLException, StoreException;
  }

  /** A query of one transaction. */
  @FunctionalInterface
  interface Query<R> {
    R in(Connection connection) throws SQLException, StoreException;
  }

  private final Settings settings;
  private final Source source;
  private final long startNanos = System.nanoTime();
  private final Semaphore wake = new Semaphore(0);
  private final Thread thread = new Thread(this::run, "adit-jdbc");
  private final Retention retention;
  private volatile State state;
  private volatile List<Abortable> drivers = List.of();
  private volatile HikariDataSource pool;
  private volatile boolean closed;

  Database(Settings settings, Source source, Retention retention) {
    this.settings = settings;
    this.source = source;
    this.retention = retention;
    state = State.starting("connecting to " + settings.describe());
    thread.setDaemon(true);
    // Drivers and libraries that look for classes in the context find this bundle's.
    thread.setContextClassLoader(Database.class.getClassLoader());
  }

  void open() {
    thread.start();
  }

  /**
   * Closes all connections; whoever waits for an answer gets none. Returns when the thread has
   * ended, or a second has passed.
   */
  void close() throws InterruptedException {
    closed = true;
    wake.release();
    thread.join(STOP_LIMIT.toMillis());
    // Not H2: it would close its file in the middle of a write.
    if (settings.dialect() == Dialect.POSTGRESQL) {
      drivers.forEach(Abortable::abort);
    }
    thread.join(STOP_LIMIT.toMillis());
    if (thread.isAlive()) {
      LOG.warn("{} does not answer: its connections close when it does", settings.describe());
    }
  }

  State state() {
    return state;
  }

  /** Makes the next attempt now. */
  void hurry() {
    wake.release();
  }

  /** Lets go of all connections and makes new ones. */
  void reconnect(String reason) {
    lost(pool, reason);
  }

  /**
   * Runs {@code work} in a transaction, which is rolled back if anything fails.
   *
   * @throws StoreException if it is not known to be committed
   */
  void write(Work work) throws StoreException {
    transact(
        connection -> {
          work.in(connection);
          return Boolean.TRUE;
        });
  }

  /**
   * Runs {@code query} in a transaction.
   *
   * @throws StoreException if there is no answer
   */
  <R> R read(Query<R> query) throws StoreException {
    return transact(query);
  }

  private <R> R transact(Query<R> query) throws StoreException {
    HikariDataSource current = pool;
    State now = state;
    if (current == null || !now.isReady()) {
      throw new StoreException(now.detail(), null);
    }
    try (Connection connection = borrow(current)) {
      // The server's own limit comes first; this one is for a server that says nothing.
      connection.setNetworkTimeout(
          Runnable::run, (int) settings.statementTimeout().plusSeconds(1).toMillis());
      return run(query, connection);
    } catch (SQLException e) {
      if (Faults.isLoss(e)) {
        lost(current, Faults.line(e));
      }
      throw new StoreException(settings.describe() + ": " + Faults.line(e), e);
    }
  }

  private Connection borrow(HikariDataSource from) throws SQLException {
    long start = System.nanoTime();
    while (true) {
      try {
        return from.getConnection();
      } catch (SQLTransientConnectionException e) {
        boolean late = System.nanoTime() - start > settings.connectTimeout().toNanos();
        if (closed || late || from != pool) {
          throw e;
        }
      }
    }
  }

  private static <R> R run(Query<R> query, Connection connection)
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

  private synchronized void lost(HikariDataSource which, String reason) {
    if (which != null && which == pool && state.isReady()) {
      become(waiting(reason));
      wake.release();
    }
  }

  private void run() {
    try {
      keepConnected();
    } catch (LinkageError e) {
      if (!closed) {
        throw e;
      }
      // It did not end in time, and the bundle, with what it had yet to load, is gone.
      LOG.debug("given up on {}", settings.describe(), e);
    }
  }

  private void keepConnected() {
    Duration backOff = FIRST_RETRY;
    try {
      while (!closed) {
        if (!state.isReady()) {
          closePool();
          attempt();
        }
        if (state.isReady()) {
          backOff = FIRST_RETRY;
          if (!wake.tryAcquire(retention.rest().toMillis(), TimeUnit.MILLISECONDS)) {
            retention.run(this, () -> closed);
          }
        } else if (!wake.tryAcquire(backOff.toMillis(), TimeUnit.MILLISECONDS)) {
          backOff = backOff.multipliedBy(2);
          backOff = backOff.compareTo(MAX_RETRY) > 0 ? MAX_RETRY : backOff;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      closePool();
    }
  }

  private void attempt() {
    try {
      Optional<DataSource> found = source.open();
      if (found.isEmpty()) {
        withoutDriver();
        return;
      }
      Abortable dataSource = new Abortable(found.get(), false);
      Abortable patient = new Abortable(found.get(), true);
      drivers = List.of(dataSource, patient);
      if (closed) {
        return;
      }
      // Held until the pool has a connection: H2 closes its file with the last.
      try (Connection probe = dataSource.getConnection()) {
        LOG.debug("reached {}", probe.getMetaData().getDatabaseProductVersion());
        Schema.migrate(dataSource, patient, settings.dialect());
        HikariDataSource opened = new HikariDataSource(config(dataSource));
        pool = opened;
        opened.getConnection().close();
        become(State.ready(settings.describe()));
      }
    } catch (RefusedException e) {
      become(State.refused(settings.describe() + ": " + e.getMessage()));
    } catch (SQLException e) {
      become(
          Faults.isRefusal(e)
              ? State.refused(settings.describe() + ": " + Faults.line(e))
              : waiting(Faults.line(e)));
    } catch (RuntimeException | LinkageError e) {
      LOG.debug("not connected", e);
      become(waiting(e.toString()));
    }
  }

  /** While bundles are being started, the driver's may be yet to come: nothing is known then. */
  private void withoutDriver() {
    boolean late = System.nanoTime() - startNanos > DRIVER_LIMIT.toNanos();
    if (late || state.kind() != State.Kind.STARTING) {
      become(waiting("no driver " + settings.driver() + " in the runtime"));
    }
  }

  private HikariConfig config(DataSource dataSource) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("adit-jdbc-pool");
    config.setDataSource(dataSource);
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

  private void closePool() {
    HikariDataSource open = pool;
    pool = null;
    if (open != null) {
      open.close();
    }
  }

  private State waiting(String reason) {
    return State.waiting("cannot reach " + settings.describe() + ": " + reason + "; trying again");
  }

  private synchronized void become(State next) {
    if (!closed && next.kind() != state.kind()) {
      switch (next.kind()) {
        case READY -> LOG.info("connected to {}", next.detail());
        case REFUSED -> LOG.error("{}", next.detail());
        default -> LOG.warn("{}", next.detail());
      }
    }
    state = next;
  }
}
