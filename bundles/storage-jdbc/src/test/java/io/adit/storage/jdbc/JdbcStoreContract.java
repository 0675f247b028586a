package io.adit.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.adit.api.Bytes;
import io.adit.api.Hash;
import io.adit.api.State;
import io.adit.api.ledger.FoundBlock;
import io.adit.api.ledger.Share;
import io.adit.api.store.StoreException;
import io.adit.api.store.WorkerStore.WorkerActivity;
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
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.osgi.service.jdbc.DataSourceFactory;

/** What must be so on every database. */
@Timeout(60)
abstract class JdbcStoreContract {
  /** The hash of Bitcoin's first block. */
  private static final String GENESIS =
      "000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f";

  private final List<JdbcStore> stores = new ArrayList<>();

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

  @Test
  void sharesAreReadBackAsTheyWereAppended() throws Exception {
    JdbcStore store = ready();
    store.append(
        List.of(
            new Share("main", "bc1q.rig", 7, 840_000, 1024.5, 99_999.25, 1_713_571_767_123L),
            new Share("scrypt", "Ünïcødé \uD83D\uDE80", 1L << 40, 1, 1e-9, 1e300, 0)));
    assertThat(rows("SELECT pool, worker, job_id, height, difficulty, reached FROM shares"))
        .containsExactly(
            List.of("main", "bc1q.rig", 7L, 840_000, 1024.5, 99_999.25),
            List.of("scrypt", "Ünïcødé \uD83D\uDE80", 1L << 40, 1, 1e-9, 1e300));
    assertThat(times("SELECT created_at FROM shares ORDER BY id"))
        .containsExactly(Instant.parse("2024-04-20T00:09:27.123Z"), Instant.EPOCH);
  }

  @Test
  void aLargeBatchIsStoredWholeAndInOrder() throws Exception {
    JdbcStore store = ready();
    store.append(LongStream.range(0, 5000).mapToObj(JdbcStoreContract::share).toList());
    assertThat(rows("SELECT job_id FROM shares ORDER BY id"))
        .isEqualTo(LongStream.range(0, 5000).<List<Object>>mapToObj(List::of).toList());
  }

  @Test
  void anEmptyBatchIsTaken() throws Exception {
    JdbcStore store = ready();
    store.append(List.of());
    store.add(List.of());
    store.record(List.of());
    store.keep(List.of());
    assertThat(rows("SELECT id FROM shares")).isEmpty();
  }

  @Test
  void aWorkersActivityAddsUp() throws Exception {
    JdbcStore store = ready();
    store.add(
        List.of(
            new WorkerActivity("main", "alice", 2, 16, 2000),
            new WorkerActivity("main", "bob", 1, 0.5, 1000)));
    store.add(
        List.of(
            new WorkerActivity("main", "alice", 3, 24, 1500),
            new WorkerActivity("main", "carol", 1, 1, 3000),
            new WorkerActivity("main", "carol", 4, 4, 5000),
            new WorkerActivity("other", "alice", 1, 8, 4000)));
    assertThat(rows("SELECT pool, name, shares, difficulty FROM workers ORDER BY pool, name"))
        .containsExactly(
            List.of("main", "alice", 5L, 40.0),
            List.of("main", "bob", 1L, 0.5),
            List.of("main", "carol", 5L, 5.0),
            List.of("other", "alice", 1L, 8.0));
    assertThat(times("SELECT last_share FROM workers ORDER BY pool, name"))
        .extracting(Instant::toEpochMilli)
        .containsExactly(2000L, 1000L, 5000L, 4000L);
    assertThat(times("SELECT first_seen FROM workers WHERE name = 'alice' AND pool = 'main'"))
        .extracting(Instant::toEpochMilli)
        .containsExactly(2000L);
  }

  @Test
  void aBlocksLatestRecordTakesThePlaceOfTheEarlier() throws Exception {
    JdbcStore store = ready();
    FoundBlock block = block(3_900_000);
    store.record(List.of(block));
    store.record(List.of(block.with(FoundBlock.Status.ACCEPTED, "by node a")));
    assertThat(
            rows(
                "SELECT pool, hash, height, worker, difficulty, reward, status, detail"
                    + " FROM blocks"))
        .containsExactly(
            List.of(
                "main",
                GENESIS,
                210_000,
                "alice.1",
                3_438_908.96,
                2_500_000_000L,
                "ACCEPTED",
                "by node a"));
    assertThat(storedBlock()).isEqualTo(block.block().toArray());
    assertThat(times("SELECT found_at FROM blocks"))
        .containsExactly(Instant.parse("2012-11-28T15:24:38Z"));
  }

  @Test
  void severalRecordsOfABlockInOneBatchEndInOneRow() throws Exception {
    JdbcStore store = ready();
    FoundBlock block = block(80);
    store.record(
        List.of(
            block,
            block.with(FoundBlock.Status.REJECTED, "high-hash"),
            new FoundBlock(
                "other",
                block.hash(),
                "bob",
                1,
                1,
                1,
                Bytes.EMPTY,
                FoundBlock.Status.PENDING,
                "",
                0)));
    assertThat(rows("SELECT pool, status, detail FROM blocks ORDER BY pool"))
        .containsExactly(List.of("main", "REJECTED", "high-hash"), List.of("other", "PENDING", ""));
  }

  @Test
  void aBatchThatFailsLeavesNothingBehindAndCanBeRepeated() throws Exception {
    JdbcStore store = ready();
    execute("ALTER TABLE shares ADD CONSTRAINT unlucky CHECK (job_id <> 13)");
    List<Share> batch = LongStream.range(0, 20).mapToObj(JdbcStoreContract::share).toList();
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> store.append(batch))
        .withMessageStartingWith(settings().describe())
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n", "INSERT"));
    assertThat(rows("SELECT id FROM shares")).isEmpty();
    assertThat(store.state().isReady()).isTrue();
    execute("ALTER TABLE shares DROP CONSTRAINT unlucky");
    store.append(batch);
    assertThat(rows("SELECT id FROM shares")).hasSize(20);
  }

  @Test
  void namesThatADatabaseMayRefuseAreStored() throws Exception {
    JdbcStore store = ready();
    String name = "a\0b'; DROP TABLE shares; --" + "x".repeat(10_000);
    store.append(List.of(new Share("main", name, 1, 1, 1, 1, 0)));
    store.add(List.of(new WorkerActivity("main", name, 1, 1, 0)));
    store.add(List.of(new WorkerActivity("main", name, 1, 1, 0)));
    assertThat(rows("SELECT worker FROM shares"))
        .containsExactly(List.of(name.replace('\0', '\uFFFD')));
    assertThat(rows("SELECT shares FROM workers")).containsExactly(List.of(2L));
  }

  @Test
  void tablesAreMadeOnceAndKeptAfterwards() throws Exception {
    JdbcStore first = ready();
    first.append(List.of(share(1)));
    first.stop();
    JdbcStore second = ready();
    second.append(List.of(share(2)));
    assertThat(rows("SELECT job_id FROM shares ORDER BY id"))
        .containsExactly(List.of(1L), List.of(2L));
    assertThat(versions()).containsExactly(List.of("1"), List.of("2"));
  }

  @Test
  void tablesOfOtherProgramsMayBeThereBefore() throws Exception {
    execute("CREATE TABLE something (id INTEGER)");
    JdbcStore store = ready();
    store.append(List.of(share(1)));
    assertThat(rows("SELECT job_id FROM shares")).hasSize(1);
  }

  @Test
  void payoutsCanBeWrittenByAnOutsideProgram() throws Exception {
    ready();
    execute(
        "INSERT INTO payouts (pool, worker, address, amount)"
            + " VALUES ('main', 'alice', 'bc1qaddress', 2100000000000000)");
    execute("UPDATE payouts SET txid = 'ab', status = 'PAID', paid_at = CURRENT_TIMESTAMP");
    assertThat(rows("SELECT amount, status FROM payouts"))
        .containsExactly(List.of(2_100_000_000_000_000L, "PAID"));
  }

  @Test
  void tablesOfANewerServerAreRefusedAndLeftAlone() throws Exception {
    ready().stop();
    execute(
        "INSERT INTO \""
            + Schema.TABLE
            + "\" (\"installed_rank\", \"version\", \"description\", \"type\", \"script\","
            + " \"installed_by\", \"execution_time\", \"success\")"
            + " VALUES (99, '999', 'later', 'SQL', 'V999__later.sql', 'x', 1, TRUE)");
    JdbcStore store = started(settings());
    await().until(() -> store.state().kind() == State.Kind.REFUSED);
    assertThat(store.state().detail())
        .startsWith(settings().describe())
        .contains("version 999", "knows up to 2");
    assertThatExceptionOfType(StoreException.class).isThrownBy(() -> store.append(List.of()));
    assertThatExceptionOfType(StoreException.class).isThrownBy(() -> store.recall("main", 0));
    assertThat(versions()).containsExactly(List.of("1"), List.of("2"), List.of("999"));
  }

  @Test
  void withoutItsDriverItWaitsAndGoesOnWhenTheDriverComes() throws Exception {
    JdbcStore store = new JdbcStore();
    stores.add(store);
    store.start(settings());
    await().until(() -> store.state().kind() == State.Kind.WAITING);
    assertThat(store.state().detail()).contains(settings().driver());
    DataSourceFactory factory = factory();
    store.bindDriver(factory, driver(settings()));
    await().until(() -> store.state().isReady());
    store.append(List.of(share(1)));
    store.unbindDriver(factory, driver(settings()));
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> store.append(List.of(share(2))));
    store.bindDriver(factory(), driver(settings()));
    await().until(() -> store.state().isReady());
    store.append(List.of(share(3)));
    assertThat(rows("SELECT job_id FROM shares ORDER BY id"))
        .containsExactly(List.of(1L), List.of(3L));
  }

  @Test
  void noThreadIsLeftWhenItStops() throws Exception {
    JdbcStore store = ready();
    store.append(List.of(share(1)));
    assertThat(threads()).isNotEmpty();
    store.stop();
    await().untilAsserted(() -> assertThat(threads()).isEmpty());
  }

  @Test
  void aStatementThatTakesTooLongIsGivenUp() throws Exception {
    JdbcStore store = ready();
    try (Connection other = outside()) {
      other.setAutoCommit(false);
      try (Statement statement = other.createStatement()) {
        statement.execute("DELETE FROM workers");
        store.add(List.of(new WorkerActivity("main", "free", 1, 1, 0)));
        statement.execute("UPDATE workers SET shares = 10");
        long before = System.nanoTime();
        assertThatExceptionOfType(StoreException.class)
            .isThrownBy(() -> store.add(List.of(new WorkerActivity("main", "free", 1, 1, 0))));
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
      }
      other.rollback();
    }
    await().until(() -> store.state().isReady());
    store.add(List.of(new WorkerActivity("main", "free", 1, 1, 0)));
    assertThat(rows("SELECT shares FROM workers")).containsExactly(List.of(2L));
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
    store.start(settings);
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
        "the test's database");
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

  private List<Instant> times(String query) throws SQLException {
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

  private byte[] storedBlock() throws SQLException {
    try (Connection connection = outside();
        PreparedStatement statement = connection.prepareStatement("SELECT block FROM blocks");
        ResultSet result = statement.executeQuery()) {
      assertThat(result.next()).isTrue();
      return result.getBytes(1);
    }
  }

  final void execute(String sql) throws SQLException {
    try (Connection connection = outside();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("adit-jdbc"))
        .toList();
  }

  private static FoundBlock block(int size) {
    byte[] bytes = new byte[size];
    new Random(1).nextBytes(bytes);
    return new FoundBlock(
        "main",
        Hash.ofDisplayHex(GENESIS),
        "alice.1",
        210_000,
        3_438_908.96,
        2_500_000_000L,
        Bytes.copyOf(bytes),
        FoundBlock.Status.PENDING,
        "",
        1_354_116_278_000L);
  }
}
