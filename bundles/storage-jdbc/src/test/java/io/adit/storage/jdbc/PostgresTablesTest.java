package io.adit.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.adit.api.ledger.FoundBlock.Status;
import io.adit.api.ledger.Share;
import io.adit.api.store.ShareBatch;
import io.adit.api.store.StoreException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.osgi.service.jdbc.DataSourceFactory;
import org.postgresql.osgi.PGDataSourceFactory;

/** What only PostgreSQL has: days as partitions, several servers at once, functions and roles. */
@Timeout(60)
class PostgresTablesTest extends StoreFixture {
  private static final String DRIVER = "org.postgresql.Driver";
  private static final String DAYS =
      "SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid"
          + " WHERE i.inhparent = 'shares'::regclass ORDER BY c.relname";
  private static TestPostgres server;

  private String database;

  @BeforeAll
  static void startServer() throws IOException {
    server = new TestPostgres();
  }

  @AfterAll
  static void stopServer() throws Exception {
    server.close();
  }

  @BeforeEach
  void makeDatabase() throws SQLException {
    database = server.newDatabase();
  }

  @Override
  Settings settings() {
    return settings(DRIVER, server.url(database), server.user(), server.password());
  }

  @Override
  DataSourceFactory factory() {
    return new PGDataSourceFactory();
  }

  @Override
  Connection outside() throws SQLException {
    return server.connect(database);
  }

  @Test
  void daysAreMadeAheadAndAgainAsTimeGoesOn() throws Exception {
    JdbcStore store = ready();
    await()
        .untilAsserted(
            () ->
                assertThat(rows(DAYS))
                    .containsExactly(
                        List.of("shares_2023_11_14"),
                        List.of("shares_2023_11_15"),
                        List.of("shares_2023_11_16"),
                        List.of("shares_2023_11_17")));
    clock.move(Duration.ofHours(2));
    store.hurry();
    await().untilAsserted(() -> assertThat(rows(DAYS)).endsWith(List.of("shares_2023_11_18")));
  }

  @Test
  void aBatchOverMidnightFallsIntoTwoDays() throws Exception {
    JdbcStore store = ready();
    long midnight = 1_700_006_400_000L;
    append(store, share("main", "alice", 1, midnight - 1), share("main", "alice", 1, midnight));
    assertThat(rows("SELECT tableoid::regclass::text FROM shares ORDER BY id"))
        .containsExactly(List.of("shares_2023_11_14"), List.of("shares_2023_11_15"));
  }

  @Test
  void aDayThatIsBeingReadIsDroppedAnHourLaterAndHoldsNobodyUp() throws Exception {
    JdbcStore store = started(keeping(Duration.ofDays(1), Duration.ZERO));
    await().atMost(Duration.ofSeconds(20)).until(() -> store.state().isReady());
    await().untilAsserted(() -> assertThat(rows(DAYS)).hasSize(4));
    append(store, share("main", "old", 1, ago(Duration.ofDays(3))));
    try (Connection reader = outside()) {
      reader.setAutoCommit(false);
      try (Statement statement = reader.createStatement()) {
        statement.executeQuery("SELECT count(*) FROM shares").close();
      }
      clock.move(Duration.ofMinutes(61));
      store.hurry();
      // It has made its days, and then tries to drop one.
      await().untilAsserted(() -> assertThat(rows(DAYS)).endsWith(List.of("shares_2023_11_18")));
      append(store, share("main", "new", 1, clock.millis()));
      assertThat(rows(DAYS)).startsWith(List.of("shares_2023_11_11"));
      reader.rollback();
    }
    clock.move(Duration.ofMinutes(61));
    store.hurry();
    await()
        .untilAsserted(() -> assertThat(rows(DAYS)).doesNotContain(List.of("shares_2023_11_11")));
    assertThat(rows("SELECT worker FROM shares")).containsExactly(List.of("new"));
  }

  @Test
  void serversThatNeedTheSameNewDaysAtOnceAllGetThem() throws Exception {
    List<JdbcStore> stores = List.of(ready(), ready(), ready());
    ExecutorService servers = Executors.newFixedThreadPool(stores.size());
    List<Future<Integer>> all = new ArrayList<>();
    for (JdbcStore store : stores) {
      String ledger = "ledger " + stores.indexOf(store);
      all.add(servers.submit(() -> storeTwentyDays(store, ledger)));
    }
    for (Future<Integer> one : all) {
      assertThat(one.get()).isEqualTo(20);
    }
    servers.shutdown();
    assertThat(rows("SELECT name, shares FROM workers ORDER BY name"))
        .containsExactly(List.of("alice", 60L), List.of("bob", 60L));
    assertThat(rows("SELECT count(*) FROM shares")).containsExactly(List.of(120L));
    assertThat(rows("SELECT sum(shares)::bigint FROM share_minutes"))
        .containsExactly(List.of(120L));
  }

  /** Each batch anew until it is stored, as a ledger would. */
  private static int storeTwentyDays(JdbcStore store, String ledger) throws StoreException {
    for (int day = 0; day < 20; day++) {
      long time = Duration.ofDays(day).toMillis();
      store.append(
          new ShareBatch(
              ledger,
              day,
              day + 1,
              List.of(share("main", "bob", 1, time), share("main", "alice", 1, time))));
    }
    return 20;
  }

  @Test
  void aDayThatAnotherServerDroppedIsMadeAgain() throws Exception {
    JdbcStore store = ready();
    append(store, share("main", "alice", 1, 0));
    execute("DROP TABLE shares_1970_01_01");
    Share share = share("main", "bob", 1, 0);
    assertThatExceptionOfType(StoreException.class).isThrownBy(() -> append(store, share));
    append(store, share);
    assertThat(rows("SELECT worker FROM shares")).containsExactly(List.of("bob"));
  }

  @Test
  void theFunctionsSayWhatTheQueriesSay() throws Exception {
    JdbcStore store = ready();
    List<Share> shares = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      shares.add(share("main", "user" + i % 7 + ".rig", 1 << i % 11, i * 61_000L));
    }
    append(store, shares.toArray(Share[]::new));
    store.record(
        List.of(
            block(1, 300 * 61_000L, Status.CONFIRMED), block(2, 1900 * 61_000L, Status.PENDING)));
    String between = "SELECT * FROM credited_between(?, ?, ?)";
    assertThat(query(between, "main", hash(1), hash(2)))
        .hasSize(7)
        .containsExactlyInAnyOrderElementsOf(
            query(
                Documentation.sql("credited between two blocks"),
                "main",
                "main",
                hash(2),
                "main",
                hash(1)));
    assertThat(
            query(
                "SELECT '', sum(shares)::bigint, 0 FROM credited_between('main', NULL, ?)",
                hash(1)))
        .containsExactly(List.of("", 301L, 0));
    assertThat(query(between, "main", hash(3), hash(2))).isEmpty();
    for (double window : new double[] {0.5, 1, 700, 20_000, 300_000, 1e12}) {
      assertThat(query("SELECT * FROM pplns_window(?, ?, ?)", "main", hash(2), window))
          .as("window of %s", window)
          .isNotEmpty()
          .containsExactlyInAnyOrderElementsOf(
              query(Documentation.sql("PPLNS window"), window, "main", "main", hash(2), window));
    }
    assertThat(query("SELECT * FROM pplns_window('main', ?, 5)", hash(3))).isEmpty();
  }

  @Test
  void theRolesOfTheDocumentationMayDoWhatTheyNeedAndNothingElse() throws Exception {
    String owner = server.newRole("adit");
    String payout = server.newRole("adit_payout");
    String reader = server.newRole("adit_reader");
    execute(forRoles(Documentation.sql("roles"), owner, payout, reader));
    JdbcStore store = started(settings(DRIVER, server.url(database), owner, "change me"));
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(store.state().isReady()).as("%s", store.state()).isTrue());
    // Else both would change the description of the same table at once.
    String days = DAYS.replace("'shares'", "'" + owner + ".shares'");
    await().untilAsserted(() -> assertThat(rows(days)).hasSize(4));
    as(owner, forRoles(Documentation.sql("payout rights"), owner, payout, reader));
    append(store, share("main", "alice.1", 8, 0));
    store.record(List.of(block(1, 0, Status.CONFIRMED)));
    as(
        payout,
        "SELECT * FROM rounds; SELECT * FROM round_credits; SELECT * FROM workers;"
            + " SELECT * FROM credited_between('main', NULL, 'x');"
            + " SELECT * FROM pplns_window('main', '"
            + hash(1)
            + "', 1)");
    as(payout, "INSERT INTO payouts (pool, worker, address, amount) VALUES ('main', 'a', 'b', 1)");
    as(payout, "UPDATE payouts SET status = 'PAID'");
    as(reader, "SELECT * FROM payouts; SELECT * FROM shares; SELECT * FROM worker_statistics");
    for (String forbidden :
        List.of(
            "DELETE FROM payouts",
            "INSERT INTO shares SELECT * FROM shares",
            "UPDATE blocks SET reward = 1",
            "DELETE FROM shares",
            "DROP TABLE shares",
            "SELECT * FROM worker_statistics",
            "CREATE TABLE mine (id integer)")) {
      refuses(payout, forbidden);
    }
    refuses(reader, "UPDATE payouts SET amount = 2");
    refuses(reader, "DELETE FROM shares");
    refuses(owner, "CREATE TABLE public.mine (id integer)");
    store.stop();
    // So that the roles can be dropped.
    execute("DROP SCHEMA \"" + owner + "\" CASCADE; DROP OWNED BY " + owner);
  }

  private static String forRoles(String sql, String owner, String payout, String reader) {
    return sql.replace("adit_payout", "PAYOUT_ROLE")
        .replace("adit_reader", "READER_ROLE")
        .replaceAll("\\badit\\b", owner)
        .replace("PAYOUT_ROLE", payout)
        .replace("READER_ROLE", reader);
  }

  private void as(String role, String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(server.url(database), role, "change me");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private void refuses(String role, String sql) {
    assertThatExceptionOfType(SQLException.class)
        .as(sql)
        .isThrownBy(() -> as(role, sql))
        .satisfies(e -> assertThat(e.getSQLState()).as(e.getMessage()).isEqualTo("42501"));
  }
}
