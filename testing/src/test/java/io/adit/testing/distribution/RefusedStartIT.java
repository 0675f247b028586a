package io.adit.testing.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Each thing that keeps a server from starting: one line that says which, and an exit code. */
@ExtendWith(Outputs.class)
@Timeout(120)
class RefusedStartIT {
  private static final String MAINNET = "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4";

  @TempDir Path directory;

  private final AditProcess.Ports ports = AditProcess.Ports.free();

  /** Its only line on stderr. */
  private String refusal(String config) {
    try (AditProcess server = AditProcess.launch(directory, ports, config)) {
      assertThat(server.awaitExit()).isNotZero();
      assertThat(server.err()).as("lines on stderr").hasSize(1);
      assertThat(server.out())
          .as("no stack trace, no banner")
          .noneMatch(line -> line.startsWith("\tat ") || line.contains("up after"))
          .as("nothing has listened")
          .noneMatch(line -> line.contains("listening at"));
      assertThat(server.err().get(0)).doesNotContain("Exception");
      return server.err().get(0);
    }
  }

  private static ServerSocket take(int port) throws IOException {
    return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
  }

  private static boolean isOpen(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void theMinersPortIsTaken() throws IOException {
    try (ServerSocket taken = take(ports.first())) {
      assertThat(refusal(ports.section())).contains("127.0.0.1:" + taken.getLocalPort());
    }
  }

  @Test
  void thePortOfTheMetricsIsTaken() throws IOException {
    try (ServerSocket taken = take(ports.metrics())) {
      assertThat(refusal(ports.section()))
          .contains("metrics")
          .contains("127.0.0.1:" + taken.getLocalPort());
    }
  }

  @Test
  void theDataDirectoryIsAnotherServers() {
    AditProcess.Ports others = AditProcess.Ports.free();
    try (AditProcess other = AditProcess.start(directory, others, others.section())) {
      assertThat(refusal(ports.section())).contains(directory.resolve("data").toString());
      assertThat(other.metrics()).isNotEmpty();
    }
  }

  @Test
  void aKeyIsUnknown() {
    String line = refusal(ports.section() + "mining:\n  pool_adress: " + MAINNET + "\n");

    assertThat(line)
        .contains(directory.resolve("config-" + ports.first() + ".yaml") + ":7")
        .contains("pool_adress")
        .contains("mining.pool_address");
  }

  @Test
  void theFileIsNotThere() {
    Path missing = directory.resolve("missing.yaml");
    try (RunningProcess server = new RunningProcess("serve", "--config", missing.toString())) {
      assertThat(server.awaitExit()).isNotZero();
      assertThat(server.err()).hasSize(1);
      assertThat(server.err().get(0)).contains(missing.toString());
    }
  }

  @Test
  void theAddressIsOfAnotherNetwork() {
    String config =
        ports.section()
            + "mining:\n  coin_type: bitcoin-regtest\n  pool_address: "
            + MAINNET
            + "\n";

    assertThat(refusal(config)).contains(":8").contains("pool_address").contains(MAINNET);
  }

  @Test
  void theDatabaseDoesNotTakeThePassword() throws Exception {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
      requirePassword(postgres, "miner");
      String line =
          refusal(
              ports.section()
                  + """
                  postgres:
                    host: localhost
                    port: %d
                    database: postgres
                    user: miner
                    password: guessed
                  """
                      .formatted(postgres.getPort()));

      assertThat(line)
          .startsWith("adit: the store: PostgreSQL at localhost:" + postgres.getPort())
          .contains("password authentication failed for user \"miner\"")
          .doesNotContain("guessed");
    }
  }

  /** Makes a user who, unlike the others, needs a password; it is not {@code guessed}. */
  private static void requirePassword(EmbeddedPostgres postgres, String user) throws Exception {
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE USER " + user + " PASSWORD 'right'");
      ResultSet row = statement.executeQuery("SHOW hba_file");
      row.next();
      Path rules = Path.of(row.getString(1));
      Files.writeString(
          rules, "host all " + user + " all scram-sha-256\n" + Files.readString(rules));
      statement.execute("SELECT pg_reload_conf()");
    }
    String url = postgres.getJdbcUrl(user, "postgres");
    await()
        .atMost(RunningProcess.LIMIT)
        .untilAsserted(
            () ->
                assertThatThrownBy(() -> DriverManager.getConnection(url, user, "guessed").close())
                    .hasMessageContaining("password authentication failed"));
  }

  @Test
  void theNodeDoesNotTakeThePassword() throws IOException {
    List<Boolean> listening = new CopyOnWriteArrayList<>();
    HttpServer node =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    node.createContext(
        "/",
        exchange -> {
          listening.add(isOpen(ports.first()) || isOpen(ports.metrics()));
          exchange.sendResponseHeaders(401, -1);
          exchange.close();
        });
    node.start();
    try {
      String url = "http://127.0.0.1:" + node.getAddress().getPort();
      String line =
          refusal(
              ports.section()
                  + """
                  mining:
                    pool_address: %s
                  node:
                    type: bitcoind
                    rpc_url: %s
                    rpc_user: adit
                    rpc_password: guessed
                  """
                      .formatted(MAINNET, url));

      assertThat(line).contains(url).contains("401").doesNotContain("guessed");
      assertThat(listening).isNotEmpty().doesNotContain(true);
    } finally {
      node.stop(0);
    }
  }
}
