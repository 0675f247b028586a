package io.adit.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.adit.api.ledger.FoundBlock.Status;
import io.adit.api.ledger.Share;
import io.adit.api.store.StatisticsStore.WorkerRecord;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.stream.DoubleStream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.osgi.service.jdbc.DataSourceFactory;

/** What must be so of shares of all days on every database: kept, deleted, credited. */
abstract class ShareTablesContract extends StatisticsContract {
  @Test
  void sharesOfAnyDayAreStored() throws Exception {
    JdbcStore store = ready();
    List<Instant> times =
        List.of(
            Instant.parse("2026-11-25T23:59:59.999Z"),
            Instant.parse("2026-11-26T00:00:00Z"),
            Instant.parse("1969-12-31T23:59:59.999Z"),
            Instant.parse("0001-01-01T00:00:00Z"),
            Instant.parse("2106-02-07T06:28:15Z"),
            Instant.parse("9999-12-31T23:59:59.999Z"),
            Instant.parse("+12345-01-01T00:00:00Z"));
    append(
        store,
        times.stream()
            .map(time -> share("main", "alice", 1, time.toEpochMilli()))
            .toArray(Share[]::new));
    assertThat(instants("SELECT created_at FROM shares ORDER BY id")).isEqualTo(times);
  }

  @Test
  void difficultiesAreStoredToTheLastBit() throws Exception {
    JdbcStore store = ready();
    Random random = new Random(7);
    List<Double> difficulties =
        DoubleStream.concat(
                DoubleStream.of(1e-9, 0.1, 1 / 3.0, 1, 65_536, 1e15, 2251799813685248.5),
                DoubleStream.generate(() -> Math.pow(10, random.nextDouble() * 24 - 9)).limit(1000))
            .boxed()
            .toList();
    append(
        store,
        difficulties.stream()
            .map(difficulty -> share("main", "worker " + difficulty, difficulty, 0))
            .toArray(Share[]::new));
    assertThat(rows("SELECT difficulty FROM shares ORDER BY id"))
        .isEqualTo(difficulties.stream().<List<Object>>map(List::of).toList());
    assertThat(rows("SELECT difficulty FROM workers"))
        .containsExactlyInAnyOrderElementsOf(
            difficulties.stream().<List<Object>>map(List::of).toList());
  }

  @Test
  void namesThatMeanSomethingInAnArrayAreStored() throws Exception {
    JdbcStore store = ready();
    List<String> names =
        List.of("", "NULL", "null", "\"", "\\", "{}", ",", "'", " ", "\u007F\u0001");
    append(store, names.stream().map(name -> share("main", name, 1, 0)).toArray(Share[]::new));
    assertThat(rows("SELECT worker FROM shares ORDER BY id"))
        .isEqualTo(names.stream().<List<Object>>map(List::of).toList());
    assertThat(rows("SELECT name FROM workers"))
        .containsExactlyInAnyOrderElementsOf(names.stream().<List<Object>>map(List::of).toList());
  }

  @Test
  void tablesOfVersion2AreMigratedWithWhatIsInThem() throws Exception {
    Flyway.configure(Schema.class.getClassLoader())
        .dataSource(dataSource())
        .table(Schema.TABLE)
        .locations("classpath:io/adit/storage/jdbc/schema")
        .placeholders(Map.of("bytes", settings().dialect().bytes()))
        .target("2")
        .load()
        .migrate();
    String share =
        "INSERT INTO shares (pool, worker, job_id, height, difficulty, reached, created_at)";
    execute(share + " VALUES ('main', 'alice', 1, 9, 8.5, 9, '2026-11-25 23:59:59.999+00')");
    execute(share + " VALUES ('main', 'alice', 2, 9, 1, 9, '2026-11-25 23:59:00+00')");
    execute(share + " VALUES ('main', 'bob', 3, 9, 1, 9, '2026-11-26 00:00:00+00')");
    execute(share + " VALUES ('other', 'bob', 4, 9, 1, 9, '1970-01-01 01:00:00+01')");
    String block =
        "INSERT INTO blocks (pool, hash, height, worker, difficulty, reward, status, detail, block,"
            + " found_at) VALUES ('main', '%s', 1, 'bob', 1, 1, '%s', '%s', '', CURRENT_TIMESTAMP)";
    execute(block.formatted("a", "PENDING", "timeout"));
    execute(block.formatted("b", "ACCEPTED", ""));
    execute(block.formatted("c", "REJECTED", "high-hash"));
    JdbcStore store = ready();
    assertThat(versions())
        .containsExactly(List.of("1"), List.of("2"), List.of("3"), List.of("4"), List.of("5"));
    assertThat(rows("SELECT id, pool, worker, job_id, height, difficulty FROM shares ORDER BY id"))
        .containsExactly(
            List.of(1L, "main", "alice", 1L, 9, 8.5),
            List.of(2L, "main", "alice", 2L, 9, 1.0),
            List.of(3L, "main", "bob", 3L, 9, 1.0),
            List.of(4L, "other", "bob", 4L, 9, 1.0));
    assertThat(instants("SELECT created_at FROM shares ORDER BY id"))
        .startsWith(Instant.parse("2026-11-25T23:59:59.999Z"))
        .endsWith(Instant.EPOCH);
    assertThat(rows("SELECT pool, worker, shares, difficulty FROM share_minutes ORDER BY 1, 2"))
        .containsExactly(
            List.of("main", "alice", 2L, 9.5),
            List.of("main", "bob", 1L, 1.0),
            List.of("other", "bob", 1L, 1.0));
    assertThat(rows("SELECT hash, status, detail, confirmations FROM blocks ORDER BY hash"))
        .containsExactly(
            List.of("a", "FOUND", "timeout", 0),
            List.of("b", "PENDING", "", 0),
            List.of("c", "REJECTED", "high-hash", 0));
    append(store, share("main", "alice", 2, Instant.parse("2026-11-25T12:00:00Z").toEpochMilli()));
    assertThat(rows("SELECT id FROM shares ORDER BY id")).endsWith(List.of(5L)).hasSize(5);
  }

  @Test
  void whatIsOldEnoughIsDeletedOnceAnHour() throws Exception {
    JdbcStore store = started(keeping(Duration.ofDays(2), Duration.ofDays(10)));
    await().atMost(Duration.ofSeconds(20)).until(() -> store.state().isReady());
    for (int day = 0; day < 20; day++) {
      append(store, share("main", "day " + day, 1, ago(Duration.ofDays(day))));
    }
    WorkerRecord gone = lastSeen("gone", Duration.ofDays(31));
    WorkerRecord away = lastSeen("away", Duration.ofDays(29));
    WorkerRecord pool = lastSeen("", Duration.ofDays(31));
    store.keep(List.of(gone, away, pool));
    clock.move(Duration.ofMinutes(61));
    store.hurry();
    await().untilAsserted(() -> assertThat(store.recall("main", 0)).hasSize(2));
    assertThat(store.recall("main", 0)).containsExactlyInAnyOrder(away, pool);
    // On PostgreSQL a day goes as a whole, on H2 each share when it is time.
    assertThat(rows("SELECT worker FROM shares ORDER BY id"))
        .startsWith(List.of("day 0"), List.of("day 1"))
        .hasSizeBetween(2, 3);
    assertThat(rows("SELECT worker FROM share_minutes"))
        .hasSize(10)
        .contains(List.of("day 9"))
        .doesNotContain(List.of("day 10"));
    assertThat(rows("SELECT name FROM workers")).hasSize(20);
    // A day that was deleted is there again when it is needed.
    append(store, share("main", "late", 1, ago(Duration.ofDays(19))));
    assertThat(rows("SELECT worker FROM shares")).contains(List.of("late"));
  }

  @Test
  void withoutALimitAllIsKept() throws Exception {
    JdbcStore store = ready();
    append(store, share("main", "alice", 1, 0), share("main", "bob", 1, clock.millis()));
    store.keep(List.of(lastSeen("gone", Duration.ofDays(31))));
    clock.move(Duration.ofMinutes(61));
    store.hurry();
    await().untilAsserted(() -> assertThat(store.recall("main", 0)).isEmpty());
    assertThat(rows("SELECT worker FROM shares")).hasSize(2);
    assertThat(rows("SELECT worker FROM share_minutes")).hasSize(2);
  }

  @Test
  void usersAreCreditedForWhatTheyDidBetweenTwoBlocks() throws Exception {
    JdbcStore store = ready();
    append(
        store,
        share("main", "alice.1", 8, 1000),
        share("main", "alice.2", 4, 1001),
        share("main", "bob", 1, 2000),
        share("main", "bob", 2, 2001),
        share("other", "alice.1", 64, 1500));
    store.record(List.of(block(1, 1000, Status.CONFIRMED), block(2, 2000, Status.PENDING)));
    assertThat(creditedBetween("main", hash(1), hash(2)))
        .containsExactlyInAnyOrder(List.of("alice", 1L, 4.0), List.of("bob", 1L, 1.0));
    assertThat(creditedBetween("main", hash(3), hash(2))).isEmpty();
    assertThat(creditedBetween("main", hash(1), hash(3))).isEmpty();
    assertThat(creditedBetween("other", hash(1), hash(2))).isEmpty();
  }

  @Test
  void theLastSharesOfThePplnsWindowCountUntilItIsFull() throws Exception {
    JdbcStore store = ready();
    long day = Duration.ofDays(1).toMillis();
    append(
        store,
        share("main", "carol", 100, 0),
        share("main", "alice.1", 8, 1000),
        share("main", "alice.2", 4, day),
        share("main", "bob", 1, 2 * day),
        share("other", "alice.1", 64, 2 * day),
        share("main", "bob", 2, 2 * day + 1));
    store.record(List.of(block(1, 2 * day, Status.CONFIRMED)));
    assertThat(pplns("main", hash(1), 1)).containsExactly(List.of("bob", 1L, 1.0));
    assertThat(pplns("main", hash(1), 5))
        .containsExactlyInAnyOrder(List.of("alice", 1L, 4.0), List.of("bob", 1L, 1.0));
    assertThat(pplns("main", hash(1), 7))
        .containsExactlyInAnyOrder(List.of("alice", 2L, 6.0), List.of("bob", 1L, 1.0));
    assertThat(pplns("main", hash(1), 1000))
        .containsExactlyInAnyOrder(
            List.of("alice", 2L, 12.0), List.of("bob", 1L, 1.0), List.of("carol", 1L, 100.0));
    assertThat(pplns("main", hash(2), 1000)).isEmpty();
  }

  /** The query that docs/database.md gives for every database. */
  List<List<Object>> creditedBetween(String pool, String after, String until) throws SQLException {
    return query(Documentation.sql("credited between two blocks"), pool, pool, until, pool, after);
  }

  /** The query that docs/database.md gives for every database. */
  List<List<Object>> pplns(String pool, String until, double difficulty) throws SQLException {
    return query(Documentation.sql("PPLNS window"), difficulty, pool, pool, until, difficulty);
  }

  private List<Instant> instants(String sql) throws SQLException {
    List<Instant> times = new ArrayList<>();
    try (Connection connection = outside();
        PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet result = statement.executeQuery()) {
      while (result.next()) {
        times.add(result.getObject(1, java.time.OffsetDateTime.class).toInstant());
      }
    }
    return times;
  }

  private WorkerRecord lastSeen(String worker, Duration time) {
    long millis = ago(time);
    return new WorkerRecord(
        "main", worker, millis, 0, List.of(1.0, 1.0, 1.0, 1.0, 1.0), 1, 1, 1, millis, Map.of());
  }

  private DataSource dataSource() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty(DataSourceFactory.JDBC_URL, settings().dialect().url(settings()));
    properties.setProperty(DataSourceFactory.JDBC_USER, settings().user());
    properties.setProperty(DataSourceFactory.JDBC_PASSWORD, settings().password());
    return factory().createDataSource(properties);
  }
}
