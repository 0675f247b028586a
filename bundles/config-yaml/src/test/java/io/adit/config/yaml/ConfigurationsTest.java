package io.adit.config.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
            "io.adit.ledger",
            "io.adit.storage.jdbc",
            "io.adit.metrics.prometheus",
            "io.adit.miners",
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
        .containsEntry("hosts", new String[] {"0.0.0.0"})
        .containsEntry("ports", new int[] {3333})
        .containsEntry("tlsCertFiles", new String[] {""})
        .containsEntry("tlsKeyFiles", new String[] {""})
        .containsEntry("initialDifficulties", new double[] {0})
        .containsEntry("minDifficulties", new double[] {0.0001})
        .containsEntry("maxDifficulties", new double[] {1e12})
        .containsEntry("payouts", new String[] {"pool"})
        .containsEntry("feeHundredths", 0)
        .containsEntry("coin.name", "bitcoin")
        .containsEntry("coin.scriptHashVersions", new int[] {5})
        .containsEntry("readTimeoutMillis", 600_000L)
        .containsEntry("jobTimeoutMillis", 300_000L)
        .containsEntry("confirmations", 100)
        .containsEntry("extranonce1Size", 4)
        .containsEntry("pow.target", "(adit.pow=sha256d)")
        .containsEntry("node.target", "(adit.node=main)")
        .containsEntry("vardiff.target", "(adit.vardiff=retarget)")
        .containsEntry("osgi.ds.satisfying.condition.target", "(osgi.condition.id=adit.open)")
        .hasSize(36);
  }

  @Test
  void aNodeIsToldTheWholeCoin() throws ConfigException {
    AditConfig config =
        TestFile.of(
                directory,
                """
                coins:
                  - name: mycoin
                    chain: mine
                    algorithm: sha256d
                    pubkey_hash_version: 1
                    script_hash_versions: [2, 3]
                    bech32_prefix: my
                    template_rules: [segwit, other]
                    version_mask: ffff0000
                mining: {coin_type: mycoin, payout: solo}
                node: {rpc_url: "http://n:1", rpc_user: u, rpc_password: p}
                """)
            .load();

    for (String pid : List.of("io.adit.node.bitcoind", "io.adit.pool")) {
      assertThat(of(config, pid))
          .containsEntry("coin.name", "mycoin")
          .containsEntry("coin.chain", "mine")
          .containsEntry("coin.algorithm", "sha256d")
          .containsEntry("coin.pubKeyHashVersion", 1)
          .containsEntry("coin.scriptHashVersions", new int[] {2, 3})
          .containsEntry("coin.bech32Prefix", "my")
          .containsEntry("coin.templateRules", new String[] {"segwit", "other"})
          .containsEntry("coin.versionMask", 0xffff0000);
    }
  }

  @Test
  void eachPortIsOneElementOfEachArray() throws ConfigException {
    AditConfig config =
        TestFile.of(
                directory,
                """
                server:
                  host: 127.0.0.1
                  ports:
                    - {port: 1111, initial_difficulty: 5, min_difficulty: 4, max_difficulty: 6}
                    - port: 2222
                      host: 127.0.0.2
                      tls: {enabled: true, cert_file: %s, key_file: %s}
                      payout: solo
                mining: {pool_fee: 0.75, pool_address: bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4}
                """
                    .formatted(Pems.CERT, Pems.KEY))
            .load();

    assertThat(of(config, "io.adit.pool"))
        .containsEntry("hosts", new String[] {"127.0.0.1", "127.0.0.2"})
        .containsEntry("ports", new int[] {1111, 2222})
        .containsEntry("tlsCertFiles", new String[] {"", Pems.CERT.toString()})
        .containsEntry("tlsKeyFiles", new String[] {"", Pems.KEY.toString()})
        .containsEntry("initialDifficulties", new double[] {5, 0})
        .containsEntry("minDifficulties", new double[] {4, 0.0001})
        .containsEntry("maxDifficulties", new double[] {6, 1e12})
        .containsEntry("payouts", new String[] {"pool", "solo"})
        .containsEntry("feeHundredths", 75);
  }

  @Test
  void theProfilesOfMinersAreToldTheirFile() throws ConfigException, IOException {
    Path miners = Files.writeString(directory.resolve("m.yaml"), "miners: []\n");
    AditConfig config = TestFile.of(directory, "miners: {profiles_file: " + miners + "}\n").load();

    assertThat(of(ConfigFile.defaults(), "io.adit.miners")).containsOnly(Map.entry("file", ""));
    assertThat(of(config, "io.adit.miners")).containsOnly(Map.entry("file", miners.toString()));
  }

  @Test
  void theLedgerIsInTheDataDirectoryUnlessTheFileSaysWhere() throws ConfigException {
    AditConfig config =
        TestFile.of(
                directory,
                "ledger: {directory: a/../b, durability: fsync, max_size: 16, new_store: now}\n")
            .load();

    assertThat(of(ConfigFile.defaults(), "io.adit.ledger"))
        .containsOnly(
            Map.entry(
                "directory", directory.toAbsolutePath().normalize().resolve("ledger").toString()),
            Map.entry("durability", "os"),
            Map.entry("maxMegabytes", 1024),
            Map.entry("newStore", "oldest"));
    assertThat(of(config, "io.adit.ledger"))
        .containsOnly(
            Map.entry("directory", Path.of("b").toAbsolutePath().toString()),
            Map.entry("durability", "fsync"),
            Map.entry("maxMegabytes", 16),
            Map.entry("newStore", "now"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "postgres: {}\n"})
  void eitherDatabaseIsToldHowLongToKeepWhat(String store) throws ConfigException {
    AditConfig config =
        TestFile.of(
                directory,
                "storage: {share_retention_days: 7, rollup_retention_days: 400}\n" + store)
            .load();

    assertThat(of(config, "io.adit.storage.jdbc"))
        .containsEntry("shareRetentionDays", 7)
        .containsEntry("rollupRetentionDays", 400);
    assertThat(of(ConfigFile.defaults(), "io.adit.storage.jdbc"))
        .containsEntry("shareRetentionDays", 90)
        .containsEntry("rollupRetentionDays", 0);
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

  @Test
  void redisIsToldEverythingInTheUnitsOfItsComponents() throws ConfigException {
    AditConfig config =
        TestFile.of(
                directory,
                """
                redis:
                  host: r
                  port: 6380
                  password: hidden
                  db: 3
                  pool_size: 2
                  key_prefix: "p:"
                  share_ttl: 2h
                  worker_ttl: 90s
                """)
            .load();

    assertThat(of(config, "io.adit.storage.redis"))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "host",
                "r",
                "port",
                6380,
                ".password",
                "hidden",
                "db",
                3,
                "poolSize",
                2,
                "keyPrefix",
                "p:",
                "shareTtlMillis",
                7_200_000L,
                "workerTtlMillis",
                90_000L,
                "idFile",
                directory.toAbsolutePath().normalize().resolve("server-id").toString()));
    assertThat(config.toString()).doesNotContain("hidden");
  }
}
