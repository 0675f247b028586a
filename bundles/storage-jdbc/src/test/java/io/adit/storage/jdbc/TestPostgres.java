package io.adit.storage.jdbc;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A PostgreSQL for tests: one of their own, or that of the system property or environment variable
 * {@code ADIT_TEST_POSTGRES_URL}, a JDBC URL with {@code user} and {@code password} of a superuser.
 */
final class TestPostgres implements AutoCloseable {
  private static final String EXTERNAL = "ADIT_TEST_POSTGRES_URL";

  private final Optional<EmbeddedPostgres> embedded;
  private final String host;
  private final int port;
  private final String user;
  private final String password;
  private final List<String> databases = new ArrayList<>();
  private final List<String> roles = new ArrayList<>();

  TestPostgres() throws IOException {
    String external = System.getProperty(EXTERNAL, System.getenv(EXTERNAL));
    if (external == null) {
      EmbeddedPostgres server = EmbeddedPostgres.builder().start();
      embedded = Optional.of(server);
      host = "localhost";
      port = server.getPort();
      user = "postgres";
      password = "";
    } else {
      embedded = Optional.empty();
      URI uri = URI.create(external.substring("jdbc:".length()));
      host = uri.getHost();
      port = uri.getPort() < 0 ? 5432 : uri.getPort();
      user = parameter(uri, "user");
      password = parameter(uri, "password");
    }
  }

  private static String parameter(URI uri, String name) {
    Matcher value = Pattern.compile("(?:^|&)" + name + "=([^&]*)").matcher(uri.getRawQuery());
    if (value.find()) {
      return URLDecoder.decode(value.group(1), StandardCharsets.UTF_8);
    }
    throw new IllegalArgumentException(EXTERNAL + " without " + name);
  }

  boolean isEmbedded() {
    return embedded.isPresent();
  }

  String host() {
    return host;
  }

  int port() {
    return port;
  }

  String user() {
    return user;
  }

  String password() {
    return password;
  }

  String url(String database) {
    return url(host, port, database);
  }

  static String url(String host, int port, String database) {
    return "jdbc:postgresql://" + host + ":" + port + "/" + database;
  }

  /** Makes an empty database and returns its name. */
  String newDatabase() throws SQLException {
    String name = unique("adit");
    execute("CREATE DATABASE " + name);
    databases.add(name);
    return name;
  }

  /** A name for a role, which is dropped in the end. */
  String newRole(String what) {
    String name = unique(what);
    roles.add(name);
    return name;
  }

  private static String unique(String what) {
    return what + "_" + UUID.randomUUID().toString().substring(0, 8).toLowerCase(Locale.ROOT);
  }

  Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(url(database), user, password);
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = connect("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() throws IOException, SQLException {
    if (embedded.isPresent()) {
      embedded.get().close();
      return;
    }
    for (String database : databases) {
      execute("DROP DATABASE IF EXISTS " + database + " WITH (FORCE)");
    }
    for (String role : roles) {
      execute("DROP ROLE IF EXISTS " + role);
    }
  }
}
