package io.adit.pool;

import static io.adit.pool.PoolBench.EASY_NETWORK;
import static io.adit.pool.PoolBench.HARD_NETWORK;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A port whose blocks pay the miner that finds them, less one and a half percent. */
class SoloTest {
  private static final double EASY = 1e-7;

  /** BIP 173's key, on regtest. */
  private static final String ADDRESS = "bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080";

  private static final String SCRIPT = "0014751e76e8199196d454941c45d1b3a323f1433bd6";

  private final PoolBench bench = new PoolBench(PoolBench.settings(EASY, Payout.SOLO));

  private static JsonNode authorize(TestMiner miner, String worker) {
    return miner.ask(
        "{\"id\":2,\"method\":\"mining.authorize\",\"params\":[\"" + worker + "\",\"x\"]}");
  }

  private TestMiner subscribed() {
    TestMiner miner = bench.connect();
    miner.ask("{\"id\":1,\"method\":\"mining.subscribe\",\"params\":[\"test/1\"]}");
    return miner;
  }

  @ParameterizedTest
  @CsvSource({"'', ''", "., rig", "_, rig", "+, rig.7"})
  void theCoinbasePaysTheAddressThatIsTheUserNameAndTheFee(String separator, String rig) {
    bench.announce(100, HARD_NETWORK);
    TestMiner miner = subscribed();
    assertThat(TestMiner.codeOf(authorize(miner, ADDRESS + separator + rig))).isZero();

    // 50 coins: 49.25 of them are 4925000000 satoshis, 0.75 are 75000000; least byte first.
    assertThat(miner.lastJob().get(3).asText())
        .contains("40898d2501000000" + "16" + SCRIPT)
        .contains("c068780400000000" + "01" + "51");
  }

  @Test
  void twoMinersOfOnePortHaveTwoCoinbasesAndBothAreJudgedRight() {
    bench.announce(100, HARD_NETWORK);
    TestMiner first = subscribed();
    authorize(first, ADDRESS);
    TestMiner second = subscribed();
    authorize(second, "2N2JD6wb56AfK4tfmM6PwdVmoYk2dCKf4Br.rig");

    assertThat(second.lastJob().get(3).asText())
        .contains("a9146349a418fc4578d10a372b54b45c280cc8c4382f87");
    assertThat(first.submit(first.solve(EASY), ADDRESS)).isZero();
    assertThat(second.submit(second.solve(EASY), "2N2JD6wb56AfK4tfmM6PwdVmoYk2dCKf4Br.rig"))
        .isZero();
  }

  @Test
  void aBlockIsFoundWithTheCoinbaseThatWasSent() {
    bench.announce(100, EASY_NETWORK);
    TestMiner miner = subscribed();
    authorize(miner, ADDRESS);

    assertThat(miner.submit(miner.solve(EASY), ADDRESS)).isZero();

    assertThat(bench.found).hasSize(1);
    assertThat(bench.foundCoinbases.get(0).end().toHex()).contains(SCRIPT);
  }

  @ParameterizedTest
  @CsvSource({
    "bob.rig, is not an address",
    "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4, but of bitcoin",
    "bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt08q, the checksum is wrong",
  })
  void aBadAddressIsRefusedWithTheReason(String worker, String reason) {
    JsonNode reply = authorize(subscribed(), worker);

    assertThat(TestMiner.codeOf(reply)).isEqualTo(24);
    assertThat(reply.get("error").get(1).asText()).contains(reason);
  }

  @Test
  void oneConnectionMinesForOneAddress() {
    TestMiner miner = subscribed();
    authorize(miner, ADDRESS + ".1");

    assertThat(TestMiner.codeOf(authorize(miner, ADDRESS + ".2"))).isZero();
    assertThat(TestMiner.codeOf(authorize(miner, "2N2JD6wb56AfK4tfmM6PwdVmoYk2dCKf4Br")))
        .isEqualTo(24);
  }

  @Test
  void aSessionResumedForAnotherAddressWaitsForAnotherJob() {
    bench.announce(100, HARD_NETWORK);
    TestMiner miner = subscribed();
    authorize(miner, ADDRESS);
    String session = miner.session().name().orElseThrow();
    bench.conversation.closed(miner);

    TestMiner other = bench.connect();
    other.ask(
        "{\"id\":1,\"method\":\"mining.subscribe\",\"params\":[\"test/1\",\"" + session + "\"]}");
    authorize(other, "2N2JD6wb56AfK4tfmM6PwdVmoYk2dCKf4Br");
    assertThat(bench.loop.urgent).contains(other.session());
    bench.announce(PoolBench.template(100, HARD_NETWORK), true);

    assertThat(other.submit(other.solve(EASY), "2N2JD6wb56AfK4tfmM6PwdVmoYk2dCKf4Br")).isZero();
  }
}
