package io.adit.storage.jdbc;

import io.adit.api.ledger.Share;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** H2: one table, row by row. */
final class PlainTables implements ShareTables {
  /** Deleted at once, so that it neither takes long nor locks much. */
  private static final int PIECE = 10_000;

  private static final String INSERT =
      "INSERT INTO shares (pool, worker, job_id, height, difficulty, reached, created_at)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?)";
  private static final String UPDATE_WORKER =
      "UPDATE workers SET shares = shares + ?, difficulty = difficulty + ?,"
          + " first_seen = LEAST(first_seen, ?), last_share = GREATEST(last_share, ?)"
          + " WHERE pool = ? AND name = ?";
  private static final String INSERT_WORKER =
      "INSERT INTO workers (shares, difficulty, first_seen, last_share, pool, name)"
          + " VALUES (?, ?, ?, ?, ?, ?)";
  private static final String UPDATE_MINUTE =
      "UPDATE share_minutes SET shares = shares + ?, difficulty = difficulty + ?"
          + " WHERE pool = ? AND worker = ? AND started_at = ?";
  private static final String INSERT_MINUTE =
      "INSERT INTO share_minutes (shares, difficulty, pool, worker, started_at)"
          + " VALUES (?, ?, ?, ?, ?)";

  @Override
  public void insert(List<Share> shares, Connection connection) throws SQLException {
    Rows.batch(INSERT, shares, PlainTables::bind, connection);
  }

  @Override
  public void add(Sums sums, Connection connection) throws SQLException {
    Rows.upsert(UPDATE_WORKER, INSERT_WORKER, sums.workers(), PlainTables::bind, connection);
    Rows.upsert(UPDATE_MINUTE, INSERT_MINUTE, sums.minutes(), PlainTables::bind, connection);
  }

  @Override
  public void prepare(Instant now, Connection connection) {}

  @Override
  public void forget() {}

  @Override
  public boolean deleteShares(Instant before, Connection connection) throws SQLException {
    return delete("shares", "created_at", before, connection);
  }

  @Override
  public boolean deleteMinutes(Instant before, Connection connection) throws SQLException {
    return delete("share_minutes", "started_at", before, connection);
  }

  private static boolean delete(String table, String column, Instant before, Connection connection)
      throws SQLException {
    String sql =
        "DELETE FROM %s WHERE %s < ? FETCH FIRST %d ROWS ONLY".formatted(table, column, PIECE);
    return Rows.update(sql, before, connection) == PIECE;
  }

  private static void bind(Share share, PreparedStatement statement) throws SQLException {
    statement.setString(1, Rows.text(share.pool()));
    statement.setString(2, Rows.text(share.worker()));
    statement.setLong(3, share.jobId());
    statement.setInt(4, share.height());
    statement.setDouble(5, share.difficulty());
    statement.setDouble(6, share.reached());
    statement.setObject(7, Rows.time(share.timeMillis()));
  }

  private static void bind(Sums.Worker worker, PreparedStatement statement) throws SQLException {
    statement.setLong(1, worker.shares());
    statement.setDouble(2, worker.difficulty());
    statement.setObject(3, Rows.time(worker.first()));
    statement.setObject(4, Rows.time(worker.last()));
    statement.setString(5, worker.key().pool());
    statement.setString(6, worker.key().name());
  }

  private static void bind(Sums.Minute minute, PreparedStatement statement) throws SQLException {
    statement.setLong(1, minute.shares());
    statement.setDouble(2, minute.difficulty());
    statement.setString(3, minute.worker().pool());
    statement.setString(4, minute.worker().name());
    statement.setObject(5, Rows.time(minute.start()));
  }
}
