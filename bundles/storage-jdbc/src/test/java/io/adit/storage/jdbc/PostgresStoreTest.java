package io.adit.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.adit.api.State;
import io.adit.api.store.ShareBatch;
import io.adit.api.store.StoreException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.service.jdbc.DataSourceFactory;
import org.postgresql.osgi.PGDataSourceFactory;

class PostgresStoreTest extends ShareTablesContract {
  private static final String DRIVER = "org.postgresql.Driver";
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
  void aWrongPasswordIsRefusedAndNotShown() throws Exception {
    String miner = server.newRole("miner");
    requirePassword(miner, "right");
    JdbcStore store = started(settings(DRIVER, server.url(database), miner, "guessed"));
    await().until(() -> store.state().kind() == State.Kind.REFUSED);
    assertThat(store.state().detail())
        .contains("password authentication failed for user \"" + miner + "\"")
        .doesNotContain("guessed");
  }

  @Test
  void aDatabaseThatIsNotThereIsRefused() throws Exception {
    JdbcStore store =
        started(settings(DRIVER, server.url("missing"), server.user(), server.password()));
    await().until(() -> store.state().kind() == State.Kind.REFUSED);
    assertThat(store.state().detail()).contains("database \"missing\" does not exist");
  }

  @Test
  void aServerThatComesLateAndGoesInBetweenIsWaitedFor(@TempDir Path data) throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    JdbcStore store =
        started(settings(DRIVER, TestPostgres.url("localhost", port, "postgres"), "postgres", ""));
    await().until(() -> store.state().kind() == State.Kind.WAITING);
    assertThat(store.state().detail())
        .startsWith("cannot reach the test's database: ")
        .endsWith("; trying again");
    assertThatExceptionOfType(StoreException.class).isThrownBy(() -> append(store, share(1)));

    try (EmbeddedPostgres first = start(data, port)) {
      assertThat(first.getPort()).isEqualTo(port);
      await().atMost(Duration.ofSeconds(10)).until(() -> store.state().isReady());
      append(store, share(1));
    }
    assertThatExceptionOfType(StoreException.class).isThrownBy(() -> append(store, share(2)));
    await().until(() -> store.state().kind() == State.Kind.WAITING);

    try (EmbeddedPostgres second = start(data, port)) {
      await().atMost(Duration.ofSeconds(10)).until(() -> store.state().isReady());
      append(store, share(2));
      try (Connection connection = second.getPostgresDatabase().getConnection();
          Statement statement = connection.createStatement();
          var result = statement.executeQuery("SELECT count(*), max(job_id) FROM shares")) {
        result.next();
        assertThat(result.getLong(1)).isEqualTo(2);
        assertThat(result.getLong(2)).isEqualTo(2);
      }
      store.stop();
    }
  }

  @Test
  void twoServersMayStartAtOnceOnAnEmptyDatabase() throws Exception {
    JdbcStore one = started(settings());
    JdbcStore other = started(settings());
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> one.state().isReady() && other.state().isReady());
    append(one, share(1));
    append(other, share(2));
    assertThat(rows("SELECT job_id FROM shares")).hasSize(2);
  }

  @Test
  void whatIsSaidToBeStoredIsOnDiskThoughTheDatabaseDoesNotWaitForThat() throws Exception {
    execute("ALTER DATABASE " + database + " SET synchronous_commit = off");
    JdbcStore store = ready();
    execute(
        "CREATE TABLE seen (setting text);"
            + " CREATE FUNCTION look() RETURNS trigger LANGUAGE plpgsql AS"
            + " 'BEGIN INSERT INTO seen VALUES (current_setting(''synchronous_commit''));"
            + " RETURN NULL; END';"
            + " CREATE TRIGGER look AFTER INSERT ON ledger_positions EXECUTE FUNCTION look()");

    append(store, share(1));

    assertThat(rows("SELECT setting FROM seen")).containsExactly(List.of("on"));
  }

  @Test
  void sharesWhoseCommitWasNotHeardOfAreNotStoredTwice() throws Exception {
    try (Proxy proxy = new Proxy(server.host(), server.port())) {
      JdbcStore store = readyAt(proxy, Duration.ofSeconds(10));
      store.append(new ShareBatch("the ledger", 0, 1, List.of(share(1))));
      proxy.cutAfterCommitOf("the ledger");
      ShareBatch unheard = new ShareBatch("the ledger", 1, 3, List.of(share(2), share(3)));
      assertThatExceptionOfType(StoreException.class).isThrownBy(() -> store.append(unheard));
      await().atMost(Duration.ofSeconds(10)).until(() -> store.state().isReady());
      assertThat(store.position("the ledger")).hasValue(3);
      assertThatExceptionOfType(StoreException.class)
          .isThrownBy(() -> store.append(unheard))
          .withMessageContaining("position 1")
          .withMessageContaining("expected: 3");
      store.append(new ShareBatch("the ledger", 3, 4, List.of(share(4))));
    }
    assertThat(rows("SELECT job_id FROM shares ORDER BY id"))
        .containsExactly(List.of(1L), List.of(2L), List.of(3L), List.of(4L));
    assertThat(rows("SELECT shares FROM workers")).containsExactly(List.of(4L));
    assertThat(rows("SELECT CAST(SUM(shares) AS BIGINT) FROM share_minutes"))
        .containsExactly(List.of(4L));
  }

  /** The limits of statements and connections are a minute here, longer than the test may take. */
  @Test
  @Timeout(30)
  void whoWaitsForASilentServerIsFreeWhenTheStoreStops() throws Exception {
    try (Proxy proxy = new Proxy(server.host(), server.port())) {
      JdbcStore store = readyAt(proxy, Duration.ofMinutes(1));
      append(store, share(1));
      proxy.fallSilent();
      List<Thread> waiting = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        Thread thread =
            new Thread(
                () ->
                    assertThatExceptionOfType(StoreException.class)
                        .isThrownBy(() -> store.position("test")));
        waiting.add(thread);
        thread.start();
      }
      await().until(() -> waiting.stream().allMatch(PostgresStoreTest::isResting));
      store.stop();
      for (Thread thread : waiting) {
        thread.join();
      }
      await().untilAsserted(() -> assertThat(threads()).isEmpty());
    }
  }

  @Test
  @Timeout(30)
  void aServerThatIsSilentFromTheStartHoldsUpNoStop() throws Exception {
    try (Proxy proxy = new Proxy(server.host(), server.port())) {
      proxy.fallSilent();
      JdbcStore store = started(settingsOf(proxy, Duration.ofMinutes(1)));
      await()
          .until(
              () ->
                  Thread.getAllStackTraces().keySet().stream()
                      .anyMatch(thread -> thread.getName().contains("JDBC driver connection")));
      store.stop();
      await().untilAsserted(() -> assertThat(threads()).isEmpty());
    }
  }

  private static boolean isResting(Thread thread) {
    // In a read of a socket, which counts as running, or waiting for a connection.
    return Arrays.stream(thread.getStackTrace())
        .anyMatch(
            frame ->
                frame.getClassName().contains("ConcurrentBag")
                    || frame.getMethodName().equals("receiveResults")
                    || frame.getMethodName().equals("processResults"));
  }

  private JdbcStore readyAt(Proxy proxy, Duration limit) throws SQLException {
    JdbcStore store = started(settingsOf(proxy, limit));
    await().atMost(Duration.ofSeconds(20)).until(() -> store.state().isReady());
    return store;
  }

  private Settings settingsOf(Proxy proxy, Duration limit) {
    return new Settings(
        DRIVER,
        TestPostgres.url("localhost", proxy.port(), database),
        server.user(),
        server.password(),
        2,
        1,
        limit,
        limit,
        Duration.ZERO,
        Duration.ZERO,
        "the test's database");
  }

  private static EmbeddedPostgres start(Path data, int port) throws IOException {
    return EmbeddedPostgres.builder()
        .setDataDirectory(data)
        .setCleanDataDirectory(false)
        .setPort(port)
        .start();
  }

  private void requirePassword(String user, String password) throws SQLException, IOException {
    execute("CREATE USER " + user + " PASSWORD '" + password + "'");
    if (!server.isEmbedded()) {
      return;
    }
    Path hba = Path.of((String) rows("SHOW hba_file").get(0).get(0));
    Files.writeString(hba, "host all " + user + " all scram-sha-256\n" + Files.readString(hba));
    execute("SELECT pg_reload_conf()");
    await()
        .until(
            () ->
                rows("SELECT 1 FROM pg_hba_file_rules WHERE '" + user + "' = ANY (user_name)")
                        .size()
                    == 1);
  }
}
