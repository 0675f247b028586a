package io.adit.storage.jdbc;

import io.adit.api.ledger.FoundBlock;
import io.adit.api.ledger.Share;
import io.adit.api.store.WorkerStore.WorkerActivity;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The statements. An upsert is an update, and an insert of what it did not find: that is the same
 * SQL everywhere, and if another server inserts in between, the transaction fails and is repeated.
 */
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

  private record Key(String pool, String name) {}

  /** Sets the parameters of a statement to the values of a row. */
  private interface Binder<R> {
    void bind(R row, PreparedStatement statement) throws SQLException;
  }

  private Tables() {}

  static void insertShares(List<Share> shares, Connection connection) throws SQLException {
    batch(
        INSERT_SHARE,
        shares,
        (share, statement) -> {
          statement.setString(1, text(share.pool()));
          statement.setString(2, text(share.worker()));
          statement.setLong(3, share.jobId());
          statement.setInt(4, share.height());
          statement.setDouble(5, share.difficulty());
          statement.setDouble(6, share.reached());
          statement.setObject(7, time(share.timeMillis()));
        },
        connection);
  }

  static void addToWorkers(List<WorkerActivity> activities, Connection connection)
      throws SQLException {
    Map<Key, WorkerActivity> rows = new LinkedHashMap<>();
    for (WorkerActivity activity : activities) {
      Key key = new Key(text(activity.pool()), text(activity.worker()));
      rows.merge(key, activity, Tables::sum);
    }
    upsert(
        UPDATE_WORKER, INSERT_WORKER, rows, Tables::bindWorker, Tables::bindNewWorker, connection);
  }

  static void putBlocks(List<FoundBlock> blocks, Connection connection) throws SQLException {
    Map<Key, FoundBlock> rows = new LinkedHashMap<>();
    for (FoundBlock block : blocks) {
      rows.put(new Key(text(block.pool()), block.hash().toDisplayHex()), block);
    }
    upsert(UPDATE_BLOCK, INSERT_BLOCK, rows, Tables::bindBlock, Tables::bindBlock, connection);
  }

  private static <R> void upsert(
      String update,
      String insert,
      Map<Key, R> rows,
      Binder<Map.Entry<Key, R>> updateBinder,
      Binder<Map.Entry<Key, R>> insertBinder,
      Connection connection)
      throws SQLException {
    List<Map.Entry<Key, R>> entries = List.copyOf(rows.entrySet());
    int[] counts = batch(update, entries, updateBinder, connection);
    List<Map.Entry<Key, R>> missing = new ArrayList<>();
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] == 0) {
        missing.add(entries.get(i));
      }
    }
    batch(insert, missing, insertBinder, connection);
  }

  private static void bindWorker(Map.Entry<Key, WorkerActivity> row, PreparedStatement statement)
      throws SQLException {
    WorkerActivity activity = row.getValue();
    statement.setLong(1, activity.shares());
    statement.setDouble(2, activity.difficulty());
    statement.setObject(3, time(activity.lastShareMillis()));
    statement.setString(4, row.getKey().pool());
    statement.setString(5, row.getKey().name());
  }

  private static void bindNewWorker(Map.Entry<Key, WorkerActivity> row, PreparedStatement statement)
      throws SQLException {
    bindWorker(row, statement);
    statement.setObject(6, time(row.getValue().lastShareMillis()));
  }

  private static void bindBlock(Map.Entry<Key, FoundBlock> row, PreparedStatement statement)
      throws SQLException {
    FoundBlock block = row.getValue();
    statement.setInt(1, block.height());
    statement.setString(2, text(block.worker()));
    statement.setDouble(3, block.difficulty());
    statement.setLong(4, block.reward());
    statement.setString(5, block.status().name());
    statement.setString(6, text(block.detail()));
    statement.setBytes(7, block.block().toArray());
    statement.setObject(8, time(block.timeMillis()));
    statement.setString(9, row.getKey().pool());
    statement.setString(10, row.getKey().name());
  }

  private static <R> int[] batch(String sql, List<R> rows, Binder<R> binder, Connection connection)
      throws SQLException {
    if (rows.isEmpty()) {
      return new int[0];
    }
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (R row : rows) {
        binder.bind(row, statement);
        statement.addBatch();
      }
      return statement.executeBatch();
    }
  }

  private static WorkerActivity sum(WorkerActivity a, WorkerActivity b) {
    return new WorkerActivity(
        a.pool(),
        a.worker(),
        a.shares() + b.shares(),
        a.difficulty() + b.difficulty(),
        Math.max(a.lastShareMillis(), b.lastShareMillis()));
  }

  private static OffsetDateTime time(long millis) {
    return Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC);
  }

  /** PostgreSQL refuses the zero character, which a miner may well send in its name. */
  private static String text(String value) {
    return value.replace('\0', '\uFFFD');
  }
}
