package io.adit.config.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PayoutTest {
  private static final String NODE =
      "node: {rpc_url: 'http://n:1', rpc_user: u, rpc_password: p}\n";

  @TempDir private Path directory;

  private TestFile file(String text) {
    return TestFile.of(directory, text);
  }

  @Test
  void soloMiningWithoutAFeeNeedsNoAddress() throws ConfigException {
    PoolConfig pool = file(NODE + "mining: {payout: solo}\n").onlyPool();

    assertThat(pool.server().ports()).extracting(PortConfig::payout).containsExactly(Payout.SOLO);
    assertThat(pool.mining().poolAddress()).isEmpty();
  }

  @Test
  void aFeeOfSoloMiningNeedsAnAddress() {
    assertThat(file(NODE + "mining:\n  payout: solo\n  pool_fee: 0.01\n").problems())
        .containsExactly(
            "2 mining.pool_address: nothing; an address of bitcoin that pool_fee pays to");
  }

  @Test
  void aFeeOfSoloMiningNeedsAnAddressOnDevnetToo() {
    assertThat(file("mining:\n  payout: solo\n  pool_fee: 1\n").problems())
        .containsExactly(
            "1 mining.pool_address: nothing; an address of bitcoin that pool_fee pays to");
  }

  @Test
  void onePortThatPaysThePoolNeedsAnAddress() {
    assertThat(
            file(NODE
                    + """
                    mining: {payout: solo}
                    server: {ports: [{port: 1}, {port: 2, payout: pool}]}
                    """)
                .problems())
        .containsExactly(
            "2 mining.pool_address: nothing; an address of bitcoin that blocks pay to");
  }

  @Test
  void portsThatAllPayTheMinersNeedNone() throws ConfigException {
    assertThat(
            file(NODE + "server: {ports: [{port: 1, payout: solo}, {port: 2, payout: solo}]}\n")
                .load()
                .pools())
        .hasSize(1);
  }

  @Test
  void aFeeWherePayoutIsPoolMeansNothingAndIsNoMistake() throws ConfigException {
    assertThat(file("mining: {pool_fee: 3}\n").onlyPool().mining().feeHundredths()).isEqualTo(300);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 100", "0.5, 50", "0.05, 5", "1.25, 125", "100, 10000", "100.00, 10000"})
  void aFeeIsExactToTheHundredthOfAPercent(String percent, int hundredths) throws ConfigException {
    assertThat(file("mining: {pool_fee: " + percent + "}\n").onlyPool().mining().feeHundredths())
        .isEqualTo(hundredths);
  }

  @ParameterizedTest
  @ValueSource(strings = {"100.01", "101", "-1", "0.001", "1e1", "1%", ".5", "1.", "\"\""})
  void whatIsNoSuchPercentageIsRefused(String percent) {
    List<String> problems = file("mining:\n  pool_fee: " + percent + "\n").problems();

    assertThat(problems)
        .singleElement()
        .asString()
        .startsWith("2 mining.pool_fee: ")
        .endsWith("; a percentage from 0 to 100 with at most two decimals, such as 1.25");
  }

  @Test
  void anUnknownPayoutIsAnsweredWithTheKnownOnes() {
    assertThat(file("mining:\n  payout: prop\n").problems())
        .containsExactly("2 mining.payout: \"prop\"; pool or solo");
  }
}
