package io.adit.config.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ShippedFilesTest {
  private static final Path CONFIGS = Path.of("../../configs");

  @Test
  void theExampleIsWhatTheManualMakes() throws IOException {
    assertThat(CONFIGS.resolve("config.yaml")).hasContent(Manual.exampleFile());
  }

  @Test
  void theExampleSaysNothingButDefaults() throws ConfigException {
    AditConfig example = ConfigFile.load(CONFIGS.resolve("config.yaml"), Map.of());

    assertThat(example)
        .usingRecursiveComparison()
        .ignoringFields("file")
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
        .extracting(PoolConfig::node)
        .isInstanceOf(NodeConfig.Bitcoind.class);
  }

  @Test
  void theVariantForPostgresIsValid() throws ConfigException {
    AditConfig config =
        ConfigFile.load(CONFIGS.resolve("postgres.yaml"), Map.of("POSTGRES_PASSWORD", "secret"));

    assertThat(config.postgres().map(PostgresConfig::password)).isEqualTo(Optional.of("secret"));
  }

  @Test
  void theVariantForTwoPoolsIsValid() throws ConfigException {
    AditConfig config = ConfigFile.load(CONFIGS.resolve("two-pools.yaml"), Map.of());

    assertThat(config.pools())
        .extracting(PoolConfig::name, pool -> pool.server().port())
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("small", 3333),
            org.assertj.core.groups.Tuple.tuple("large", 3334));
  }
}
