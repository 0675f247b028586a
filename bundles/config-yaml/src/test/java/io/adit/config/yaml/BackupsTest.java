package io.adit.config.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackupsTest {
  private static final String SOLO = "mining: {payout: solo}\nserver: {port: 0}\n";

  /** A node at the top, from line 3 on, with two others to fall back on. */
  private static final String THREE =
      """
      node:
        rpc_url: http://one:1
        rpc_cookie_file: /c
        poll_interval: 3s
        backups:
          - {rpc_url: "http://two:1", rpc_user: u, rpc_password: p, zmq_hashblock: "tcp://two:2"}
          - {rpc_url: "http://three:1", rpc_cookie_file: /c3}
      """;

  @TempDir private Path directory;

  private TestFile file(String text, Map<String, String> env) {
    return TestFile.of(directory, SOLO + text, env);
  }

  private TestFile file(String text) {
    return file(text, Map.of());
  }

  /** The nodes of each pool. */
  private static List<String> nodes(AditConfig config) {
    return config.pools().stream()
        .map(
            pool ->
                pool.nodes().stream()
                    .map(n -> n instanceof NodeConfig.Bitcoind real ? real.rpcUrl() : "devnet")
                    .toList()
                    .toString())
        .toList();
  }

  @Test
  void furtherNodesComeAfterTheFirstInTheOrderOfTheFile() throws ConfigException {
    assertThat(file(THREE).onlyPool().nodes())
        .containsExactly(
            new NodeConfig.Bitcoind(
                "http://one:1", "", "", Optional.of(Path.of("/c")), "", Duration.ofSeconds(3)),
            new NodeConfig.Bitcoind(
                "http://two:1", "u", "p", Optional.empty(), "tcp://two:2", Duration.ofSeconds(3)),
            new NodeConfig.Bitcoind(
                "http://three:1", "", "", Optional.of(Path.of("/c3")), "", Duration.ofSeconds(3)));
  }

  @Test
  void eachNodeIsAConfigurationOfItsOwnAndTheFirstRanksHighest() throws ConfigException {
    AditConfig config = file(THREE + "pools: [{name: a}]\n").load();

    assertThat(Configurations.of(config, directory))
        .filteredOn(entry -> entry.pid().equals("io.adit.node.bitcoind"))
        .extracting(
            entry -> entry.name().orElseThrow(),
            entry -> entry.properties().get("adit.node"),
            entry -> entry.properties().get("service.ranking"),
            entry -> entry.properties().get("rpcUrl"),
            entry -> entry.properties().get("zmqHashblock"))
        .containsExactly(
            Tuple.tuple("a", "a", 0, "http://one:1", ""),
            Tuple.tuple("a+2", "a", -1, "http://two:1", "tcp://two:2"),
            Tuple.tuple("a+3", "a", -2, "http://three:1", ""));
  }

  @Test
  void noPoolCanBeCalledAsTheSecondNodeOfAnother() {
    assertThat(file(THREE + "pools: [{name: a}, {name: a+2}]\n").problems())
        .containsExactly("10 pools[1].name: \"a+2\"; a name of letters, digits, . _ and -");
  }

  @ParameterizedTest
  @CsvSource({
    "rpc_user: u, rpc_password",
    "rpc_password: p, rpc_user",
    "zmq_hashblock: '', rpc_user"
  })
  void aFurtherNodeNeedsCredentialsOfItsOwn(String given, String missing) {
    assertThat(
            file("""
                    node:
                      rpc_url: http://one:1
                      rpc_cookie_file: /c
                      backups:
                        - rpc_url: http://two:1
                          %s
                    """
                    .formatted(given))
                .problems())
        .containsExactly(
            "7 node.backups[0]."
                + missing
                + ": nothing; rpc_user and rpc_password, or rpc_cookie_file");
  }

  @ParameterizedTest
  @CsvSource({"rpc_user: u", "rpc_url: ''"})
  void aFurtherNodeNeedsAnAddress(String given) {
    assertThat(
            file("""
                    node:
                      rpc_url: http://one:1
                      rpc_cookie_file: /c
                      backups:
                        - rpc_cookie_file: /c
                          %s
                    """
                    .formatted(given))
                .problems())
        .singleElement()
        .asString()
        .matches(
            "[78] node.backups\\[0].rpc_url: nothing; an address such as http://127.0.0.1:8332");
  }

  @Test
  void aNodeThatIsThereTwiceIsNoBackup() {
    assertThat(file(THREE.replace("three", "one")).problems())
        .containsExactly(
            "9 node.backups[1].rpc_url: \"http://one:1\", as on line 4; the address of another"
                + " node");
  }

  @Test
  void devnetHasNoFurtherNodes() {
    assertThat(
            file("node:\n  type: devnet\n  backups: [{rpc_url: 'http://two:1', rpc_user: u}]\n")
                .problems())
        .containsExactly(
            "5 node.backups[0].rpc_url: set where type is devnet, which has no RPC;"
                + " type: bitcoind, or no backups");
  }

  @Test
  void furtherNodesWithoutAFirstAreNoDevnet() {
    assertThat(
            file("node: {backups: [{rpc_url: 'http://two:1', rpc_cookie_file: /c}]}\n").problems())
        .containsExactly("3 node.rpc_url: nothing; an address such as http://127.0.0.1:8332");
  }

  @Test
  void aPoolHasTheNodesOfTheTopUnlessItNamesItsOwn() throws ConfigException {
    assertThat(
            nodes(
                file(THREE
                        + """
                        pools:
                          - name: a
                          - {name: b, node: {rpc_url: "http://own:1"}}
                          - {name: c, node: {backups: [{rpc_url: "http://x:1", rpc_cookie_file: /x}]}}
                          - {name: d, node: {backups: []}}
                          - {name: e, node: {type: devnet}}
                          - {name: f, node: {enabled: false}}
                        """)
                    .load()))
        .containsExactly(
            "[http://one:1, http://two:1, http://three:1]",
            "[http://own:1]",
            "[http://one:1, http://x:1]",
            "[http://one:1]",
            "[devnet]",
            "[devnet]");
  }

  @Test
  void variablesOfNodesThatAreSwitchedOffNeedNotBeSet() throws ConfigException {
    String off = "node: {enabled: false, backups: [{rpc_url: \"${TWO}\", rpc_user: \"${U}\"}]}\n";

    assertThat(nodes(file(off).load())).containsExactly("[devnet]");
    assertThat(file(off.replace("false", "true")).problems())
        .anyMatch(problem -> problem.contains("variable TWO is not set"))
        .anyMatch(problem -> problem.contains("variable U is not set"));
  }

  @Test
  void theSecretsOfFurtherNodesAreNotShown() throws ConfigException {
    TestFile file =
        file(
            THREE.replace("rpc_password: p", "rpc_password: \"${SECRET}\""),
            Map.of("SECRET", "hidden"));

    assertThat(file.load().toString()).doesNotContain("hidden");
    assertThat(Configurations.of(file.load(), directory))
        .filteredOn(entry -> entry.name().equals(Optional.of("main+2")))
        .singleElement()
        .satisfies(entry -> assertThat(entry.properties()).containsEntry(".rpcPassword", "hidden"));
  }

  @Test
  void aMisspeltKeyOfAFurtherNodeIsAnsweredWithTheKnownOnes() {
    assertThat(file(THREE.replace("rpc_cookie_file: /c3", "cookie: /c3")).problems())
        .first()
        .asString()
        .isEqualTo(
            "9 node.backups[1].cookie: unknown key; node.backups.rpc_cookie_file? known in"
                + " node.backups: rpc_url, rpc_user, rpc_password, rpc_cookie_file, zmq_hashblock");
  }
}
