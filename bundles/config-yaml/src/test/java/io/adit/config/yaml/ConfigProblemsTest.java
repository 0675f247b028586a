package io.adit.config.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigProblemsTest {
  @TempDir private Path directory;

  private List<String> problems(String text) {
    return TestFile.of(directory, text).problems();
  }

  @Test
  void aProblemIsOneLineWithFileLineKeyFoundAndExpected() {
    Path file = TestFile.of(directory, "server:\n  port: 99999\n").path();

    ConfigException e =
        catchThrowableOfType(ConfigException.class, () -> ConfigFile.load(file, Map.of()));

    assertThat(e)
        .hasMessage(file + ":2: server.port: \"99999\" (expected: a whole number from 0 to 65535)");
  }

  @Test
  void anUnknownKeyIsNamedWithTheNearestKnownOne() {
    assertThat(problems("server:\n  prot: 3333\n"))
        .singleElement()
        .asString()
        .startsWith("2 server.prot: unknown key; server.port? known in server: host, port, ");
  }

  @Test
  void aKeyInTheWrongSectionIsSentToItsOwn() {
    assertThat(problems("server:\n  pool_address: x\n"))
        .singleElement()
        .asString()
        .startsWith("2 server.pool_address: unknown key; mining.pool_address?");
  }

  @ParameterizedTest
  @CsvSource({
    "mining.portt, server.port",
    "mining.inital_difficulty, mining.initial_difficulty",
    "mining.max_connectoins, server.max_connections",
    "postgres.prot, postgres.port",
    "postgres.max_conections, postgres.max_connections",
    "node.user, node.rpc_user",
    "node.password, node.rpc_password",
    "logging.file, logging.file_path",
    "logging.lvel, logging.level"
  })
  void aMisspeltKeyIsAnsweredWithTheClosestNameTheSameSectionFirst(String wrong, String meant) {
    String[] words = wrong.split("\\.", -1);

    assertThat(problems(words[0] + ":\n  " + words[1] + ": x\n"))
        .singleElement()
        .asString()
        .startsWith("2 " + wrong + ": unknown key; " + meant + "? known in " + words[0] + ": ");
  }

  @Test
  void aKeyThatIsLikeNoOtherIsAnsweredWithThoseThatThereAre() {
    assertThat(problems("server:\n  <<: {port: 1}\n"))
        .singleElement()
        .asString()
        .startsWith("2 server.<<: unknown key; known in server: host, port, ");
  }

  @Test
  void anUnknownSectionIsNamedWithTheNearestKnownOne() {
    assertThat(problems("\nminning:\n  a: 1\n"))
        .singleElement()
        .asString()
        .startsWith("2 minning: unknown key; mining? known here: server, mining, node, ");
  }

  @Test
  void allProblemsAreReportedInTheOrderOfTheirLines() {
    assertThat(
            problems(
                """
                server:
                  port: x
                  tls: {enabled: maybe}
                logging:
                  level: loud
                mining:
                  extranonce1_size: 9
                """))
        .containsExactly(
            "2 server.port: \"x\"; a whole number from 0 to 65535",
            "3 server.tls.enabled: \"maybe\"; true or false",
            "5 logging.level: \"loud\"; error or warn or info or debug or trace",
            "7 mining.extranonce1_size: \"9\"; a whole number from 2 to 8");
  }

  @Test
  void aKeyThatStandsTwiceIsAnError() {
    assertThat(problems("server:\n  port: 1\n  port: 2\n"))
        .containsExactly("3 server.port: here again; each key once; it stands on line 2 too");
  }

  @Test
  void whatIsNotYamlIsNamedWithItsLine() {
    assertThat(problems("server:\n  port: 1\n host: [\n"))
        .singleElement()
        .asString()
        .matches("\\d : not YAML: .*; YAML");
  }

  @Test
  void aTabThatIndentsIsNamedWithItsLine() {
    assertThat(problems("server:\n\tport: 1\n")).singleElement().asString().startsWith("2 : not");
  }

  @Test
  void aListWhereAValueBelongsIsAnError() {
    assertThat(problems("server:\n  port: [1, 2]\n"))
        .containsExactly("2 server.port: a list; a whole number from 0 to 65535");
  }

  @Test
  void aValueWhereASectionBelongsIsAnError() {
    assertThat(problems("server: 3333\n"))
        .containsExactly(
            "1 server: \"3333\"; a section with host, port, max_connections, read_timeout,"
                + " write_timeout, server_id, tls, metrics, ports");
  }

  @Test
  void aNumberThatIsLeftOutIsAnError() {
    assertThat(problems("server:\n  port:\n"))
        .containsExactly("2 server.port: nothing; a whole number from 0 to 65535");
  }

  @Test
  void aDurationNeedsItsUnit() {
    assertThat(problems("server:\n  read_timeout: 10\n"))
        .containsExactly(
            "2 server.read_timeout: \"10\"; a duration from 0s to 24h, such as 500ms, 10s, 2m or"
                + " 1h");
  }

  @Test
  void aBombOfAliasesIsRefused() {
    StringBuilder bomb = new StringBuilder("a: &a0 [x, x]\n");
    for (int i = 1; i < 60; i++) {
      bomb.append("b").append(i).append(": &a").append(i).append(" [*a").append(i - 1);
      bomb.append(", *a").append(i - 1).append("]\n");
    }

    assertThat(problems(bomb.toString())).singleElement().asString().contains("aliases");
  }

  @Test
  void anUnknownCoinIsAnsweredWithTheKnownOnes() {
    assertThat(problems("mining:\n  coin_type: dogecoin\n  pool_address: D8ZsXYZ\n"))
        .containsExactly(
            "2 mining.coin_type: \"dogecoin\"; one of bitcoin, bitcoin-regtest, bitcoin-signet,"
                + " bitcoin-testnet, bitcoin-testnet4, litecoin, litecoin-regtest, litecoin-signet,"
                + " litecoin-testnet");
  }

  @Test
  void anAddressOfAnotherNetworkIsRefused() {
    assertThat(problems("mining:\n  pool_address: tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx\n"))
        .singleElement()
        .asString()
        .startsWith("2 mining.pool_address: ")
        .contains("not an address of bitcoin but of bitcoin-signet or bitcoin-testnet or")
        .endsWith("; an address of coin_type bitcoin");
  }

  /** The addresses are BIP 350's: of version 1 with 40 bytes, of 2 and of 16. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "bc1pw508d6qejxtdg4y5r3zarvary0c5xw7kw508d6qejxtdg4y5r3zarvary0c5xw7kt5nd6y",
        "bc1zw508d6qejxtdg4y5r3zarvaryvaxxpcs",
        "bc1sw50qgdz25j"
      })
  void anAddressThatAnyoneCanSpendIsRefused(String address) {
    assertThat(problems("mining:\n  pool_address: " + address + "\n"))
        .singleElement()
        .asString()
        .startsWith(
            "2 mining.pool_address: \"" + address + "\" is of a kind that anyone can spend");
  }

  @Test
  void aRealNodeNeedsAnAddressToPayTo() {
    assertThat(
            problems(
                "mining:\n  coin_type: bitcoin\nnode:\n  rpc_url: http://n:8332\n  rpc_cookie_file: c\n"))
        .containsExactly(
            "1 mining.pool_address: nothing; an address of bitcoin that blocks pay to");
  }

  @Test
  void aRealNodeNeedsItsUrlAndWhoIsAsking() {
    assertThat(
            problems(
                """
                mining: {pool_address: bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4}
                node:
                  type: bitcoind
                """))
        .containsExactly(
            "2 node.rpc_url: nothing; an address such as http://127.0.0.1:8332",
            "2 node.rpc_user: nothing; rpc_user and rpc_password, or rpc_cookie_file");
  }

  @Test
  void anInitialDifficultyMustLieBetweenTheLimits() {
    assertThat(problems("mining:\n  min_difficulty: 2\n  initial_difficulty: 1\n"))
        .singleElement()
        .asString()
        .startsWith("3 mining.initial_difficulty: \"1.0\"; auto, or between min_difficulty, 2.0");
  }

  @Test
  void theLeastDifficultyMustNotPassTheGreatest() {
    assertThat(problems("mining:\n  min_difficulty: 2\n  max_difficulty: 1\n"))
        .containsExactly("2 mining.min_difficulty: \"2.0\"; at most max_difficulty, 1.0");
  }

  @Test
  void jobsThatPayAreNoMoreThanASessionRemembers() {
    assertThat(problems("mining:\n  job_interval: 1s\n  job_timeout: 61s\n"))
        .singleElement()
        .asString()
        .isEqualTo(
            "3 mining.job_timeout: more than 60 times job_interval; at most 60s, or a longer"
                + " job_interval");
  }

  @Test
  void jobsMustBeRenewedBeforeTheyExpire() {
    assertThat(problems("mining:\n  job_interval: 5m\n"))
        .singleElement()
        .asString()
        .startsWith("2 mining.job_interval: not less than job_timeout");
  }

  @Test
  void tlsNeedsFilesThatCanBeRead() {
    assertThat(
            problems(
                "server:\n  tls:\n    enabled: true\n    cert_file: "
                    + Pems.CERT
                    + "\n    key_file: /no/such.pem\n"))
        .containsExactly(
            "5 server.tls.key_file: \"/no/such.pem\" cannot be read; a PEM file to read");
  }

  @Test
  void tlsWithoutFilesIsAnError() {
    assertThat(problems("server:\n  tls:\n    enabled: true\n"))
        .containsExactly(
            "2 server.tls.cert_file: nothing; a PEM file, since tls is enabled",
            "2 server.tls.key_file: nothing; a PEM file, since tls is enabled");
  }

  @Test
  void metricsAndMinersCannotShareAPort() {
    assertThat(problems("server:\n  port: 9090\n"))
        .containsExactly(
            "2 server.port: 9090, which is the port of server.metrics too; a port of its own");
  }

  @Test
  void redisIsRefusedUntilItIsBuilt() {
    assertThat(problems("redis:\n  host: r\n"))
        .containsExactly("1 redis.enabled: Redis is not built yet; false, or no section redis");
  }

  @Test
  void aSecretIsNotShown() {
    String secret = "s".repeat(2000);

    assertThat(problems("postgres:\n  password: " + secret + "\n"))
        .containsExactly(
            "2 postgres.password: a value that is not shown here; a text of at most 1024 bytes");
  }

  @Test
  void aMissingFileIsAnError() {
    Path missing = directory.resolve("none.yaml");

    assertThat(new TestFile(missing, Map.of()).problems())
        .containsExactly("1 : there is no such file; a YAML file");
  }

  @Test
  void aFileThatIsNotUtf8IsAnError() throws IOException {
    Path file = Files.write(directory.resolve("latin1.yaml"), new byte[] {'#', (byte) 0xe4});

    assertThat(new TestFile(file, Map.of()).problems())
        .containsExactly("1 : bytes that are not UTF-8; a YAML file in UTF-8");
  }
}
