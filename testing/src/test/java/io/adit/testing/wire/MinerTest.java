package io.adit.testing.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** The oracle against Bitcoin's own numbers. */
class MinerTest {
  private static final int MASK = 0x1fffe000;

  /** Block 170, the first one with a payment, cut up as if a pool had had it mined. */
  private static final String[] BLOCK_170 = {
    "{\"id\":1,\"result\":[[[\"mining.notify\",\"x\"]],\"04ffff00\",3],\"error\":null}",
    "{\"id\":null,\"method\":\"mining.set_difficulty\",\"params\":[1]}",
    "{\"id\":null,\"method\":\"mining.notify\",\"params\":[\"170\","
        + "\"0a84bd55d08a7978683f85da183d4f97dbd12b3e1f2c846a2a22cfee00000000\","
        + "\"01000000010000000000000000000000000000000000000000000000000000000000000000ffffffff07\","
        + "\"ffffffff0100f2052a01000000434104d46c4968bde02899d2aa0963367c7a6ce34eec332b32e42e5f3407e0"
        + "52d64ac625da6f0718e7b302140434bd725706957c092db53805b821a85b23a7ac61725bac00000000\","
        + "[\"169e1e83e930853391bc6f35f605c6754cfead57cf8387639d3b4096c54f18f4\"],"
        + "\"00000001\",\"1d00ffff\",\"496ab951\",true]}"
  };

  private static Miner minerOfBlock170() {
    Miner miner = new Miner();
    for (String line : BLOCK_170) {
      hear(miner, line);
    }
    return miner;
  }

  private static void hear(Miner miner, String line) {
    try {
      miner.hear(Lines.JSON.readTree(line));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private static Share share(OptionalInt versionBits) {
    return new Share("170", "1d0102", 0x496ab951, 0x709e3e28, versionBits);
  }

  @Test
  void aRealBlockHasItsHash() {
    MinerJob job = minerOfBlock170().lastJob().orElseThrow();

    BigInteger hash = job.hash(share(OptionalInt.empty()), 0);

    assertThat(hash.toString(16))
        .isEqualTo("d1145790a8694403d4063f323d499e655c83426834d4ce2f8dd4a2ee");
    assertThat(Search.Goal.BLOCK.isMetBy(hash, job.target(), job.networkTarget())).isTrue();
  }

  @Test
  void versionBitsReplaceThoseOfTheJobWithinTheMask() {
    Miner miner = new Miner();
    for (String line : BLOCK_170) {
      hear(miner, line.replace("\"00000001\"", "\"2aaae001\""));
    }
    MinerJob job = miner.lastJob().orElseThrow();

    byte[] header = job.header(share(OptionalInt.of(0x15556000)), MASK);

    assertThat(HexFormat.of().formatHex(header, 0, 4)).isEqualTo("01605535");
  }

  @Test
  void aShareWithVersionBitsBesideTheMaskIsNotGoodThoughItsHashIs() {
    Miner miner = minerOfBlock170();
    hear(miner, "{\"id\":null,\"method\":\"mining.set_version_mask\",\"params\":[\"1fffe000\"]}");
    Share beside = share(OptionalInt.of(0x00000001));
    MinerJob job = miner.lastJob().orElseThrow();

    assertThat(job.hash(beside, MASK)).isLessThanOrEqualTo(job.target());
    assertThat(miner.isGood(beside)).isFalse();
    assertThat(miner.isGood(share(OptionalInt.of(0)))).isTrue();
    assertThat(miner.isGood(share(OptionalInt.empty()))).isTrue();
  }

  @Test
  void targetsAreTheNetworks() {
    Miner miner = new Miner();
    for (String line : BLOCK_170) {
      hear(miner, line.replace("1d00ffff", "1b0404cb"));
    }

    // The example of the Bitcoin wiki's page on difficulty.
    assertThat(miner.lastJob().orElseThrow().networkTarget().toString(16))
        .isEqualTo("404cb" + "0".repeat(48));
    assertThat(Miner.targetOf(1).toString(16)).isEqualTo("ffff" + "0".repeat(52));
    assertThat(Miner.targetOf(1e-12).bitLength()).isEqualTo(256);
  }

  @Test
  void aDifficultyCountsFromTheNextJob() {
    Miner miner = minerOfBlock170();
    hear(miner, "{\"id\":null,\"method\":\"mining.set_difficulty\",\"params\":[2]}");
    assertThat(miner.lastJob().orElseThrow().target()).isEqualTo(Miner.targetOf(1));

    hear(miner, BLOCK_170[2].replace("\"170\"", "\"171\""));

    assertThat(miner.lastJob().orElseThrow().target()).isEqualTo(Miner.targetOf(2));
    assertThat(miner.job("170").orElseThrow().target()).isEqualTo(Miner.targetOf(1));
  }

  @Test
  void aShareMayReachItsTargetExactlyAndNoMore() {
    BigInteger target = BigInteger.TEN.pow(70);
    BigInteger network = BigInteger.TEN.pow(60);

    assertThat(Search.Goal.SHARE.isMetBy(target, target, network)).isTrue();
    assertThat(Search.Goal.SHARE.isMetBy(target.add(BigInteger.ONE), target, network)).isFalse();
    assertThat(Search.Goal.LOW.isMetBy(target.add(BigInteger.ONE), target, network)).isTrue();
    assertThat(Search.Goal.SHARE.isMetBy(network, target, network)).as("a block").isFalse();
    assertThat(Search.Goal.BLOCK.isMetBy(network, target, network)).isTrue();
  }
}
