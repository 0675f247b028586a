package io.adit.storage.jdbc;

import io.adit.api.pool.RejectReason;
import io.adit.api.store.StatisticsStore.WorkerRecord;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The table of what pools know of their workers. Rejects are one column of JSON, so that a new
 * reason needs no new column; what another version knows besides is passed over.
 */
final class StatisticsTable {
  private static final String UPDATE =
      "UPDATE worker_statistics SET updated_at = ?, since = ?, rate_1m = ?, rate_5m = ?,"
          + " rate_15m = ?, rate_1h = ?, rate_1d = ?, shares = ?, difficulty = ?, best_share = ?,"
          + " last_share = ?, rejects = ? WHERE pool = ? AND worker = ?";
  private static final String INSERT =
      "INSERT INTO worker_statistics (updated_at, since, rate_1m, rate_5m, rate_15m, rate_1h,"
          + " rate_1d, shares, difficulty, best_share, last_share, rejects, pool, worker)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
  private static final String SELECT =
      "SELECT worker, updated_at, since, rate_1m, rate_5m, rate_15m, rate_1h, rate_1d, shares,"
          + " difficulty, best_share, last_share, rejects FROM worker_statistics"
          + " WHERE pool = ? AND updated_at >= ?";
  private static final String DELETE_GONE =
      "DELETE FROM worker_statistics WHERE worker <> '' AND GREATEST(updated_at, last_share) < ?";
  private static final int FETCHED_AT_ONCE = 1000;

  private static final Map<String, RejectReason> REASONS =
      List.of(RejectReason.values()).stream()
          .collect(Collectors.toMap(RejectReason::label, reason -> reason));
  private static final Pattern COUNT = Pattern.compile("\"(\\w+)\"\\s*:\\s*(\\d{1,18})");

  private StatisticsTable() {}

  static void put(List<WorkerRecord> records, Connection connection) throws SQLException {
    // In order, so that servers never wait for each other in a circle.
    Map<Rows.Key, WorkerRecord> rows = new TreeMap<>();
    for (WorkerRecord kept : records) {
      rows.put(new Rows.Key(Rows.text(kept.pool()), Rows.text(kept.worker())), kept);
    }
    Rows.upsert(UPDATE, INSERT, rows.entrySet(), StatisticsTable::bind, connection);
  }

  /** Deletes what is known of workers, not of pools, that had no share since. */
  static void deleteGone(Instant before, Connection connection) throws SQLException {
    Rows.update(DELETE_GONE, before, connection);
  }

  private static void bind(Map.Entry<Rows.Key, WorkerRecord> row, PreparedStatement statement)
      throws SQLException {
    WorkerRecord kept = row.getValue();
    statement.setObject(1, Rows.time(kept.timeMillis()));
    statement.setObject(2, Rows.time(kept.sinceMillis()));
    int column = 3;
    for (double rate : kept.credited()) {
      statement.setDouble(column, rate);
      column++;
    }
    statement.setLong(8, kept.shares());
    statement.setDouble(9, kept.difficulty());
    statement.setDouble(10, kept.bestShare());
    statement.setObject(11, Rows.time(kept.lastShareMillis()));
    statement.setString(12, toJson(kept.rejects()));
    statement.setString(13, row.getKey().pool());
    statement.setString(14, row.getKey().name());
  }

  static List<WorkerRecord> get(String pool, long sinceMillis, Connection connection)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(SELECT)) {
      statement.setFetchSize(FETCHED_AT_ONCE);
      statement.setString(1, Rows.text(pool));
      statement.setObject(2, Rows.time(sinceMillis));
      try (ResultSet result = statement.executeQuery()) {
        List<WorkerRecord> records = new ArrayList<>();
        while (result.next()) {
          records.add(read(pool, result));
        }
        return records;
      }
    }
  }

  private static WorkerRecord read(String pool, ResultSet row) throws SQLException {
    return new WorkerRecord(
        pool,
        row.getString("worker"),
        millis(row, "updated_at"),
        millis(row, "since"),
        List.of(
            row.getDouble("rate_1m"),
            row.getDouble("rate_5m"),
            row.getDouble("rate_15m"),
            row.getDouble("rate_1h"),
            row.getDouble("rate_1d")),
        row.getLong("shares"),
        row.getDouble("difficulty"),
        row.getDouble("best_share"),
        millis(row, "last_share"),
        fromJson(row.getString("rejects")));
  }

  private static long millis(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant().toEpochMilli();
  }

  private static String toJson(Map<RejectReason, Long> rejects) {
    return new TreeMap<>(rejects)
        .entrySet().stream()
            .map(count -> "\"" + count.getKey().label() + "\": " + count.getValue())
            .collect(Collectors.joining(", ", "{", "}"));
  }

  private static Map<RejectReason, Long> fromJson(String json) {
    Map<RejectReason, Long> rejects = new EnumMap<>(RejectReason.class);
    Matcher counts = COUNT.matcher(json);
    while (counts.find()) {
      RejectReason reason = REASONS.get(counts.group(1));
      if (reason != null) {
        rejects.put(reason, Long.valueOf(counts.group(2)));
      }
    }
    return rejects;
  }
}
