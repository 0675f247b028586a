package io.adit.node.bitcoind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.adit.api.Bytes;
import io.adit.api.Sha256d;
import io.adit.api.coin.Coin;
import io.adit.api.node.BlockTemplate;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateReaderTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final TemplateReader reader = readerOf("litecoin-regtest");

  /** Recorded from a Litecoin node. */
  private ObjectNode json;

  @BeforeEach
  void load() throws IOException {
    try (InputStream in = getClass().getResourceAsStream("litecoin-regtest-mweb.json")) {
      json = (ObjectNode) JSON.readTree(in);
    }
  }

  private static TemplateReader readerOf(String coin) {
    return new TemplateReader(Coin.named(coin).orElseThrow());
  }

  private BlockTemplate read() throws RefusedException {
    return reader.read(json).block();
  }

  @Test
  void aRealTemplateIsReadWhole() throws RefusedException {
    BlockTemplate template = read();

    assertThat(template.height()).isEqualTo(434);
    assertThat(template.version()).isEqualTo(0x20000000);
    assertThat(template.bits()).isEqualTo(0x207fffff);
    assertThat(template.time()).isEqualTo(1795426570);
    assertThat(template.minTime()).isEqualTo(1795426570);
    assertThat(template.coinbaseValue()).isEqualTo(1250042300);
    assertThat(template.coinbaseAux()).isEqualTo(Bytes.EMPTY);
    assertThat(template.previous().toDisplayHex())
        .isEqualTo("3607dea01178de8125a5637393d663cf94c7793fc96dc942e77d385fa888f175");
    assertThat(template.witnessCommitment())
        .contains(
            Bytes.ofHex(
                "6a24aa21a9ed197d99e5b7180db5458cf0f7a7aa04209a9e2c4266da334c7a764d631cdf7ed7"));
    assertThat(template.transactions())
        .extracting(transaction -> transaction.id().toDisplayHex())
        .isEqualTo(json.path("transactions").findValuesAsText("txid"));
    assertThat(template.transactions())
        .extracting(transaction -> transaction.data().toHex())
        .isEqualTo(json.path("transactions").findValuesAsText("data"));
    assertThat(template.mweb().map(Bytes::toHex)).contains(json.path("mweb").textValue());
    assertThat(reader.read(json).longPollId())
        .contains("3607dea01178de8125a5637393d663cf94c7793fc96dc942e77d385fa888f175453");
  }

  @Test
  void theDataOfATransactionIsWhatItsWitnessHashNames() throws RefusedException {
    // "hash" is the hash of the whole (BIP 145): the bytes came through.
    assertThat(new Sha256d().hash(read().transactions().get(0).data()).toDisplayHex())
        .isEqualTo(json.path("transactions").path(0).path("hash").textValue());
  }

  @Test
  void theValuesOfTheCoinbaseAuxAreJoined() throws RefusedException {
    json.putObject("coinbaseaux").put("flags", "062f503253482f").put("other", "0102");

    assertThat(read().coinbaseAux().toHex()).isEqualTo("062f503253482f0102");
  }

  @ParameterizedTest
  @ValueSource(strings = {"coinbaseaux", "longpollid", "vbavailable", "rules", "sigoplimit"})
  void whatANodeMayLeaveOutIsNotMissed(String key) throws RefusedException {
    json.remove(key);

    assertThat(read().height()).isEqualTo(434);
  }

  @Test
  void theBlockMayBeAsOldAsTheTemplateIfNothingElseIsSaid() throws RefusedException {
    json.remove("mintime");

    assertThat(read().minTime()).isEqualTo(1795426570);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "height",
        "version",
        "previousblockhash",
        "bits",
        "curtime",
        "coinbasevalue",
        "transactions"
      })
  void whatIsLackingIsNamed(String key) {
    json.remove(key);

    assertThatThrownBy(this::read)
        .isInstanceOf(RefusedException.class)
        .hasMessage("the node's block template is of no use: it has no usable \"" + key + "\"");
  }

  @Test
  void aMandatoryRuleThatIsNotKnownIsNamed() {
    json.putArray("rules").add("!segwit").add("!quantum");

    assertThatThrownBy(this::read)
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("its rule \"quantum\" must be known (known: segwit, mweb)");
  }

  @Test
  void theMandatoryRulesThatTheCoinNamesAreTaken() throws RefusedException {
    json.putArray("rules").add("csv").add("!segwit").add("!signet").add("taproot");

    assertThat(readerOf("bitcoin-signet").read(json).block().height()).isEqualTo(434);
    assertThatThrownBy(this::read)
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("its rule \"signet\" must be known");
  }

  @Test
  void aSignetWhoseBlocksHaveToBeSignedIsRefused() throws RefusedException {
    json.put("signet_challenge", "51");
    assertThat(readerOf("bitcoin-signet").read(json).block().height()).isEqualTo(434);

    // That of the public signet, as chainparams.cpp has it.
    json.put(
        "signet_challenge",
        "512103ad5e0edad18cb1f0fc0d28a3d4f1f3e445640337489abb10404f2d1e086be430"
            + "210359ef5021964fe22d6f8e05b2463c9540ce96883fe3b278760f048f5189f2e6c452ae");
    assertThatThrownBy(() -> readerOf("bitcoin-signet").read(json))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("cannot sign the blocks");
  }

  @Test
  void theExtensionMayBeAMandatoryRuleToo() throws RefusedException {
    json.putArray("rules").add("!segwit").add("!mweb");

    assertThat(read().mweb()).isPresent();
    assertThatThrownBy(() -> readerOf("bitcoin-regtest").read(json))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("its rule \"mweb\" must be known (known: segwit)");
  }

  @Test
  void aTemplateFromBeforeTheExtensionHasNone() throws RefusedException {
    json.putArray("rules").add("csv").add("!segwit").add("taproot");
    json.remove("mweb");

    assertThat(read().mweb()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"mweb\":null}", "{\"mweb\":\"\"}", "{\"mweb\":1}"})
  void onceTheExtensionIsInForceATemplateWithoutItIsRefused(String instead) throws IOException {
    json.remove("mweb");
    json.setAll((ObjectNode) JSON.readTree(instead));

    assertThatThrownBy(this::read)
        .isInstanceOf(RefusedException.class)
        .hasMessage("the node's block template is of no use: it has no usable \"mweb\"");
  }

  @Test
  void aCoinWithoutTheExtensionIgnoresWhatHasItsName() throws RefusedException {
    assertThat(readerOf("bitcoin-regtest").read(json).block().mweb()).isEmpty();
  }

  @Test
  void aTemplateWithoutTransactionsNeedsNoCommitment() throws RefusedException {
    json.putArray("transactions");
    json.remove("default_witness_commitment");

    assertThat(read().transactions()).isEmpty();
    assertThat(read().witnessCommitment()).isEmpty();
  }

  @Test
  void witnessesWithoutACommitmentAreRefused() {
    json.remove("default_witness_commitment");

    assertThatThrownBy(this::read)
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("default_witness_commitment");
  }

  @Test
  void aCommitmentBeforeSegwitIsInForceIsLeftOut() throws RefusedException {
    // As bcoin has it below block 432: the block with it would be refused as "unexpected-witness".
    json.putArray("transactions");
    json.putArray("rules").add("csv");

    assertThat(read().witnessCommitment()).isEmpty();
  }

  @Test
  void aTransactionFromBeforeSegwitIsNamedByItsHash() throws RefusedException {
    ObjectNode transaction = (ObjectNode) json.path("transactions").path(3);
    String id = transaction.path("txid").textValue();
    transaction.remove("txid");

    assertThat(read().transactions().get(3).id().toDisplayHex()).isEqualTo(id);
  }

  @Test
  void brokenHexIsRefused() {
    ((ObjectNode) json.path("transactions").path(1)).put("data", "0g");

    assertThatThrownBy(this::read).isInstanceOf(RefusedException.class);
  }

  @Test
  void whatIsNoObjectIsRefused() {
    JsonNode text = JSON.getNodeFactory().textNode("work");

    assertThatThrownBy(() -> reader.read(text)).isInstanceOf(RefusedException.class);
  }
}
