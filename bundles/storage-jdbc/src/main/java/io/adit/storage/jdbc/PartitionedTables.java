package io.adit.storage.jdbc;

import io.adit.api.ledger.Share;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.LongStream;

/**
 * PostgreSQL: shares by the day, and each statement takes all rows at once, a column an array,
 * which is several times as fast as row by row.
 */
final class PartitionedTables implements ShareTables {
  private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();

  /** Days after today that are made ahead. */
  private static final int DAYS_AHEAD = 3;

  /** Deleted at once, so that it neither takes long nor locks much. */
  private static final int PIECE = 50_000;

  private static final String INSERT =
      """
      INSERT INTO shares (pool, worker, job_id, height, difficulty, reached, created_at)
      SELECT pool, worker, job_id, height, difficulty, reached,
        to_timestamp(millis / 1000) + millis % 1000 * INTERVAL '1 millisecond'
      FROM unnest(?, ?, ?, ?, ?, ?, ?)
        AS s (pool, worker, job_id, height, difficulty, reached, millis)
      """;
  private static final String ADD_WORKERS =
      """
      INSERT INTO workers AS w (pool, name, shares, difficulty, first_seen, last_share)
      SELECT pool, name, shares, difficulty,
        to_timestamp(first / 1000) + first % 1000 * INTERVAL '1 millisecond',
        to_timestamp(last / 1000) + last % 1000 * INTERVAL '1 millisecond'
      FROM unnest(?, ?, ?, ?, ?, ?) AS s (pool, name, shares, difficulty, first, last)
      ON CONFLICT (pool, name) DO UPDATE SET
        shares = w.shares + EXCLUDED.shares,
        difficulty = w.difficulty + EXCLUDED.difficulty,
        first_seen = LEAST(w.first_seen, EXCLUDED.first_seen),
        last_share = GREATEST(w.last_share, EXCLUDED.last_share)
      """;
  private static final String ADD_MINUTES =
      """
      INSERT INTO share_minutes AS m (pool, worker, started_at, shares, difficulty)
      SELECT pool, worker, to_timestamp(start / 1000), shares, difficulty
      FROM unnest(?, ?, ?, ?, ?) AS s (pool, worker, start, shares, difficulty)
      ON CONFLICT (pool, worker, started_at) DO UPDATE SET
        shares = m.shares + EXCLUDED.shares,
        difficulty = m.difficulty + EXCLUDED.difficulty
      """;
  private static final String DELETE_MINUTES =
      "DELETE FROM share_minutes WHERE ctid = ANY (ARRAY(SELECT ctid FROM share_minutes"
          + " WHERE started_at < ? LIMIT "
          + PIECE
          + "))";

  private final Partitions partitions = new Partitions();

  @Override
  public void insert(List<Share> shares, Connection connection) throws SQLException {
    Set<Long> days = new HashSet<>();
    for (Share share : shares) {
      days.add(Math.floorDiv(share.timeMillis(), DAY_MILLIS));
    }
    partitions.make(days, connection);
    execute(
        INSERT,
        shares,
        connection,
        texts(share -> Rows.text(share.pool())),
        texts(share -> Rows.text(share.worker())),
        longs(Share::jobId),
        new Column<>("int4", Share::height, Integer[]::new),
        doubles(Share::difficulty),
        doubles(Share::reached),
        longs(Share::timeMillis));
  }

  @Override
  public void add(Sums sums, Connection connection) throws SQLException {
    execute(
        ADD_WORKERS,
        sums.workers(),
        connection,
        texts(worker -> worker.key().pool()),
        texts(worker -> worker.key().name()),
        longs(Sums.Worker::shares),
        doubles(Sums.Worker::difficulty),
        longs(Sums.Worker::first),
        longs(Sums.Worker::last));
    execute(
        ADD_MINUTES,
        sums.minutes(),
        connection,
        texts(minute -> minute.worker().pool()),
        texts(minute -> minute.worker().name()),
        longs(Sums.Minute::start),
        longs(Sums.Minute::shares),
        doubles(Sums.Minute::difficulty));
  }

  @Override
  public void prepare(Instant now, Connection connection) throws SQLException {
    long today = day(now);
    partitions.forget();
    partitions.make(LongStream.rangeClosed(today, today + DAYS_AHEAD).boxed().toList(), connection);
  }

  @Override
  public void forget() {
    partitions.forget();
  }

  @Override
  public boolean deleteShares(Instant before, Connection connection) throws SQLException {
    return partitions.dropOldest(day(before), connection);
  }

  @Override
  public boolean deleteMinutes(Instant before, Connection connection) throws SQLException {
    return Rows.update(DELETE_MINUTES, before, connection) == PIECE;
  }

  private static long day(Instant time) {
    return Math.floorDiv(time.toEpochMilli(), DAY_MILLIS);
  }

  /** A column of rows as an array, of a type that the driver need not write as text. */
  private record Column<R, T>(String type, Function<R, T> value, IntFunction<T[]> array) {
    void bind(int index, List<R> rows, PreparedStatement statement) throws SQLException {
      T[] values = rows.stream().map(value).toArray(array);
      statement.setArray(index, statement.getConnection().createArrayOf(type, values));
    }
  }

  private static <R> Column<R, String> texts(Function<R, String> value) {
    return new Column<>("varchar", value, String[]::new);
  }

  private static <R> Column<R, Long> longs(Function<R, Long> value) {
    return new Column<>("int8", value, Long[]::new);
  }

  private static <R> Column<R, Double> doubles(Function<R, Double> value) {
    return new Column<>("float8", value, Double[]::new);
  }

  @SafeVarargs
  private static <R> void execute(
      String sql, List<R> rows, Connection connection, Column<R, ?>... columns)
      throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      int index = 1;
      for (Column<R, ?> column : columns) {
        column.bind(index, rows, statement);
        index++;
      }
      statement.executeUpdate();
    }
  }
}
