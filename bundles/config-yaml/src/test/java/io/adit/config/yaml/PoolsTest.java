package io.adit.config.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PoolsTest {
  @TempDir private Path directory;

  private TestFile file(String text) {
    return TestFile.of(directory, text);
  }

  @Test
  void aPoolHasWhatItSaysAndOtherwiseWhatTheTopSays() throws ConfigException {
    List<PoolConfig> pools =
        file("""
                server: {port: 1111, max_connections: 5}
                mining: {coinbase_tag: top, variance_percent: 3}
                pools:
                  - name: a
                  - name: b
                    server: {port: 2222}
                    mining: {coinbase_tag: own}
                    node: {devnet_difficulty: 2}
                """)
            .load()
            .pools();

    assertThat(pools)
        .extracting(
            PoolConfig::name,
            pool -> pool.server().ports().get(0).port(),
            pool -> pool.server().maxConnections(),
            pool -> pool.mining().coinbaseTag(),
            pool -> pool.mining().variancePercent(),
            PoolConfig::nodes)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "a", 1111, 5, "top", 3.0, List.of(new NodeConfig.Devnet(0.03))),
            org.assertj.core.groups.Tuple.tuple(
                "b", 2222, 5, "own", 3.0, List.of(new NodeConfig.Devnet(2))));
  }

  @Test
  void aProblemInAPoolNamesItsPlace() {
    assertThat(file("pools:\n  - name: a\n    server:\n      prt: 1\n").problems())
        .singleElement()
        .asString()
        .startsWith("4 pools[0].server.prt: unknown key; server.port?");
  }

  @Test
  void aPoolCannotHaveMetricsOfItsOwn() {
    assertThat(file("pools:\n  - name: a\n    server: {metrics: {port: 1}}\n").problems())
        .singleElement()
        .asString()
        .isEqualTo("3 pools[0].server.metrics: stands in a pool; only at the top of the file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"logging", "postgres", "coins", "pools"})
  void whatIsOfTheWholeServerIsSentToTheTop(String section) {
    assertThat(file("pools:\n  - name: a\n    " + section + ": {a: 1}\n").problems())
        .containsExactly(
            "3 pools[0]." + section + ": stands in a pool; only at the top of the file");
  }

  @Test
  void twoPoolsCannotListenOnOnePort() {
    assertThat(
            file("""
                    pools:
                      - {name: a, server: {port: 5000}}
                      - {name: b, server: {port: 5000, host: 127.0.0.1}}
                    """)
                .problems())
        .containsExactly(
            "3 pools[1].server.port: 5000, which is the port of pool a too; a port of its own");
  }

  @Test
  void onePortOnTwoAddressesIsTwoPlaces() throws ConfigException {
    List<PoolConfig> pools =
        file("""
                pools:
                  - {name: a, server: {port: 5000, host: 127.0.0.1}}
                  - {name: b, server: {port: 5000, host: 127.0.0.2}}
                """)
            .load()
            .pools();

    assertThat(pools).hasSize(2);
  }

  @Test
  void anyFreePortMayBeAskedForTwice() throws ConfigException {
    assertThat(
            file("server: {port: 0, metrics: {port: 0}}\npools: [{name: a}, {name: b}]\n")
                .load()
                .pools())
        .hasSize(2);
  }

  @Test
  void twoPoolsCannotShareAName() {
    assertThat(file("server: {port: 0}\npools:\n  - name: a\n  - name: a\n").problems())
        .containsExactly("4 pools[1].name: \"a\", as on line 3; a name of its own");
  }

  @Test
  void aPoolNeedsAName() {
    assertThat(file("pools:\n  - server: {port: 1}\n").problems())
        .containsExactly("2 pools[0].name: nothing; a name of letters, digits, . _ and -");
  }

  @Test
  void anEmptyListOfPoolsIsAnError() {
    assertThat(file("pools: []\n").problems())
        .containsExactly(
            "1 pools: an empty list; a list of pools, each with name, server, mining, node");
  }
}
