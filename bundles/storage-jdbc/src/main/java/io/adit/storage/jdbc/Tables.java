package io.adit.storage.jdbc;

import io.adit.api.ledger.FoundBlock;
import io.adit.api.ledger.Share;
import io.adit.api.store.WorkerStore.WorkerActivity;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tables of shares, workers and blocks. */
final class Tables {
  private static final String INSERT_SHARE =
      "INSERT INTO shares (pool, worker, job_id, height, difficulty, reached, created_at)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?)";
  private static final String UPDATE_WORKER =
      "UPDATE workers SET shares = shares + ?, difficulty = difficulty + ?,"
          + " last_share = GREATEST(last_share, ?) WHERE pool = ? AND name = ?";
  private static final String INSERT_WORKER =
      "INSERT INTO workers (shares, difficulty, last_share, pool, name, first_seen)"
          + " VALUES (?, ?, ?, ?, ?, ?)";
  private static final String UPDATE_BLOCK =
      "UPDATE blocks SET height = ?, worker = ?, difficulty = ?, reward = ?, status = ?,"
          + " detail = ?, block = ?, found_at = ?, updated_at = CURRENT_TIMESTAMP"
          + " WHERE pool = ? AND hash = ?";
  private static final String INSERT_BLOCK =
      "INSERT INTO blocks (height, worker, difficulty, reward, status, detail, block, found_at,"
          + " pool, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

  private Tables() {}

  static void insertShares(List<Share> shares, Connection connection) throws SQLException {
    Rows.batch(
        INSERT_SHARE,
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

  static void addToWorkers(List<WorkerActivity> activities, Connection connection)
      throws SQLException {
    Map<Rows.Key, WorkerActivity> rows = new LinkedHashMap<>();
    for (WorkerActivity activity : activities) {
      Rows.Key key = new Rows.Key(Rows.text(activity.pool()), Rows.text(activity.worker()));
      rows.merge(key, activity, Tables::sum);
    }
    Rows.upsert(
        UPDATE_WORKER, INSERT_WORKER, rows, Tables::bindWorker, Tables::bindNewWorker, connection);
  }

  static void putBlocks(List<FoundBlock> blocks, Connection connection) throws SQLException {
    Map<Rows.Key, FoundBlock> rows = new LinkedHashMap<>();
    for (FoundBlock block : blocks) {
      rows.put(new Rows.Key(Rows.text(block.pool()), block.hash().toDisplayHex()), block);
    }
    Rows.upsert(UPDATE_BLOCK, INSERT_BLOCK, rows, Tables::bindBlock, Tables::bindBlock, connection);
  }

  private static void bindWorker(
      Map.Entry<Rows.Key, WorkerActivity> row, PreparedStatement statement) throws SQLException {
    WorkerActivity activity = row.getValue();
    statement.setLong(1, activity.shares());
    statement.setDouble(2, activity.difficulty());
    statement.setObject(3, Rows.time(activity.lastShareMillis()));
    statement.setString(4, row.getKey().pool());
    statement.setString(5, row.getKey().name());
  }

  private static void bindNewWorker(
      Map.Entry<Rows.Key, WorkerActivity> row, PreparedStatement statement) throws SQLException {
    bindWorker(row, statement);
    statement.setObject(6, Rows.time(row.getValue().lastShareMillis()));
  }

  private static void bindBlock(Map.Entry<Rows.Key, FoundBlock> row, PreparedStatement statement)
      throws SQLException {
    FoundBlock block = row.getValue();
    statement.setInt(1, block.height());
    statement.setString(2, Rows.text(block.worker()));
    statement.setDouble(3, block.difficulty());
    statement.setLong(4, block.reward());
    statement.setString(5, block.status().name());
    statement.setString(6, Rows.text(block.detail()));
    statement.setBytes(7, block.block().toArray());
    statement.setObject(8, Rows.time(block.timeMillis()));
    statement.setString(9, row.getKey().pool());
    statement.setString(10, row.getKey().name());
  }

  private static WorkerActivity sum(WorkerActivity a, WorkerActivity b) {
    return new WorkerActivity(
        a.pool(),
        a.worker(),
        a.shares() + b.shares(),
        a.difficulty() + b.difficulty(),
        Math.max(a.lastShareMillis(), b.lastShareMillis()));
  }
}
