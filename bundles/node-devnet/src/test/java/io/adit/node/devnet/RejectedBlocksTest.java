package io.adit.node.devnet;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.api.Bytes;
import io.adit.api.Hash;
import io.adit.api.Sha256d;
import io.adit.api.node.BlockTemplate;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A valid block with one fault, named as Bitcoin Core names it. */
class RejectedBlocksTest extends DevnetTest {
  private static final int MERKLE_ROOT_AT = 36;

  private BlockTemplate valid;
  private TemplateChange with;

  @BeforeEach
  void takeTheFirstTemplate() throws InterruptedException {
    valid = template();
    with = new TemplateChange(valid);
  }

  /** Whatever was refused, the tip stays, and the same block without its fault is good. */
  @AfterEach
  void theUnchangedBlockIsAccepted() {
    assertThat(listener.hasTemplate()).describedAs("a template after a refused block").isFalse();
    assertThat(submit(Candidate.of(valid).mined())).isEqualTo(accepted(""));
  }

  @Test
  void tooLittleWork() {
    assertThat(submit(Candidate.of(valid).unmined())).isEqualTo(rejected("high-hash"));
  }

  @Test
  void anotherDifficulty() {
    assertThat(submit(Candidate.of(with.bits(0x207fffff)).mined()))
        .isEqualTo(rejected("bad-diffbits"));
  }

  @Test
  void bitsThatAreNoTarget() {
    byte[] block = Candidate.of(valid).mined().toArray();
    block[75] = (byte) 0xff;

    assertThat(submit(Bytes.copyOf(block))).isEqualTo(rejected("high-hash"));
  }

  @Test
  void aMerkleRootOfOtherTransactions() {
    assertThat(submit(Candidate.of(valid).flip(MERKLE_ROOT_AT).mined()))
        .isEqualTo(rejected("bad-txnmrklroot"));
  }

  @Test
  void anUnknownPreviousBlock() {
    assertThat(submit(Candidate.of(with.previous(Hash.ZERO)).mined()))
        .isEqualTo(rejected("prev-blk-not-found"));
  }

  @Test
  void aTimeThatIsTheMedianOfTheLastBlocks() {
    assertThat(submit(Candidate.of(with.time(valid.minTime() - 1)).mined()))
        .isEqualTo(rejected("time-too-old"));
  }

  @Test
  void aTimeOverTwoHoursAhead() {
    long now = clock.instant().getEpochSecond();

    assertThat(submit(Candidate.of(with.time(now + 7201)).mined()))
        .isEqualTo(rejected("time-too-new"));
  }

  @Test
  void anOldVersion() {
    assertThat(submit(Candidate.of(with.version(3)).mined()))
        .isEqualTo(rejected("bad-version(0x00000003)"));
  }

  @Test
  void anotherHeight() {
    assertThat(submit(Candidate.of(with.height(valid.height() + 1)).mined()))
        .isEqualTo(rejected("bad-cb-height"));
  }

  @Test
  void aSatoshiTooMuch() {
    assertThat(submit(Candidate.of(with.coinbaseValue(50_0000_0001L)).mined()))
        .isEqualTo(rejected("bad-cb-amount"));
  }

  @Test
  void aCommitmentToOtherWitnesses() {
    Bytes other = Bytes.ofHex("6a24aa21a9ed" + "00".repeat(32));

    assertThat(submit(Candidate.of(with.witnessCommitment(Optional.of(other))).mined()))
        .isEqualTo(rejected("bad-witness-merkle-match"));
  }

  @Test
  void aCommitmentWithoutTheReservedValue() {
    Candidate candidate = Candidate.of(valid);

    assertThat(submit(candidate.minedHeaderAnd("01" + candidate.coinbase())))
        .isEqualTo(rejected("bad-witness-nonce-size"));
  }

  @Test
  void aWitnessWithoutACommitment() {
    Optional<Bytes> noCommitment = Optional.of(Bytes.ofHex("6a00"));

    assertThat(submit(Candidate.of(with.witnessCommitment(noCommitment)).mined()))
        .isEqualTo(rejected("unexpected-witness"));
  }

  @Test
  void aTransactionThatSpendsWhatIsNotThere() {
    Bytes spend =
        Bytes.ofHex(
            "02000000"
                + "01"
                + "11".repeat(32)
                + "00000000"
                + "00"
                + "ffffffff"
                + "01"
                + "0000000000000000"
                + "00"
                + "00000000");

    assertThat(submit(Candidate.of(with.transaction(new Sha256d().hash(spend), spend)).mined()))
        .isEqualTo(rejected("bad-txns-inputs-missingorspent"));
  }

  @Test
  void aSecondCoinbase() {
    Bytes coinbase = Candidate.of(with.height(7)).coinbase();

    assertThat(
            submit(Candidate.of(with.transaction(new Sha256d().hash(coinbase), coinbase)).mined()))
        .isEqualTo(rejected("bad-cb-multiple"));
  }

  @Test
  void noTransactions() {
    assertThat(submit(Candidate.of(valid).minedHeaderAnd("00")))
        .isEqualTo(rejected("bad-blk-length"));
  }

  @Test
  void aByteTooMany() {
    assertThat(submit(Bytes.ofHex(Candidate.of(valid).mined() + "00")))
        .isEqualTo(rejected("Block decode failed"));
  }

  @Test
  void aHeaderAlone() {
    assertThat(submit(Bytes.copyOf(Candidate.of(valid).mined().toArray(), 0, 80)))
        .isEqualTo(rejected("Block decode failed"));
  }
}
