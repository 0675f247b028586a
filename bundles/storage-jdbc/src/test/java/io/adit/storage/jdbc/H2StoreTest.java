package io.adit.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.adit.api.State;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.h2.util.OsgiDataSourceFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.service.jdbc.DataSourceFactory;

class H2StoreTest extends ShareTablesContract {
  @TempDir Path directory;

  @Override
  Settings settings() {
    return settings("org.h2.Driver", url(), "sa", "secret");
  }

  @Override
  DataSourceFactory factory() {
    return new OsgiDataSourceFactory(new org.h2.Driver());
  }

  @Override
  Connection outside() throws SQLException {
    return DriverManager.getConnection(settings().dialect().url(settings()), "sa", "secret");
  }

  @Test
  void aWrongPasswordIsRefusedAndNotShown() throws Exception {
    ready().stop();
    JdbcStore store = started(settings("org.h2.Driver", url(), "sa", "guessed"));
    await().until(() -> store.state().kind() == State.Kind.REFUSED);
    assertThat(store.state().detail()).containsIgnoringCase("password").doesNotContain("guessed");
  }

  @Test
  void aFileThatAnotherProcessHoldsIsRefusedUntilItLetsGo() throws Exception {
    // H2 of another class loader knows nothing of ours, like one of another process.
    URL jar = org.h2.Driver.class.getProtectionDomain().getCodeSource().getLocation();
    JdbcStore store;
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {jar}, ClassLoader.getPlatformClassLoader())) {
      Driver driver =
          (Driver) loader.loadClass("org.h2.Driver").getDeclaredConstructor().newInstance();
      Properties properties = new Properties();
      properties.setProperty("user", "sa");
      properties.setProperty("password", "secret");
      Connection holder = driver.connect(url(), properties);
      store = started(settings());
      await().until(() -> store.state().kind() == State.Kind.REFUSED);
      assertThat(store.state().detail()).contains("held by another process");
      holder.close();
    }
    await().until(() -> store.state().isReady());
    append(store, share(1));
    assertThat(rows("SELECT job_id FROM shares")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a;b", "a;b=c"})
  void aFileThatItsUrlCannotNameIsRefused(String name) throws Exception {
    String url = "jdbc:h2:file:" + directory.resolve(name).resolve("adit");
    JdbcStore store = started(settings("org.h2.Driver", url, "sa", "secret"));
    await().until(() -> store.state().kind() != State.Kind.STARTING);
    assertThat(store.state().kind()).as(store.state().detail()).isEqualTo(State.Kind.REFUSED);
  }

  @Test
  void whatIsSaidToBeStoredIsInTheFileWhenTheServerIsKilled() throws Exception {
    JdbcStore store = ready();
    append(store, share(1));

    // What another process would find now.
    Path left = directory.resolve("left.mv.db");
    Files.copy(directory.resolve("adit.mv.db"), left);

    try (Connection connection =
            DriverManager.getConnection(
                "jdbc:h2:file:" + directory.resolve("left"), "sa", "secret");
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT job_id FROM shares")) {
      assertThat(result.next()).isTrue();
    }
  }

  private String url() {
    return "jdbc:h2:file:" + directory.resolve("adit");
  }
}
