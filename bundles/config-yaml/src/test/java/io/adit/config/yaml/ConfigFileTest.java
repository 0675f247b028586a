package io.adit.config.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigFileTest {
  private static final String ADDRESS = "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4";

  @TempDir private Path directory;

  private TestFile file(String text) {
    return TestFile.of(directory, text);
  }

  private TestFile file(String text, Map<String, String> env) {
    return TestFile.of(directory, text, env);
  }

  @Test
  void anEmptyFileIsEveryDefault() throws ConfigException {
    AditConfig config = file("").load();

    assertThat(config.pools()).isEqualTo(ConfigFile.defaults().pools());
    assertThat(config.pools())
        .singleElement()
        .satisfies(
            pool -> {
              assertThat(pool.name()).isEqualTo("main");
              assertThat(pool.server().ports())
                  .containsExactly(
                      new PortConfig(
                          "0.0.0.0", 3333, Optional.empty(), 0, 0.0001, 1e12, Payout.POOL));
              assertThat(pool.mining().feeHundredths()).isZero();
              assertThat(pool.nodes()).containsExactly(new NodeConfig.Devnet(0.03));
              assertThat(pool.mining().confirmations()).isEqualTo(100);
            });
    assertThat(config.metrics()).isEqualTo(new MetricsConfig(true, "0.0.0.0", 9090, 1000));
    assertThat(config.ledger()).isEqualTo(new LedgerConfig(Optional.empty(), false, 1024, true));
    assertThat(config.storage()).isEqualTo(new StorageConfig(90, 0));
    assertThat(config.postgres()).isEmpty();
    assertThat(config.redis()).isEmpty();
    assertThat(config.minerProfiles()).isEmpty();
    assertThat(config.logging()).isEqualTo(new LoggingConfig("info", false, Optional.empty()));
  }

  @Test
  void durationsTakeMillisecondsSecondsMinutesAndHours() throws ConfigException {
    PoolConfig pool =
        file("""
                server: {read_timeout: 500ms, write_timeout: 10s}
                mining: {job_timeout: 2m, stale_job_threshold: 1h}
                """)
            .onlyPool();

    assertThat(pool.server().readTimeout()).isEqualTo(Duration.ofMillis(500));
    assertThat(pool.server().writeTimeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(pool.mining().jobTimeout()).isEqualTo(Duration.ofMinutes(2));
    assertThat(pool.mining().staleJobThreshold()).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void aVariableOfTheEnvironmentTakesItsPlace() throws ConfigException {
    AditConfig config =
        file("postgres:\n  password: a${SECRET}z\n", Map.of("SECRET", "p:$1 #\"${X}")).load();

    assertThat(config.postgres().orElseThrow().password()).isEqualTo("ap:$1 #\"${X}z");
  }

  @Test
  void aVariableThatIsNotSetHasItsDefault() throws ConfigException {
    assertThat(file("server:\n  port: ${PORT:4444}\n").onlyPool().server().ports())
        .extracting(PortConfig::port)
        .containsExactly(4444);
  }

  @Test
  void aDefaultMayBeEmptyAndMayHoldColons() throws ConfigException {
    AditConfig config =
        file("""
                mining: {pool_address: "%s"}
                node:
                  rpc_url: ${URL:http://[::1]:8332}
                  rpc_user: ${USER:u:v}
                  rpc_password: p
                  rpc_cookie_file: ${COOKIE:}
                """
                .formatted(ADDRESS))
            .load();

    assertThat(config.pools().get(0).nodes())
        .containsExactly(
            new NodeConfig.Bitcoind(
                "http://[::1]:8332", "u:v", "p", Optional.empty(), "", Duration.ofSeconds(1)));
  }

  @Test
  void aVariableWithoutValueIsNamedWithItsKey() {
    assertThat(file("server:\n  host: h\n  port: ${NO_PORT}\n").problems())
        .containsExactly(
            "3 server.port: the environment variable NO_PORT is not set; NO_PORT in the"
                + " environment, or a default: ${NO_PORT:default}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgres: {enabled: false, password: '${NOPE}'}",
        "postgres: {password: '${NOPE}', enabled: '${POSTGRES:false}'}",
        "redis: {enabled: false, port: '${NOPE}'}",
        "node: {enabled: false, rpc_url: '${NOPE}'}",
        "server: {tls: {enabled: false, key_file: '${NOPE}'}}",
        "server: {ports: [{port: 1, tls: {enabled: false, key_file: '${NOPE}'}}]}"
      })
  void aSectionThatIsSwitchedOffNeedsNoVariables(String text) throws ConfigException {
    assertThat(file(text).load().pools()).hasSize(1);
  }

  @Test
  void aSwitchNeedsItsVariable() {
    assertThat(file("postgres: {enabled: '${NOPE}', password: '${NOPE}'}").problems()).hasSize(2);
  }

  @Test
  void aReferenceThatIsNotClosedIsAnError() {
    assertThat(file("server:\n  host: \"${HOST\"\n").problems())
        .containsExactly(
            "2 server.host: \"${\" without a name and a closing brace; ${NAME} or"
                + " ${NAME:default}");
  }

  @Test
  void aNodeSectionWithAnAddressIsARealNode() throws ConfigException {
    PoolConfig pool =
        file("mining: {pool_address: "
                + ADDRESS
                + "}\nnode: {rpc_url: 'http://n:1', rpc_cookie_file: ~/c}\n")
            .onlyPool();

    assertThat(((NodeConfig.Bitcoind) pool.nodes().get(0)).rpcCookieFile())
        .contains(Path.of(System.getProperty("user.home"), "c"));
  }

  @Test
  void aSectionThatIsSwitchedOffIsAsIfItWereNotThere() throws ConfigException {
    AditConfig config =
        file("""
                redis: {enabled: false, host: r}
                postgres: {enabled: false, host: p}
                node: {enabled: false, type: bitcoind, devnet_difficulty: 7}
                """)
            .load();

    assertThat(config.postgres()).isEmpty();
    assertThat(config.pools().get(0).nodes()).containsExactly(new NodeConfig.Devnet(0.03));
  }

  @Test
  void aPostgresSectionIsInUseWithoutSayingSo() throws ConfigException {
    assertThat(file("postgres: {host: p, connect_timeout: 3s}\n").load().postgres())
        .contains(
            new PostgresConfig(
                "p",
                5432,
                "adit",
                "adit",
                "",
                10,
                2,
                Duration.ofSeconds(3),
                Duration.ofSeconds(30)));
  }
}
