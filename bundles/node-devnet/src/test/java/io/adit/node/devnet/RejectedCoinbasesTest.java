package io.adit.node.devnet;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.api.Bytes;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Coinbases that no job has, put together by hand. */
class RejectedCoinbasesTest extends DevnetTest {
  private static final String VERSION = "02000000";
  private static final String NOTHING = "00".repeat(32) + "ffffffff";
  private static final String FINAL = "ffffffff";
  private static final String ANYONE = "0151";
  private static final String NO_LOCK = "00000000";

  /** As a push of eight bytes, the extranonce that every candidate has. */
  private static final String HEIGHT_1 = "51" + "08";

  private static final String FIFTY = "00f2052a01000000";

  private Candidate candidate;

  @BeforeEach
  void takeTheFirstTemplate() throws InterruptedException {
    candidate = Candidate.of(new TemplateChange(template()).witnessCommitment(Optional.empty()));
  }

  @Test
  void theHandmadeCoinbaseIsAccepted() {
    assertThat(submit(coinbase(NOTHING, FINAL + "01" + FIFTY + ANYONE + NO_LOCK)))
        .isEqualTo(accepted(""));
  }

  @Test
  void onlyOutputsThatExceedTheSubsidyTogetherAreRefused() {
    String half = "00f9029500000000";
    assertThat(submit(coinbase(NOTHING, FINAL + "03" + (half + ANYONE).repeat(3) + NO_LOCK)))
        .isEqualTo(rejected("bad-cb-amount"));
    assertThat(submit(coinbase(NOTHING, FINAL + "02" + (half + ANYONE).repeat(2) + NO_LOCK)))
        .isEqualTo(accepted(""));
  }

  @Test
  void oneThatSpendsSomething() {
    assertThat(
            submit(coinbase("11".repeat(32) + "00000000", FINAL + "01" + FIFTY + ANYONE + NO_LOCK)))
        .isEqualTo(rejected("bad-cb-missing"));
  }

  @Test
  void oneWithoutOutputs() {
    assertThat(submit(coinbase(NOTHING, FINAL + "00" + NO_LOCK)))
        .isEqualTo(rejected("bad-txns-vout-empty"));
  }

  @Test
  void oneThatPaysANegativeAmount() {
    assertThat(submit(coinbase(NOTHING, FINAL + "01" + "ff".repeat(8) + ANYONE + NO_LOCK)))
        .isEqualTo(rejected("bad-txns-vout-negative"));
  }

  @Test
  void oneThatPaysMoreThanThereWillEverBe() {
    // 21 million coins and a satoshi.
    assertThat(submit(coinbase(NOTHING, FINAL + "01" + "0140075af0750700" + ANYONE + NO_LOCK)))
        .isEqualTo(rejected("bad-txns-vout-toolarge"));
  }

  @Test
  void oneWhoseOutputsAreMoreThanThereWillEverBeTogether() {
    String all = "0040075af0750700" + ANYONE;

    assertThat(submit(coinbase(NOTHING, FINAL + "02" + all + all + NO_LOCK)))
        .isEqualTo(rejected("bad-txns-txouttotal-toolarge"));
  }

  @Test
  void oneThatIsNotFinalYet() {
    assertThat(submit(coinbase(NOTHING, "00000000" + "01" + FIFTY + ANYONE + "01000000")))
        .isEqualTo(rejected("bad-txns-nonfinal"));
  }

  @Test
  void oneWithALockTimeThatIsOver() {
    assertThat(submit(coinbase(NOTHING, "00000000" + "01" + FIFTY + ANYONE + "00000000")))
        .isEqualTo(accepted(""));
  }

  @Test
  void aScriptOfOneByteMoreThanConsensusAllows() {
    int size = 2 + 8 + 91;
    String start = VERSION + "01" + NOTHING + "%02x".formatted(size) + HEIGHT_1;
    String end = "00".repeat(91) + FINAL + "01" + FIFTY + ANYONE + NO_LOCK;

    assertThat(submit(candidate.withCoinbase(start, end).mined()))
        .isEqualTo(rejected("bad-cb-length"));
  }

  private Bytes coinbase(String spent, String afterExtranonce) {
    String start = VERSION + "01" + spent + "0a" + HEIGHT_1;
    return candidate.withCoinbase(start, afterExtranonce).mined();
  }
}
