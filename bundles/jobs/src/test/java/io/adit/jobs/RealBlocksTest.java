package io.adit.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.api.Bytes;
import io.adit.api.Hash;
import io.adit.api.job.Job;
import java.io.IOException;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Blocks 0, 170 and 100000 of the main network: 1, 2 and 4 transactions. */
class RealBlocksTest {
  private final TemplateJobManager jobs = new TemplateJobManager();

  @ParameterizedTest
  @ValueSource(ints = {0, 170, 100_000})
  void aJobOfTheBlocksCoinbaseHasTheBlocksMerkleRoot(int height) throws IOException {
    RealBlock real = RealBlock.load(height);
    byte[] extranonce = real.extranonce();
    byte[] root = new byte[34];

    jobs.newMerkleRoots()
        .root(
            job(real),
            real.coinbase(),
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

    Bytes block = jobs.block(job(real), real.coinbase(), real.header(), real.extranonce());

    assertThat(block).isEqualTo(real.bytes());
  }

  @Test
  void theBranchOfBlock100000IsTheSecondTransactionAndTheHashOfTheOthers() throws IOException {
    assertThat(job(RealBlock.load(100_000)).merkleBranch())
        .hasSize(2)
        .extracting(Hash::toDisplayHex)
        .first()
        .isEqualTo("fff2525b8931402dd09222c50775608f75787bd2b87e56995a7bdd30f79702c4");
  }

  @Test
  void theNetworkTargetIsThatOfTheBits() throws IOException {
    assertThat(job(RealBlock.load(100_000)).networkTarget().toBigInteger())
        .isEqualTo(new BigInteger("04864c000000000000000000000000000000000000000000000000", 16));
  }

  private Job job(RealBlock real) {
    return jobs.job(1, real.template(), 0);
  }
}
