package io.adit.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.api.Bytes;
import io.adit.api.Hash;
import io.adit.api.job.CoinbaseSettings;
import io.adit.api.job.Job;
import java.io.IOException;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Blocks 0, 170 and 100000 of the main network: 1, 2 and 4 transactions. */
class RealBlocksTest {
  private static final CoinbaseSettings SETTINGS = new CoinbaseSettings(Bytes.ofHex("51"), "", 8);

  private final TemplateJobManager jobs = new TemplateJobManager();

  @ParameterizedTest
  @ValueSource(ints = {0, 170, 100_000})
  void aJobOfTheBlocksCoinbaseHasTheBlocksMerkleRoot(int height) throws IOException {
    RealBlock real = RealBlock.load(height);
    byte[] extranonce = real.extranonce();
    byte[] root = new byte[34];

    jobs.newMerkleRoots()
        .root(
            real.job(branch(real)),
            new byte[] {extranonce[0], 77},
            1,
            new byte[] {extranonce[1], 77},
            1,
            root,
            1);

    assertThat(root).startsWith(0).endsWith(0).containsSequence(real.merkleRoot());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 170, 100_000})
  void aBlockIsAssembledByteForByte(int height) throws IOException {
    RealBlock real = RealBlock.load(height);

    Bytes block = jobs.block(real.job(branch(real)), real.header(), real.extranonce());

    assertThat(block).isEqualTo(real.bytes());
  }

  @Test
  void theBranchOfBlock100000IsTheSecondTransactionAndTheHashOfTheOthers() throws IOException {
    assertThat(branch(RealBlock.load(100_000)))
        .extracting(Hash::toDisplayHex)
        .first()
        .isEqualTo("fff2525b8931402dd09222c50775608f75787bd2b87e56995a7bdd30f79702c4");
    assertThat(branch(RealBlock.load(100_000))).hasSize(2);
  }

  @Test
  void theNetworkTargetIsThatOfTheBits() throws IOException {
    Job job = jobs.job(1, RealBlock.load(100_000).template(), SETTINGS, 0);

    assertThat(job.networkTarget().toBigInteger())
        .isEqualTo(new BigInteger("04864c000000000000000000000000000000000000000000000000", 16));
  }

  private List<Hash> branch(RealBlock real) {
    return jobs.job(1, real.template(), SETTINGS, 0).merkleBranch();
  }
}
