package io.adit.node.bitcoind;

import com.fasterxml.jackson.databind.JsonNode;
import io.adit.api.Bytes;
import io.adit.api.Hash;
import io.adit.api.coin.Coin;
import io.adit.api.node.BlockTemplate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the answer to {@code getblocktemplate}. What it does not know it ignores, unless the node
 * says that a miner must know it.
 *
 * @see <a href="https://github.com/bitcoin/bips/blob/master/bip-0022.mediawiki">BIP 22</a>
 * @see <a href="https://github.com/bitcoin/bips/blob/master/bip-0009.mediawiki">BIP 9</a>
 * @see <a href="https://github.com/bitcoin/bips/blob/master/bip-0145.mediawiki">BIP 145</a>
 * @see <a href="https://github.com/litecoin-project/lips/blob/master/lip-0002.mediawiki">LIP 2</a>
 */
final class TemplateReader {
  private static final String OP_TRUE = "51";

  private static final String SEGWIT = "segwit";
  private static final String COMMITMENT = "default_witness_commitment";

  /** Both a rule's name and a key. */
  private static final String MWEB = "mweb";

  private final List<String> knownRules;

  TemplateReader(Coin coin) {
    this.knownRules = coin.templateRules();
  }

  /**
   * Reads a template.
   *
   * @throws RefusedException if no block can be made from it; the message says why
   */
  Template read(JsonNode json) throws RefusedException {
    if (!json.isObject()) {
      throw fault("it is not an object");
    }
    checkSignet(json);
    List<String> rules = rules(json);
    try {
      List<BlockTemplate.Transaction> transactions = transactions(json);
      BlockTemplate block =
          new BlockTemplate(
              Math.toIntExact(number(json, "height")),
              (int) number(json, "version"),
              Hash.ofDisplayHex(text(json, "previousblockhash")),
              bits(json),
              number(json, "curtime"),
              json.has("mintime") ? number(json, "mintime") : number(json, "curtime"),
              number(json, "coinbasevalue"),
              coinbaseAux(json),
              transactions,
              witnessCommitment(json, rules),
              mweb(json, rules));
      return new Template(block, Optional.ofNullable(json.path("longpollid").textValue()));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new RefusedException("the node's block template is of no use: " + e.getMessage(), e);
    }
  }

  /** A block of a signet needs a signature (BIP 325) unless its challenge is {@code OP_TRUE}. */
  private static void checkSignet(JsonNode json) throws RefusedException {
    String challenge = json.path("signet_challenge").asText(OP_TRUE);
    if (!challenge.equals(OP_TRUE)) {
      throw new RefusedException(
          "signet_challenge: "
              + challenge
              + " (expected: "
              + OP_TRUE
              + "): this pool cannot sign the blocks of such a signet");
    }
  }

  private List<String> rules(JsonNode json) throws RefusedException {
    List<String> rules = new ArrayList<>();
    for (JsonNode node : json.path("rules")) {
      String rule = node.asText();
      boolean mandatory = rule.startsWith("!");
      String name = mandatory ? rule.substring(1) : rule;
      if (mandatory && !knownRules.contains(name)) {
        throw fault(
            "its rule \""
                + name
                + "\" must be known (known: "
                + String.join(", ", knownRules)
                + ")");
      }
      rules.add(name);
    }
    return rules;
  }

  private static List<BlockTemplate.Transaction> transactions(JsonNode json)
      throws RefusedException {
    JsonNode list = json.path("transactions");
    if (!list.isArray()) {
      throw lacks("transactions");
    }
    List<BlockTemplate.Transaction> transactions = new ArrayList<>(list.size());
    for (JsonNode transaction : list) {
      // Before BIP 145 "hash" was what "txid" is now.
      String id = transaction.has("txid") ? "txid" : "hash";
      transactions.add(
          new BlockTemplate.Transaction(
              Hash.ofDisplayHex(text(transaction, id)), Bytes.ofHex(text(transaction, "data"))));
    }
    return transactions;
  }

  private static int bits(JsonNode json) throws RefusedException {
    return Integer.parseUnsignedInt(text(json, "bits"), 16);
  }

  private static Bytes coinbaseAux(JsonNode json) throws RefusedException {
    StringBuilder hex = new StringBuilder();
    for (JsonNode value : json.path("coinbaseaux")) {
      if (!value.isTextual()) {
        throw fault("a value of its \"coinbaseaux\" is not a string");
      }
      hex.append(value.textValue());
    }
    return Bytes.ofHex(hex.toString());
  }

  /**
   * The output that commits to the witnesses, once segwit is in force: bcoin offers one before, and
   * then refuses the block that has it.
   */
  private static Optional<Bytes> witnessCommitment(JsonNode json, List<String> rules)
      throws RefusedException {
    boolean active = !json.has("rules") || rules.contains(SEGWIT);
    if (active && json.path(COMMITMENT).isTextual()) {
      return Optional.of(Bytes.ofHex(text(json, COMMITMENT)));
    }
    for (JsonNode transaction : json.path("transactions")) {
      if (transaction.has("txid") && !transaction.get("txid").equals(transaction.path("hash"))) {
        throw fault("it has transactions with a witness, but no \"" + COMMITMENT + "\"");
      }
    }
    return Optional.empty();
  }

  /** Litecoin's extension block, without which it refuses a block once the rule is in force. */
  private Optional<Bytes> mweb(JsonNode json, List<String> rules) throws RefusedException {
    if (!knownRules.contains(MWEB) || (!json.hasNonNull(MWEB) && !rules.contains(MWEB))) {
      return Optional.empty();
    }
    Bytes mweb = Bytes.ofHex(text(json, MWEB));
    if (mweb.isEmpty()) {
      throw lacks(MWEB);
    }
    return Optional.of(mweb);
  }

  private static String text(JsonNode json, String key) throws RefusedException {
    JsonNode value = json.path(key);
    if (!value.isTextual()) {
      throw lacks(key);
    }
    return value.textValue();
  }

  private static long number(JsonNode json, String key) throws RefusedException {
    JsonNode value = json.path(key);
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw lacks(key);
    }
    return value.longValue();
  }

  private static RefusedException lacks(String key) {
    return fault("it has no usable \"" + key + "\"");
  }

  private static RefusedException fault(String what) {
    return new RefusedException("the node's block template is of no use: " + what);
  }
}
