package io.adit.config.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationsTest {
  @TempDir private Path directory;

  private Map<String, Object> of(AditConfig config, String pid) {
    List<Configurations.Entry> entries =
        Configurations.of(config, directory).stream()
            .filter(entry -> entry.pid().equals(pid))
            .toList();
    assertThat(entries).hasSize(1);
    return entries.get(0).properties();
  }

  @Test
  void withoutAFileThereIsADevnetAnEmbeddedStoreMetricsAndAPool() {
    AditConfig config = ConfigFile.defaults();

    assertThat(Configurations.of(config, directory))
        .extracting(Configurations.Entry::pid)
        .containsExactly(
            "io.adit.storage.jdbc",
            "io.adit.metrics.prometheus",
            "io.adit.node.devnet",
            "io.adit.pool");
    assertThat(of(config, "io.adit.storage.jdbc"))
        .containsEntry("driver", "org.h2.Driver")
        .containsEntry(
            "url",
            "jdbc:h2:file:"
                + directory.toAbsolutePath().normalize().resolve("adit")
                + ";DB_CLOSE_ON_EXIT=FALSE");
  }

  @Test
  void aPoolIsToldEverythingInTheUnitsOfItsComponent() {
    assertThat(of(ConfigFile.defaults(), "io.adit.pool"))
        .containsEntry("adit.pool", "main")
        .containsEntry("host", "0.0.0.0")
        .containsEntry("port", 3333)
        .containsEntry("tlsCertFile", "")
        .containsEntry("readTimeoutMillis", 600_000L)
        .containsEntry("initialDifficulty", 0.0)
        .containsEntry("jobTimeoutMillis", 300_000L)
        .containsEntry("extranonce1Size", 4)
        .containsEntry("pow.target", "(adit.pow=sha256d)")
        .containsEntry("node.target", "(adit.node=main)")
        .containsEntry("vardiff.target", "(adit.vardiff=retarget)")
        .containsEntry("osgi.ds.satisfying.condition.target", "(osgi.condition.id=adit.open)")
        .hasSize(26);
  }

  @Test
  void secretsGoUnderKeysThatDoNotBecomeServiceProperties() throws ConfigException {
    AditConfig config =
        TestFile.of(
                directory,
                """
                mining: {pool_address: bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4}
                node: {rpc_url: "http://n:1", rpc_user: u, rpc_password: hidden1}
                postgres: {host: "::1", database: a b, password: hidden2}
                """)
            .load();

    assertThat(of(config, "io.adit.node.bitcoind")).containsEntry(".rpcPassword", "hidden1");
    assertThat(of(config, "io.adit.storage.jdbc"))
        .containsEntry(".password", "hidden2")
        .containsEntry("url", "jdbc:postgresql://[::1]:5432/a+b");
    assertThat(config.toString()).doesNotContain("hidden");
  }
}
