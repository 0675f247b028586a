package io.adit.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.adit.api.State;
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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.service.jdbc.DataSourceFactory;
import org.postgresql.osgi.PGDataSourceFactory;

class PostgresStoreTest extends StatisticsContract {
  private static final String DRIVER = "org.postgresql.Driver";
  private static EmbeddedPostgres server;
  private static int databases;

  private String database;

  @BeforeAll
  static void startServer() throws IOException {
    server = EmbeddedPostgres.start();
  }

  @AfterAll
  static void stopServer() throws IOException {
    server.close();
  }

  @BeforeEach
  void makeDatabase() throws SQLException {
    databases++;
    database = "adit" + databases;
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + database);
    }
  }

  @Override
  Settings settings() {
    return settings(DRIVER, url(server.getPort(), database), "postgres", "");
  }

  @Override
  DataSourceFactory factory() {
    return new PGDataSourceFactory();
  }

  @Override
  Connection outside() throws SQLException {
    return server.getDatabase("postgres", database).getConnection();
  }

  @Test
  void aWrongPasswordIsRefusedAndNotShown() throws Exception {
    requirePassword("miner", "right");
    JdbcStore store =
        started(settings(DRIVER, url(server.getPort(), database), "miner", "guessed"));
    await().until(() -> store.state().kind() == State.Kind.REFUSED);
    assertThat(store.state().detail())
        .contains("password authentication failed for user \"miner\"")
        .doesNotContain("guessed");
  }

  @Test
  void aDatabaseThatIsNotThereIsRefused() throws Exception {
    JdbcStore store = started(settings(DRIVER, url(server.getPort(), "missing"), "postgres", ""));
    await().until(() -> store.state().kind() == State.Kind.REFUSED);
    assertThat(store.state().detail()).contains("database \"missing\" does not exist");
  }

  @Test
  void aServerThatComesLateAndGoesInBetweenIsWaitedFor(@TempDir Path data) throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    JdbcStore store = started(settings(DRIVER, url(port, "postgres"), "postgres", ""));
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

  private static EmbeddedPostgres start(Path data, int port) throws IOException {
    return EmbeddedPostgres.builder()
        .setDataDirectory(data)
        .setCleanDataDirectory(false)
        .setPort(port)
        .start();
  }

  private void requirePassword(String user, String password) throws SQLException, IOException {
    execute("CREATE USER " + user + " PASSWORD '" + password + "'");
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

  private static String url(int port, String database) {
    return "jdbc:postgresql://localhost:" + port + "/" + database;
  }
}
