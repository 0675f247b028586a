package io.adit.storage.jdbc;

import static org.awaitility.Awaitility.await;

import io.adit.api.Bytes;
import io.adit.api.Hash;
import io.adit.api.ledger.FoundBlock;
import io.adit.api.ledger.FoundBlock.Status;
import io.adit.api.ledger.Share;
import io.adit.api.store.ShareBatch;
import io.adit.api.store.StoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.osgi.service.jdbc.DataSourceFactory;

/** Stores of a database, and a look into it from outside. */
abstract class StoreFixture {
  final MovableClock clock = new MovableClock();
  final List<JdbcStore> stores = new ArrayList<>();

  /** Settings of a database that is this test's own. */
  abstract Settings settings();

  abstract DataSourceFactory factory() throws SQLException;

  /** A connection of an outside program. */
  abstract Connection outside() throws SQLException;

  @AfterEach
  void stopAll() throws InterruptedException {
    for (JdbcStore store : stores) {
      store.stop();
    }
    stores.clear();
  }

  final JdbcStore ready() throws SQLException {
    JdbcStore store = started(settings());
    await().atMost(Duration.ofSeconds(20)).until(() -> store.state().isReady());
    return store;
  }

  final JdbcStore started(Settings settings) throws SQLException {
    JdbcStore store = new JdbcStore();
    stores.add(store);
    store.bindDriver(factory(), driver(settings));
    store.start(settings, clock);
    return store;
  }

  static Settings settings(String driver, String url, String user, String password) {
    return new Settings(
        driver,
        url,
        user,
        password,
        4,
        1,
        Duration.ofSeconds(2),
        Duration.ofMillis(1500),
        Duration.ZERO,
        Duration.ZERO,
        "the test's database");
  }

  /** Stores shares as a ledger would. */
  static void append(JdbcStore store, Share... shares) throws StoreException {
    long start = store.position("test").orElse(0);
    store.append(new ShareBatch("test", start, start + shares.length, List.of(shares)));
  }

  static FoundBlock block(int height, long millis, Status status) {
    byte[] hash = new byte[32];
    hash[0] = (byte) height;
    return new FoundBlock(
        "main",
        Hash.ofWire(hash),
        "alice.1",
        height,
        1,
        50,
        Bytes.EMPTY,
        status,
        0,
        List.of(),
        millis);
  }

  static Share share(String pool, String worker, double difficulty, long millis) {
    return new Share(pool, worker, 1, 1, difficulty, difficulty, millis);
  }

  static Share share(long job) {
    return new Share("main", "alice", job, 1, 8, 9, 1_700_000_000_000L + job);
  }

  static Map<String, Object> driver(Settings settings) {
    return Map.of(DataSourceFactory.OSGI_JDBC_DRIVER_CLASS, settings.driver());
  }

  final List<List<Object>> rows(String query) throws SQLException {
    try (Connection connection = outside();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      List<List<Object>> rows = new ArrayList<>();
      while (result.next()) {
        List<Object> row = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          row.add(result.getObject(i));
        }
        rows.add(row);
      }
      return rows;
    }
  }

  final List<Instant> times(String query) throws SQLException {
    try (Connection connection = outside();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      List<Instant> times = new ArrayList<>();
      while (result.next()) {
        times.add(result.getTimestamp(1).toInstant());
      }
      return times;
    }
  }

  /** Applied migrations; Flyway adds a row without a version on some databases. */
  final List<List<Object>> versions() throws SQLException {
    return rows(
        "SELECT \"version\" FROM \""
            + Schema.TABLE
            + "\" WHERE \"version\" IS NOT NULL ORDER BY \"installed_rank\"");
  }

  final void execute(String sql) throws SQLException {
    try (Connection connection = outside();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  final List<List<Object>> query(String sql, Object... parameters) throws SQLException {
    try (Connection connection = outside();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      try (ResultSet result = statement.executeQuery()) {
        List<List<Object>> rows = new ArrayList<>();
        while (result.next()) {
          rows.add(List.of(result.getObject(1), result.getObject(2), result.getObject(3)));
        }
        return rows;
      }
    }
  }

  final Settings keeping(Duration shares, Duration minutes) {
    Settings all = settings();
    return new Settings(
        all.driver(),
        all.url(),
        all.user(),
        all.password(),
        all.maxConnections(),
        all.minConnections(),
        all.connectTimeout(),
        Duration.ofSeconds(10),
        shares,
        minutes,
        all.describe());
  }

  final long ago(Duration time) {
    return clock.instant().minus(time).toEpochMilli();
  }

  static String hash(int height) {
    return "0".repeat(62) + String.format("%02x", height);
  }
}
