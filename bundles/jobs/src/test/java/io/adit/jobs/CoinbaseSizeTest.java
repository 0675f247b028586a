package io.adit.jobs;

import static io.adit.jobs.Coinbases.parse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adit.api.Bytes;
import io.adit.api.job.CoinbaseSettings;
import io.adit.api.job.CoinbaseSettings.Fee;
import io.adit.api.node.BlockTemplate;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.bitcoinj.core.Transaction;
import org.junit.jupiter.api.Test;

/** Sizes are those of bitcoinj's own form of the transaction, with its witness left out. */
class CoinbaseSizeTest {
  private static final Bytes P2WPKH = Bytes.ofHex("0014751e76e8199196d454941c45d1b3a323f1433bd6");
  private static final Fee FEE = new Fee(P2WPKH, 100);
  private static final int UNLIMITED = Integer.MAX_VALUE;

  /** What a block of today has: a height of three bytes, and witnesses. */
  private static final BlockTemplate TEMPLATE =
      Templates.of(900_000, Bytes.EMPTY, List.of(), Optional.of(Templates.EMPTY_COMMITMENT));

  @Test
  void theUsualSizesAreThoseOfTheDocumentation() {
    assertThat(size(settings(Optional.empty(), "", UNLIMITED))).isEqualTo(155);
    assertThat(size(settings(Optional.of(FEE), "", UNLIMITED))).isEqualTo(186);
    assertThat(size(settings(Optional.of(FEE), "/Adit/", UNLIMITED))).isEqualTo(193);
  }

  @Test
  void aTagThatJustFitsIsThere() {
    Transaction coinbase = parse(1, TEMPLATE, settings(Optional.of(FEE), "/Adit/", 193));

    assertThat(scriptOf(coinbase)).endsWith("/Adit/".getBytes(StandardCharsets.UTF_8));
    assertThat(coinbase.serialize()).hasSize(193);
  }

  @Test
  void aTagThatDoesNotFitIsLeftOutWhole() {
    Transaction coinbase = parse(1, TEMPLATE, settings(Optional.of(FEE), "/Adit/", 192));

    assertThat(scriptOf(coinbase)).endsWith(Coinbases.extranonce(12));
    assertThat(coinbase.serialize()).hasSize(186);
  }

  @Test
  void whatFitsWithoutATagJustFits() {
    assertThat(size(settings(Optional.of(FEE), "/Adit/", 186))).isEqualTo(186);
  }

  @Test
  void whatDoesNotFitWithoutATagIsRefusedWithSizeAndLimit() {
    assertThatThrownBy(() -> size(settings(Optional.of(FEE), "/Adit/", 185)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "coinbase size without a tag: 186 (expected: <= 185 bytes); of these, outputs: 110");
  }

  @Test
  void aTagThatFillsTheScriptToConsensusLimitIsThere() {
    // Height 3, mark 9 and extranonce 13 bytes leave 75 for the tag's push of 74.
    byte[] script = scriptOf(parse(1, Templates.atHeight(200), tag("t".repeat(74))));

    assertThat(script).hasSize(100).endsWith("t".repeat(74).getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aTagThatTheScriptHasNoRoomForIsLeftOutWhole() {
    byte[] script = scriptOf(parse(1, Templates.atHeight(200), tag("t".repeat(75))));

    assertThat(script).hasSize(25).endsWith(Coinbases.extranonce(12));
    assertThat(scriptOf(parse(1, Templates.atHeight(200), tag("t".repeat(1000))))).hasSize(25);
  }

  @Test
  void aTagIsMeasuredInBytesNotCharacters() {
    assertThat(scriptOf(parse(1, Templates.atHeight(200), tag("ü".repeat(37))))).hasSize(100);
    assertThat(scriptOf(parse(1, Templates.atHeight(200), tag("ü".repeat(38))))).hasSize(25);
  }

  @Test
  void theSecondByteOfALongTagsPushCountsToo() {
    // Height 3, mark 9 and extranonce 3 bytes leave 85: two for the push, 83 for the tag.
    CoinbaseSettings fits = new CoinbaseSettings(P2WPKH, "t".repeat(83), 2);
    CoinbaseSettings tooLong = new CoinbaseSettings(P2WPKH, "t".repeat(84), 2);

    assertThat(scriptOf(parse(1, Templates.atHeight(200), fits))).hasSize(100);
    assertThat(scriptOf(parse(1, Templates.atHeight(200), tooLong))).hasSize(15);
  }

  @Test
  void aScriptThatIsTooLongWithoutATagIsRefusedWithTheLimit() {
    BlockTemplate template =
        Templates.of(200, Bytes.copyOf(new byte[76]), List.of(), Optional.empty());

    assertThatThrownBy(() -> parse(1, template, tag("")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "coinbase script length: 101 (expected: <= 100); of these, extranonce: 12,"
                + " coinbaseaux: 76");
  }

  @Test
  void anExtranonceThatNoScriptCouldHoldIsRefused() {
    assertThatThrownBy(() -> size(new CoinbaseSettings(P2WPKH, "", 101)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("extranonce length: 101 (expected: 0..100)");
  }

  private static CoinbaseSettings tag(String tag) {
    return new CoinbaseSettings(P2WPKH, tag, 12);
  }

  private static CoinbaseSettings settings(Optional<Fee> fee, String tag, int maxSize) {
    return new CoinbaseSettings(P2WPKH, fee, tag, 12, maxSize);
  }

  private static int size(CoinbaseSettings settings) {
    return parse(1, TEMPLATE, settings).serialize().length;
  }

  private static byte[] scriptOf(Transaction coinbase) {
    return coinbase.getInput(0).getScriptBytes();
  }
}
