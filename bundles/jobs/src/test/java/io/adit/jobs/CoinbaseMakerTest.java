package io.adit.jobs;

import static io.adit.jobs.Coinbases.parse;
import static org.assertj.core.api.Assertions.assertThat;

import io.adit.api.Bytes;
import io.adit.api.job.CoinbaseSettings;
import io.adit.api.job.CoinbaseSettings.Fee;
import io.adit.api.node.BlockTemplate;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.bitcoinj.core.Transaction;
import org.bitcoinj.core.TransactionInput;
import org.bitcoinj.script.Script;
import org.bitcoinj.script.ScriptChunk;
import org.junit.jupiter.api.Test;

class CoinbaseMakerTest {
  private static final Bytes PAYOUT = Bytes.ofHex("0014751e76e8199196d454941c45d1b3a323f1433bd6");
  private static final Bytes FEE = Bytes.ofHex("a914" + "77".repeat(20) + "87");
  private static final byte[] EXTRANONCE = Coinbases.extranonce(12);

  @Test
  void itHasOneInputThatSpendsNothingAndIsFinal() {
    Transaction coinbase = parse(1, Templates.atHeight(800_000), settings("/adit/"));

    assertThat(coinbase.isCoinBase()).isTrue();
    assertThat(coinbase.getVersion()).isEqualTo(2);
    assertThat(coinbase.lockTime().rawValue()).isZero();
    assertThat(coinbase.getInputs())
        .singleElement()
        .extracting(TransactionInput::getSequenceNumber)
        .isEqualTo(0xffffffffL);
  }

  @Test
  void itsScriptPushesHeightThenMarkThenExtranonceThenTag() {
    Transaction coinbase = parse(0x0102, Templates.atHeight(800_000), settings("/adit/"));

    List<ScriptChunk> chunks = Script.parse(coinbase.getInput(0).getScriptBytes()).chunks();

    assertThat(chunks)
        .extracting(chunk -> chunk.data)
        .containsExactly(
            new byte[] {0x00, 0x35, 0x0c},
            new byte[] {2, 1, 0, 0, 0, 0, 0, 0},
            EXTRANONCE,
            "/adit/".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void theBytesThatTheTemplateWantsFollowTheHeight() {
    BlockTemplate template =
        Templates.of(200, Bytes.ofHex("062f503253482f"), List.of(), Optional.empty());

    byte[] script = parse(1, template, settings("")).getInput(0).getScriptBytes();

    assertThat(Bytes.copyOf(script).toHex()).startsWith("02c800" + "062f503253482f" + "08");
  }

  @Test
  void withoutATagNothingIsPushedForIt() {
    byte[] script = parse(1, Templates.atHeight(200), settings("")).getInput(0).getScriptBytes();

    assertThat(script).endsWith(EXTRANONCE);
  }

  @Test
  void thePayoutScriptTakesTheWholeValue() {
    Transaction coinbase = parse(1, Templates.atHeight(200), settings("/adit/"));

    assertThat(coinbase.getOutputs()).hasSize(1);
    assertThat(coinbase.getOutput(0).getValue().value).isEqualTo(12_5000_0000L);
    assertThat(coinbase.getOutput(0).getScriptBytes()).isEqualTo(PAYOUT.toArray());
  }

  @Test
  void theWitnessCommitmentIsASecondOutputOfNothing() {
    BlockTemplate template =
        Templates.of(200, Bytes.EMPTY, List.of(), Optional.of(Templates.EMPTY_COMMITMENT));

    Transaction coinbase = parse(1, template, settings("/adit/"));

    assertThat(coinbase.getOutputs()).hasSize(2);
    assertThat(coinbase.getOutput(1).getValue().value).isZero();
    assertThat(coinbase.findWitnessCommitment().toString())
        .isEqualTo("e2f61c3f71d1defd3fa999dfa36953755c690689799962b48bebd836974e8cf9");
  }

  @Test
  void jobsOfOneTemplateHaveDifferentCoinbases() {
    BlockTemplate template = Templates.atHeight(200);

    assertThat(parse(1, template, settings("")).getTxId())
        .isNotEqualTo(parse(2, template, settings("")).getTxId())
        .isNotEqualTo(parse(1L << 32 | 1, template, settings("")).getTxId());
  }

  @Test
  void aTagOver75BytesIsPushedByOpPushdata1() {
    CoinbaseSettings settings = new CoinbaseSettings(PAYOUT, "t".repeat(80), 2);

    byte[] script = parse(1, Templates.atHeight(200), settings).getInput(0).getScriptBytes();

    assertThat(Script.parse(script).chunks().get(3).data)
        .isEqualTo("t".repeat(80).getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void theFeeIsAnOutputBetweenPayoutAndCommitment() {
    BlockTemplate template =
        Templates.of(200, Bytes.EMPTY, List.of(), Optional.of(Templates.EMPTY_COMMITMENT));

    Transaction coinbase = parse(1, template, settings(new Fee(FEE, 150)));

    assertThat(coinbase.getOutputs())
        .extracting(output -> Bytes.copyOf(output.getScriptBytes()))
        .containsExactly(PAYOUT, FEE, Templates.EMPTY_COMMITMENT);
    // 1.5 % of 12.5 coins.
    assertThat(coinbase.getOutputs())
        .extracting(output -> output.getValue().value)
        .containsExactly(12_3125_0000L, 1875_0000L, 0L);
  }

  @Test
  void aFeeOfNothingHasNoOutput() {
    BlockTemplate template = Templates.ofValue(9_999);

    assertThat(parse(1, template, settings(new Fee(FEE, 0))).getOutputs()).hasSize(1);
    // A hundredth of a percent of it is less than a satoshi.
    assertThat(parse(1, template, settings(new Fee(FEE, 1))).getOutputs()).hasSize(1);
    assertThat(parse(1, template, settings(new Fee(FEE, 2))).getOutputs())
        .extracting(output -> output.getValue().value)
        .containsExactly(9_998L, 1L);
  }

  @Test
  void aFeeOfEverythingLeavesAPayoutOfNothing() {
    Transaction coinbase = parse(1, Templates.atHeight(200), settings(new Fee(FEE, 10_000)));

    assertThat(coinbase.getOutputs())
        .extracting(output -> output.getValue().value)
        .containsExactly(0L, 12_5000_0000L);
  }

  private static CoinbaseSettings settings(String tag) {
    return new CoinbaseSettings(PAYOUT, tag, EXTRANONCE.length);
  }

  private static CoinbaseSettings settings(Fee fee) {
    return new CoinbaseSettings(
        PAYOUT, Optional.of(fee), "/adit/", EXTRANONCE.length, CoinbaseSettings.DEFAULT_MAX_SIZE);
  }
}
