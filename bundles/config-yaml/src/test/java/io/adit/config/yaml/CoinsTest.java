package io.adit.config.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.api.coin.Coin;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CoinsTest {
  private static final String MYCOIN =
      """
      coins:
        - name: mycoin
          chain: main
          algorithm: sha256d
          pubkey_hash_version: 50
          script_hash_versions: [23, 55]
          bech32_prefix: my
      """;

  @TempDir private Path directory;

  private TestFile file(String text) {
    return TestFile.of(directory, text);
  }

  @Test
  void aCoinOfTheFileCanBeMined() throws ConfigException {
    assertThat(file(MYCOIN + "mining: {coin_type: mycoin}\n").onlyPool().mining().coin())
        .isEqualTo(
            new Coin(
                "mycoin",
                "main",
                "sha256d",
                50,
                List.of(23, 55),
                "my",
                List.of("segwit"),
                0x1fffe000));
  }

  @Test
  void litecoinIsKnown() throws ConfigException {
    assertThat(file("mining: {coin_type: litecoin}\n").onlyPool().mining().coin().templateRules())
        .containsExactly("segwit", "mweb");
  }

  @Test
  void rulesAndMaskMayBeEmpty() throws ConfigException {
    Coin coin =
        file(MYCOIN
                + """
                    template_rules: []
                    version_mask: 00000000
                mining: {coin_type: mycoin}
                """)
            .onlyPool()
            .mining()
            .coin();

    assertThat(coin.templateRules()).isEmpty();
    assertThat(coin.versionMask()).isZero();
  }

  @Test
  void oneElementNeedsNoList() throws ConfigException {
    assertThat(
            file(MYCOIN.replace("[23, 55]", "23") + "mining: {coin_type: mycoin}\n")
                .onlyPool()
                .mining()
                .coin()
                .scriptHashVersions())
        .containsExactly(23);
  }

  @Test
  void anAddressMustBeOfTheCoin() {
    assertThat(
            file(MYCOIN
                    + """
                    mining:
                      coin_type: mycoin
                      pool_address: 1BoatSLRHtKNngkdXEeobR76b53LETtpyT
                    """)
                .problems())
        .singleElement()
        .asString()
        .startsWith("10 mining.pool_address: ")
        .endsWith("; an address of coin_type mycoin");
  }

  @Test
  void aCoinThatIsNotThereIsAnsweredWithAllThatAre() {
    assertThat(file(MYCOIN + "mining:\n  coin_type: mycoins\n").problems())
        .singleElement()
        .asString()
        .startsWith("9 mining.coin_type: \"mycoins\"; one of bitcoin, ")
        .endsWith("litecoin-testnet, mycoin");
  }

  @Test
  void aKnownCoinCannotBeDescribedAgain() {
    assertThat(file(MYCOIN.replace("mycoin", "litecoin")).problems())
        .containsExactly(
            "2 coins[0].name: \"litecoin\", which is known already; a name of its own");
  }

  @Test
  void twoCoinsCannotShareAName() {
    String second = MYCOIN.substring(MYCOIN.indexOf('\n') + 1);

    assertThat(file(MYCOIN + second).problems())
        .containsExactly("8 coins[1].name: \"mycoin\", as on line 2; a name of its own");
  }

  @Test
  void everythingThatHasNoDefaultIsRequired() {
    assertThat(file("coins:\n  - version_mask: 1fffe000\n").problems())
        .containsExactly(
            "2 coins[0].name: nothing; a name of letters, digits, . _ and -",
            "2 coins[0].chain: nothing; a name of letters, digits, . _ and -",
            "2 coins[0].algorithm: nothing; a name of letters, digits, . _ and -",
            "2 coins[0].pubkey_hash_version: nothing; a whole number from 0 to 255",
            "2 coins[0].script_hash_versions: nothing; a list of whole numbers from 0 to 255, such"
                + " as [5]",
            "2 coins[0].bech32_prefix: nothing; a prefix such as bc: 1 to 83 lower-case letters or"
                + " digits");
  }

  @Test
  void everyWrongValueIsNamedWithItsPlace() {
    assertThat(
            file("""
                    coins:
                      - name: my coin
                        chain: [main]
                        algorithm: sha256(d)
                        pubkey_hash_version: 256
                        script_hash_versions: [5, 300]
                        bech32_prefix: BC
                        template_rules: {segwit: true}
                        version_mask: 1fffe000f
                    """)
                .problems())
        .containsExactly(
            "2 coins[0].name: \"my coin\"; a name of letters, digits, . _ and -",
            "3 coins[0].chain: a list; a name of letters, digits, . _ and -",
            "4 coins[0].algorithm: \"sha256(d)\"; a name of letters, digits, . _ and -",
            "5 coins[0].pubkey_hash_version: \"256\"; a whole number from 0 to 255",
            "6 coins[0].script_hash_versions: \"5 300\"; a list of whole numbers from 0 to 255, such"
                + " as [5]",
            "7 coins[0].bech32_prefix: \"BC\"; a prefix such as bc: 1 to 83 lower-case letters or"
                + " digits",
            "8 coins[0].template_rules: a section; a list of names, such as [segwit]",
            "9 coins[0].version_mask: \"1fffe000f\"; bits as 1 to 8 hexadecimal digits, such as"
                + " 1fffe000");
  }

  @Test
  void aListOfVersionsMustNotBeEmptyNorHoldLists() {
    assertThat(file(MYCOIN.replace("[23, 55]", "[]")).problems())
        .singleElement()
        .asString()
        .startsWith("6 coins[0].script_hash_versions: nothing; ");
    assertThat(file(MYCOIN.replace("[23, 55]", "[[23]]")).problems())
        .singleElement()
        .asString()
        .startsWith("6 coins[0].script_hash_versions: a list; ");
  }

  @Test
  void addressesOfBothKindsMustDiffer() {
    assertThat(file(MYCOIN.replace("[23, 55]", "[23, 50]")).problems())
        .containsExactly(
            "6 coins[0].script_hash_versions: 50, which is pubkey_hash_version; other versions than"
                + " that");
  }

  @Test
  void aCoinThatIsDescribedWronglyIsNotAlsoUnknown() {
    assertThat(
            file(MYCOIN.replace(": main", ": ma in") + "mining: {coin_type: mycoin}\n").problems())
        .containsExactly("3 coins[0].chain: \"ma in\"; a name of letters, digits, . _ and -");
  }

  @Test
  void anUnknownKeyOfACoinIsNamedWithTheNearestKnownOne() {
    assertThat(file(MYCOIN + "    bech32_prefx: my\n").problems())
        .singleElement()
        .asString()
        .startsWith("8 coins[0].bech32_prefx: unknown key; coins.bech32_prefix? known in coins: ");
  }

  @Test
  void coinsAreOfTheWholeFile() {
    assertThat(file("pools:\n  - name: a\n    coins: []\n").problems())
        .singleElement()
        .asString()
        .startsWith("3 pools[0].coins: stands in a pool");
  }

  @Test
  void aListWithoutCoinsIsAsGoodAsNone() throws ConfigException {
    assertThat(file("coins: []\n").load().pools()).isEqualTo(file("coins:\n").load().pools());
  }

  @Test
  void aCoinThatIsNoSectionIsAnError() {
    assertThat(file("coins: [mycoin]\n").problems())
        .containsExactly(
            "1 coins[0]: \"mycoin\"; a coin with name, chain, algorithm, pubkey_hash_version,"
                + " script_hash_versions, bech32_prefix, template_rules, version_mask");
  }
}
