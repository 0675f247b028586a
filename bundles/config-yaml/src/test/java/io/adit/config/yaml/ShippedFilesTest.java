package io.adit.config.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShippedFilesTest {
  private static final Path CONFIGS = Path.of("../../configs");

  @TempDir private Path directory;

  @Test
  void theExampleIsWhatTheManualMakes() throws IOException {
    assertThat(CONFIGS.resolve("config.yaml")).hasContent(Manual.exampleFile());
  }

  @Test
  void theExampleSaysNothingButDefaults() throws ConfigException {
    AditConfig example = ConfigFile.load(CONFIGS.resolve("config.yaml"), Map.of());

    assertThat(example)
        .usingRecursiveComparison()
        .ignoringFields("source")
        .isEqualTo(ConfigFile.defaults());
  }

  @Test
  void theExampleAndTheManualHaveEveryKey() throws IOException {
    String example = Files.readString(CONFIGS.resolve("config.yaml"));
    String manual = Manual.text();

    for (Section section : Schema.SECTIONS) {
      for (Key<?> key : section.keys()) {
        assertThat(example).contains("\n" + indent(section) + key.name() + ": ");
        assertThat(manual).contains("  " + key.path() + "  [");
      }
    }
    for (ListSection list : Schema.LISTS) {
      for (Key<?> key : list.keys()) {
        assertThat(example)
            .contains("#   " + key.path().substring(list.path().length() + 1) + ": ");
        assertThat(manual).contains("  " + key.path() + "  [");
      }
    }
  }

  @Test
  void theExamplesOfListsAreValidAndHaveEveryKeyThatIsRequired() throws ConfigException {
    String text =
        "server:\n  ports:\n"
            + PortKeys.PORTS
                .example()
                .replace("cert.pem", "" + Pems.CERT)
                .replace("key.pem", "" + Pems.KEY)
                .indent(4)
            + "node:\n  rpc_url: http://10.0.0.1:8332\n  rpc_cookie_file: c\n  backups:\n"
            + BackupKeys.BACKUPS.example().indent(4)
            + "coins:\n"
            + CoinKeys.COINS.example().indent(2)
            + "mining: {coin_type: mycoin, payout: solo}\n"
            + "pools:\n"
            + Schema.POOLS.example().indent(2);

    AditConfig config = TestFile.of(directory, text).load();

    assertThat(config.pools())
        .extracting(PoolConfig::name, pool -> pool.server().ports().size())
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("main", 3),
            org.assertj.core.groups.Tuple.tuple("second", 1));
    assertThat(config.pools()).allSatisfy(pool -> assertThat(pool.nodes()).hasSize(3));
  }

  @Test
  void theExampleSaysWhereItDiffersFromTheDefault() {
    for (Section section : Schema.SECTIONS) {
      if (section.offInExample()) {
        assertThat(section.keys().get(0).meaning())
            .contains("The default is true; the example switches the section off.");
      }
    }
  }

  private static String indent(Section section) {
    return section.path().contains(".") ? "    " : "  ";
  }

  @Test
  void theVariantForBitcoindIsValid() throws ConfigException {
    AditConfig config =
        ConfigFile.load(
            CONFIGS.resolve("bitcoind.yaml"),
            Map.of(
                "POOL_ADDRESS", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
                "RPC_USER", "u",
                "RPC_PASSWORD", "p"));

    assertThat(config.pools())
        .singleElement()
        .extracting(pool -> pool.nodes().get(0))
        .isInstanceOf(NodeConfig.Bitcoind.class);
  }

  @Test
  void theVariantForSeveralNodesIsValid() throws ConfigException {
    AditConfig config =
        ConfigFile.load(
            CONFIGS.resolve("nodes.yaml"),
            Map.of(
                "POOL_ADDRESS", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
                "RPC_USER", "u",
                "RPC_PASSWORD", "p"));

    assertThat(config.pools().get(0).nodes())
        .extracting("rpcUrl")
        .containsExactly("http://127.0.0.1:8332", "http://10.0.0.2:8332", "http://10.0.0.3:8332");
  }

  @Test
  void theVariantForPostgresIsValid() throws ConfigException {
    AditConfig config =
        ConfigFile.load(CONFIGS.resolve("postgres.yaml"), Map.of("POSTGRES_PASSWORD", "secret"));

    assertThat(config.postgres().map(PostgresConfig::password)).isEqualTo(Optional.of("secret"));
  }

  @Test
  void theVariantForRedisIsValid() throws ConfigException {
    AditConfig config = ConfigFile.load(CONFIGS.resolve("redis.yaml"), Map.of());

    assertThat(config.redis().map(RedisConfig::host)).isEqualTo(Optional.of("localhost"));
  }

  @Test
  void theVariantForTwoPoolsIsValid() throws ConfigException {
    AditConfig config = ConfigFile.load(CONFIGS.resolve("two-pools.yaml"), Map.of());

    assertThat(config.pools())
        .extracting(PoolConfig::name, pool -> pool.server().ports().get(0).port())
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("small", 3333),
            org.assertj.core.groups.Tuple.tuple("large", 3334));
  }

  @Test
  void theVariantForSoloMiningIsValid() throws ConfigException {
    AditConfig config =
        ConfigFile.load(
            CONFIGS.resolve("solo.yaml"),
            Map.of(
                "POOL_ADDRESS", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
                "RPC_USER", "u",
                "RPC_PASSWORD", "p"));

    assertThat(config.pools())
        .singleElement()
        .satisfies(
            pool -> {
              assertThat(pool.server().ports().get(0).payout()).isEqualTo(Payout.SOLO);
              assertThat(pool.mining().feeHundredths()).isEqualTo(150);
            });
  }

  @Test
  void theVariantForLitecoinIsValid() throws ConfigException {
    AditConfig config =
        ConfigFile.load(
            CONFIGS.resolve("litecoin.yaml"),
            Map.of(
                "POOL_ADDRESS", "ltc1qw508d6qejxtdg4y5r3zarvary0c5xw7kgmn4n9",
                "RPC_USER", "u",
                "RPC_PASSWORD", "p"));

    assertThat(config.pools())
        .singleElement()
        .extracting(pool -> pool.mining().coin().algorithm())
        .isEqualTo("scrypt");
  }

  @Test
  void theVariantForSeveralPortsIsValid() throws ConfigException {
    AditConfig config = ConfigFile.load(CONFIGS.resolve("ports.yaml"), Map.of());

    assertThat(config.pools().get(0).server().ports())
        .extracting(PortConfig::port, PortConfig::minDifficulty)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(3333, 0.0001),
            org.assertj.core.groups.Tuple.tuple(3334, 0.000001),
            org.assertj.core.groups.Tuple.tuple(3335, 500000.0));
  }

  @Test
  void theFileOfMinersAndTheManualExplainEveryKeyOfAProfile() throws IOException {
    String file = Files.readString(CONFIGS.resolve("miners.yaml"));
    String manual = Manual.text();

    for (Key<?> key : MinerKeys.MINERS.keys()) {
      Matcher paragraph =
          Pattern.compile("(?s)\n#   " + key.name() + " +(.*?)\n#(   \\w|\n)").matcher(file);
      assertThat(paragraph.find()).as(key.path()).isTrue();
      assertThat(paragraph.group(1).replaceAll("\n# +", " "))
          .contains(key.byDefault().map(value -> "default " + value).orElse("; required"));
      assertThat(manual).contains("  " + key.path() + "  [");
    }
  }

  @Test
  void theShippedProfilesOfMinersAreTheBuiltInOnes() throws IOException, ConfigException {
    Path shipped = CONFIGS.resolve("miners.yaml");

    try (InputStream builtIn = MinersFile.class.getResourceAsStream(MinersFile.BUILT_IN)) {
      assertThat(shipped).hasBinaryContent(builtIn.readAllBytes());
    }
    assertThat(MinersFile.load(shipped, Map.of())).isEqualTo(MinersFile.builtIn());
  }
}
