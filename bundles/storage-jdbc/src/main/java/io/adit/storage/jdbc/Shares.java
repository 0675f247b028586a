package io.adit.storage.jdbc;

import io.adit.api.ledger.Share;
import io.adit.api.store.ShareBatch;
import io.adit.api.store.StoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * Shares, and what is made of them: sums of each worker, and of each of its minutes. All of it
 * moves with the position of the ledger that the shares are from, in one transaction.
 */
final class Shares {
  private static final String INSERT =
      "INSERT INTO shares (pool, worker, job_id, height, difficulty, reached, created_at)";
  private static final String SELECT_POSITION =
      "SELECT position FROM ledger_positions WHERE ledger = ?";
  private static final String UPDATE_POSITION =
      "UPDATE ledger_positions SET position = ?, updated_at = ? WHERE ledger = ?";
  private static final String INSERT_POSITION =
      "INSERT INTO ledger_positions (position, updated_at, ledger) VALUES (?, ?, ?)";
  private static final String UPDATE_WORKER =
      "UPDATE workers SET shares = shares + ?, difficulty = difficulty + ?,"
          + " last_share = GREATEST(last_share, ?) WHERE pool = ? AND name = ?";
  private static final String INSERT_WORKER =
      "INSERT INTO workers (shares, difficulty, last_share, pool, name, first_seen)"
          + " VALUES (?, ?, ?, ?, ?, ?)";
  private static final String UPDATE_MINUTE =
      "UPDATE share_minutes SET shares = shares + ?, difficulty = difficulty + ?"
          + " WHERE pool = ? AND worker = ? AND started_at = ?";
  private static final String INSERT_MINUTE =
      "INSERT INTO share_minutes (shares, difficulty, pool, worker, started_at) VALUES (?, ?, ?, ?, ?)";

  private final Dialect dialect;
  private final Clock clock;

  /** What shares add up to. */
  private static final class Sum {
    long shares;
    double difficulty;
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;

    void add(Share share) {
      shares++;
      difficulty += share.difficulty();
      first = Math.min(first, share.timeMillis());
      last = Math.max(last, share.timeMillis());
    }
  }

  private record Minute(Rows.Key worker, Instant minute) {}

  Shares(Dialect dialect, Clock clock) {
    this.dialect = dialect;
    this.clock = clock;
  }

  static OptionalLong position(String ledger, Connection connection) throws SQLException {
    return position(SELECT_POSITION, ledger, connection);
  }

  private static OptionalLong position(String sql, String ledger, Connection connection)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, ledger);
      try (ResultSet result = statement.executeQuery()) {
        return result.next() ? OptionalLong.of(result.getLong(1)) : OptionalLong.empty();
      }
    }
  }

  /**
   * Stores a batch and moves the position.
   *
   * @throws StoreException if it begins elsewhere
   */
  void append(ShareBatch batch, Connection connection) throws SQLException, StoreException {
    // Whoever else has this ledger waits here, and then finds that it is too late.
    OptionalLong position = position(SELECT_POSITION + " FOR UPDATE", batch.ledger(), connection);
    if (position.isPresent() && position.getAsLong() != batch.start()) {
      throw new StoreException(
          "shares from position "
              + batch.start()
              + " of the ledger (expected: "
              + position.getAsLong()
              + ")",
          null);
    }
    move(batch, position.isPresent() ? UPDATE_POSITION : INSERT_POSITION, connection);
    dialect.insertShares(batch.shares(), connection);
    Map<Rows.Key, Sum> workers = new LinkedHashMap<>();
    Map<Minute, Sum> minutes = new LinkedHashMap<>();
    for (Share share : batch.shares()) {
      Rows.Key worker = new Rows.Key(Rows.text(share.pool()), Rows.text(share.worker()));
      Instant minute = Instant.ofEpochMilli(share.timeMillis()).truncatedTo(ChronoUnit.MINUTES);
      workers.computeIfAbsent(worker, key -> new Sum()).add(share);
      minutes.computeIfAbsent(new Minute(worker, minute), key -> new Sum()).add(share);
    }
    Rows.upsert(
        UPDATE_WORKER,
        INSERT_WORKER,
        workers,
        Shares::bindWorker,
        Shares::bindNewWorker,
        connection);
    Rows.upsert(
        UPDATE_MINUTE, INSERT_MINUTE, minutes, Shares::bindMinute, Shares::bindMinute, connection);
  }

  private void move(ShareBatch batch, String sql, Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setLong(1, batch.end());
      statement.setObject(2, Rows.time(clock.millis()));
      statement.setString(3, batch.ledger());
      statement.executeUpdate();
    }
  }

  private static void bindWorker(Map.Entry<Rows.Key, Sum> row, PreparedStatement statement)
      throws SQLException {
    Sum sum = row.getValue();
    statement.setLong(1, sum.shares);
    statement.setDouble(2, sum.difficulty);
    statement.setObject(3, Rows.time(sum.last));
    statement.setString(4, row.getKey().pool());
    statement.setString(5, row.getKey().name());
  }

  private static void bindNewWorker(Map.Entry<Rows.Key, Sum> row, PreparedStatement statement)
      throws SQLException {
    bindWorker(row, statement);
    statement.setObject(6, Rows.time(row.getValue().first));
  }

  private static void bindMinute(Map.Entry<Minute, Sum> row, PreparedStatement statement)
      throws SQLException {
    Sum sum = row.getValue();
    statement.setLong(1, sum.shares);
    statement.setDouble(2, sum.difficulty);
    statement.setString(3, row.getKey().worker().pool());
    statement.setString(4, row.getKey().worker().name());
    statement.setObject(5, Rows.time(row.getKey().minute().toEpochMilli()));
  }

  static void insertOneByOne(List<Share> shares, Connection connection) throws SQLException {
    Rows.batch(
        INSERT + " VALUES (?, ?, ?, ?, ?, ?, ?)",
        shares,
        (share, statement) -> {
          statement.setString(1, Rows.text(share.pool()));
          statement.setString(2, Rows.text(share.worker()));
          statement.setLong(3, share.jobId());
          statement.setInt(4, share.height());
          statement.setDouble(5, share.difficulty());
          statement.setDouble(6, share.reached());
          statement.setObject(7, Rows.time(share.timeMillis()));
        },
        connection);
  }

  /** All in one statement, which PostgreSQL takes several times as fast. */
  static void insertAsArrays(List<Share> shares, Connection connection) throws SQLException {
    if (shares.isEmpty()) {
      return;
    }
    try (PreparedStatement statement =
        connection.prepareStatement(
            INSERT
                + " SELECT pool, worker, job, height, difficulty, reached,"
                + " to_timestamp(millis / 1000.0)"
                + " FROM unnest(?, ?, ?, ?, ?, ?, ?) WITH ORDINALITY"
                + " AS s (pool, worker, job, height, difficulty, reached, millis, n) ORDER BY n")) {
      int column = 1;
      column = array("varchar", shares, share -> Rows.text(share.pool()), column, statement);
      column = array("varchar", shares, share -> Rows.text(share.worker()), column, statement);
      column = array("int8", shares, Share::jobId, column, statement);
      column = array("int4", shares, Share::height, column, statement);
      column = array("float8", shares, Share::difficulty, column, statement);
      column = array("float8", shares, Share::reached, column, statement);
      array("int8", shares, Share::timeMillis, column, statement);
      statement.executeUpdate();
    }
  }

  private static int array(
      String type,
      List<Share> shares,
      Function<Share, Object> value,
      int column,
      PreparedStatement statement)
      throws SQLException {
    Object[] values = shares.stream().map(value).toArray();
    statement.setArray(column, statement.getConnection().createArrayOf(type, values));
    return column + 1;
  }
}
