package io.adit.config.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NodesTest {
  private static final String SOLO = "mining: {payout: solo}\nserver: {port: 0}\n";

  @TempDir private Path directory;

  private TestFile file(String text) {
    return TestFile.of(directory, SOLO + text);
  }

  private List<String> kinds(String text) throws ConfigException {
    return file(text).load().pools().stream()
        .flatMap(pool -> pool.nodes().stream())
        .map(node -> node instanceof NodeConfig.Bitcoind real ? real.rpcUrl() : "devnet")
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "rpc_url, http://n:8332",
    "rpc_user, u",
    "rpc_password, secret",
    "rpc_cookie_file, /c",
    "zmq_hashblock, tcp://n:28332"
  })
  void whoSaysHowToReachANodeDoesNotMineOnDevnet(String key, String value) {
    assertThat(file("node:\n  type: devnet\n  " + key + ": " + value + "\n").problems())
        .containsExactly(
            "5 node."
                + key
                + ": set where type is devnet, which has no RPC; type: bitcoind, or no "
                + key);
  }

  @Test
  void severalKeysOfRpcOnDevnetAreOneMistake() {
    assertThat(
            file("node: {type: devnet, rpc_url: 'http://n:1', rpc_user: u, rpc_password: p}\n")
                .problems())
        .hasSize(1);
  }

  @Test
  void aUserWithoutAnAddressIsNoDevnet() {
    assertThat(file("node: {rpc_user: u, rpc_password: p}\n").problems())
        .containsExactly("3 node.rpc_url: nothing; an address such as http://127.0.0.1:8332");
  }

  @Test
  void keysOfRpcThatAreEmptyAreAsIfTheyWereNotThere() throws ConfigException {
    assertThat(kinds("node: {type: devnet, rpc_url: '', rpc_user: '${U:}'}\n"))
        .containsExactly("devnet");
  }

  @Test
  void aNodeThatIsSwitchedOffMayKeepItsKeys() throws ConfigException {
    assertThat(kinds("node: {enabled: false, type: devnet, rpc_url: 'http://n:1'}\n"))
        .containsExactly("devnet");
  }

  @ParameterizedTest
  @ValueSource(strings = {"type: devnet", "enabled: false", "enabled: false, type: devnet"})
  void aPoolsOwnAddressOfANodeCountsWhateverTheTopSays(String top) throws ConfigException {
    assertThat(
            kinds(
                "node: {"
                    + top
                    + """
                    }
                    pools:
                      - name: a
                        node: {rpc_url: "http://own:1", rpc_user: u, rpc_password: p}
                      - name: b
                    """))
        .containsExactly("http://own:1", "devnet");
  }

  @Test
  void aPoolMayBeOnDevnetWhereTheTopHasANode() throws ConfigException {
    assertThat(
            kinds(
                """
                node: {rpc_url: "http://top:1", rpc_user: u, rpc_password: p}
                pools:
                  - name: a
                  - {name: b, node: {type: devnet}}
                  - {name: c, node: {enabled: false}}
                  - {name: d, node: {rpc_url: "http://own:1"}}
                """))
        .containsExactly("http://top:1", "devnet", "devnet", "http://own:1");
  }

  @Test
  void aSectionOfAPoolTakesNothingFromOneThatIsSwitchedOff() throws ConfigException {
    assertThat(
            file("""
                    node: {enabled: false, rpc_url: "http://top:1", devnet_difficulty: 5}
                    pools:
                      - {name: a, node: {poll_interval: 2s}}
                      - {name: b, node: {devnet_difficulty: 7}}
                    """)
                .load()
                .pools())
        .flatExtracting(PoolConfig::nodes)
        .containsExactly(new NodeConfig.Devnet(0.03), new NodeConfig.Devnet(7));
  }

  @Test
  void keysOfRpcInAPoolNeedAnotherTypeThanTheTopHas() {
    assertThat(
            file("node: {type: devnet}\npools:\n  - name: a\n    node: {rpc_user: u}\n").problems())
        .containsExactly(
            "6 pools[0].node.rpc_user: set where type is devnet, which has no RPC; type: bitcoind,"
                + " or no rpc_user");
  }

  @ParameterizedTest
  @CsvSource({
    "rpc_user: u, rpc_password",
    "rpc_password: p, rpc_user",
    "poll_interval: 1s, rpc_user"
  })
  void aNodeIsAskedWithUserAndPasswordBoth(String given, String missing) {
    assertThat(file("node:\n  rpc_url: http://n:1\n  " + given + "\n").problems())
        .containsExactly(
            "3 node." + missing + ": nothing; rpc_user and rpc_password, or rpc_cookie_file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "tcp://127.0.0.1:28332", "tcp://[::1]:1", "tcp://node-1.lan:65535"})
  void anAddressOfZmqIsOneToConnectTo(String address) throws ConfigException {
    NodeConfig node =
        file("node: {rpc_url: 'http://n:1', rpc_cookie_file: /c, zmq_hashblock: '" + address + "'}")
            .onlyPool()
            .nodes()
            .get(0);

    assertThat(((NodeConfig.Bitcoind) node).zmqHashblock()).isEqualTo(address);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1:28332",
        "tcp://127.0.0.1",
        "tcp://127.0.0.1:0",
        "tcp://127.0.0.1:65536",
        "tcp://*:28332",
        "tcp://::1:28332",
        "tcp://:28332",
        "tcp://node_1.lan:28332",
        "tcp://1.2.3:28332",
        "tcp://[1::2::3]:28332",
        "http://127.0.0.1:28332",
        "ipc:///run/node/hashblock",
        "ipc://@hashblock",
        "ipc://"
      })
  void anAddressThatZmqCannotConnectToIsNamed(String address) {
    assertThat(file("node: {rpc_url: 'http://n:1', zmq_hashblock: '" + address + "'}\n").problems())
        .contains(
            "3 node.zmq_hashblock: \""
                + address
                + "\"; an address such as tcp://127.0.0.1:28332 (not ipc:, which is not supported)");
  }

  @Test
  void aPoolsOwnNodeDoesNotPublishWhereThatAtTheTopDoes() throws ConfigException {
    assertThat(
            file("""
                    node: {rpc_url: "http://top:1", rpc_cookie_file: /c, zmq_hashblock: "tcp://top:2"}
                    pools:
                      - name: a
                      - {name: b, node: {rpc_url: "http://own:1"}}
                      - {name: c, node: {rpc_url: "http://own:1", zmq_hashblock: "tcp://own:2"}}
                    """)
                .load()
                .pools())
        .flatExtracting(PoolConfig::nodes)
        .extracting("zmqHashblock")
        .containsExactly("tcp://top:2", "", "tcp://own:2");
  }

  @Test
  void aCookieFileIsEnough() throws ConfigException {
    assertThat(kinds("node: {rpc_url: 'http://n:1', rpc_cookie_file: /c}\n"))
        .containsExactly("http://n:1");
  }
}
