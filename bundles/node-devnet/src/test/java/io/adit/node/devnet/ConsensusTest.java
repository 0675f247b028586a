package io.adit.node.devnet;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.api.Bytes;
import io.adit.api.Hash;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsensusTest {
  /** The main network's: the last satoshi is paid by block 6929999. */
  @ParameterizedTest
  @CsvSource({
    "0, 5000000000",
    "209999, 5000000000",
    "210000, 2500000000",
    "420000, 1250000000",
    "630000, 625000000",
    "840000, 312500000",
    "6929999, 1",
    "6930000, 0",
    "13439999, 0",
    "13440000, 0",
    "2147483647, 0",
  })
  void theSubsidyHalves(int height, long satoshis) {
    assertThat(Consensus.subsidy(height)).isEqualTo(satoshis);
  }

  /** The form of Bitcoin Core's {@code CScript() << nHeight}. */
  @ParameterizedTest
  @CsvSource({
    "0, 00",
    "1, 51",
    "16, 60",
    "17, 0111",
    "127, 017f",
    "128, 028000",
    "255, 02ff00",
    "256, 020001",
    "32767, 02ff7f",
    "32768, 03008000",
    "65535, 03ffff00",
    "8388608, 0400008000",
    "2147483647, 04ffffff7f",
  })
  void aHeightIsPushedInItsShortestForm(int height, String script) {
    assertThat(Consensus.heightScript(height).toHex()).isEqualTo(script);
  }

  @Test
  void theMerkleRootOfBlock100000() {
    List<Hash> ids =
        List.of(
            Hash.ofDisplayHex("8c14f0db3df150123e6f3dbbf30f8b955a8249b62ac1d1ff16284aefa3d06d87"),
            Hash.ofDisplayHex("fff2525b8931402dd09222c50775608f75787bd2b87e56995a7bdd30f79702c4"),
            Hash.ofDisplayHex("6359f0868171b1d194cbee1af2f16ea598ae8fad666d9b012c8ed2b79a236ec4"),
            Hash.ofDisplayHex("e9a66845e05d5abc0ad04ec80f774a7e585c6e8db975962d069a522137b80c1d"));

    assertThat(Consensus.merkleRoot(ids).toDisplayHex())
        .isEqualTo("f3e94742aca4b5ef85488dc37c06c3282295ffec960994b2c0d5ac2a25a95766");
  }

  @Test
  void aLeafWithoutAPartnerIsItsOwn() {
    Hash a = Hash.ofDisplayHex("8c14f0db3df150123e6f3dbbf30f8b955a8249b62ac1d1ff16284aefa3d06d87");
    Hash b = Hash.ofDisplayHex("fff2525b8931402dd09222c50775608f75787bd2b87e56995a7bdd30f79702c4");

    assertThat(Consensus.merkleRoot(List.of(a, b, b)))
        .isEqualTo(Consensus.merkleRoot(List.of(a, b, b, b)));
  }

  /** BIP 141. */
  @ParameterizedTest
  @CsvSource({
    "6a24aa21a9ed, 32, true",
    "6a24aa21a9ed, 33, true",
    "6a24aa21a9ed, 31, false",
    "6a24aa21a9ee, 32, false",
    "6a25aa21a9ed, 33, false",
  })
  void aCommitmentHasItsMarkAndAWholeHash(String start, int more, boolean commits) {
    assertThat(Consensus.isCommitment(Bytes.ofHex(start + "11".repeat(more)))).isEqualTo(commits);
  }
}
