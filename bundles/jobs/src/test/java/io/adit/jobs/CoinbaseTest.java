package io.adit.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adit.api.Bytes;
import io.adit.api.job.CoinbaseSettings;
import io.adit.api.node.BlockTemplate;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.bitcoinj.core.Transaction;
import org.bitcoinj.core.TransactionInput;
import org.bitcoinj.script.Script;
import org.bitcoinj.script.ScriptChunk;
import org.junit.jupiter.api.Test;

class CoinbaseTest {
  private static final Bytes PAYOUT = Bytes.ofHex("0014751e76e8199196d454941c45d1b3a323f1433bd6");
  private static final byte[] EXTRANONCE = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};

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
  void aTagThatFillsTheScriptToConsensusLimitIsTaken() {
    // Height 3, mark 9 and extranonce 13 bytes leave 75 for the tag's push of 74.
    byte[] script =
        parse(1, Templates.atHeight(200), settings("t".repeat(74))).getInput(0).getScriptBytes();

    assertThat(script).hasSize(100).endsWith("t".repeat(74).getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aTagOneByteLongerIsRefusedWithTheLimit() {
    assertThatThrownBy(() -> parse(1, Templates.atHeight(200), settings("t".repeat(75))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("coinbase script length: 101 (expected: <= 100)");
  }

  @Test
  void aTagIsMeasuredInBytesNotCharacters() {
    assertThatThrownBy(() -> parse(1, Templates.atHeight(200), settings("ü".repeat(38))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected: <= 100");
  }

  @Test
  void aTagOver75BytesIsPushedByOpPushdata1() {
    CoinbaseSettings settings = new CoinbaseSettings(PAYOUT, "t".repeat(80), 2);

    byte[] coinbase = join(Coinbase.of(1, Templates.atHeight(200), settings), new byte[] {1, 2});
    byte[] script = Transaction.read(ByteBuffer.wrap(coinbase)).getInput(0).getScriptBytes();

    assertThat(Script.parse(script).chunks().get(3).data)
        .isEqualTo("t".repeat(80).getBytes(StandardCharsets.UTF_8));
  }

  private static CoinbaseSettings settings(String tag) {
    return new CoinbaseSettings(PAYOUT, tag, EXTRANONCE.length);
  }

  private static Transaction parse(long mark, BlockTemplate template, CoinbaseSettings settings) {
    byte[] bytes = join(Coinbase.of(mark, template, settings), EXTRANONCE);
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    Transaction coinbase = Transaction.read(buffer);
    assertThat(buffer.remaining()).describedAs("bytes after the transaction").isZero();
    return coinbase;
  }

  private static byte[] join(Coinbase coinbase, byte[] extranonce) {
    return ByteBuffer.allocate(coinbase.start().size() + extranonce.length + coinbase.end().size())
        .put(coinbase.start().toArray())
        .put(extranonce)
        .put(coinbase.end().toArray())
        .array();
  }
}
