package io.adit.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.adit.api.Bytes;
import io.adit.api.Hash;
import io.adit.api.node.BlockTemplate;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** What a Litecoin node answered to {@code getblocktemplate}. */
record RecordedTemplate(JsonNode json) {
  static RecordedTemplate load() throws IOException {
    try (InputStream in =
        RecordedTemplate.class.getResourceAsStream("litecoin-regtest-mweb.json")) {
      return new RecordedTemplate(new ObjectMapper().readTree(in));
    }
  }

  List<String> ofTransactions(String key) {
    return StreamSupport.stream(json.path("transactions").spliterator(), false)
        .map(transaction -> transaction.path(key).textValue())
        .toList();
  }

  String text(String key) {
    return json.path(key).textValue();
  }

  BlockTemplate template() {
    List<String> data = ofTransactions("data");
    List<String> ids = ofTransactions("txid");
    List<BlockTemplate.Transaction> transactions = new ArrayList<>();
    for (int i = 0; i < data.size(); i++) {
      transactions.add(
          new BlockTemplate.Transaction(Hash.ofDisplayHex(ids.get(i)), Bytes.ofHex(data.get(i))));
    }
    return new BlockTemplate(
        json.path("height").intValue(),
        json.path("version").intValue(),
        Hash.ofDisplayHex(text("previousblockhash")),
        Integer.parseUnsignedInt(text("bits"), 16),
        json.path("curtime").longValue(),
        json.path("mintime").longValue(),
        json.path("coinbasevalue").longValue(),
        Bytes.EMPTY,
        transactions,
        Optional.of(Bytes.ofHex(text("default_witness_commitment"))),
        Optional.of(Bytes.ofHex(text("mweb"))));
  }

  /**
   * As it would be before the extension was in force: neither it nor the transaction that leads
   * into it. What is left commits to other witnesses.
   */
  BlockTemplate templateBeforeMweb(Bytes commitment) {
    BlockTemplate now = template();
    return new BlockTemplate(
        now.height(),
        now.version(),
        now.previous(),
        now.bits(),
        now.time(),
        now.minTime(),
        now.coinbaseValue(),
        now.coinbaseAux(),
        now.transactions().subList(0, now.transactions().size() - 1),
        Optional.of(commitment),
        Optional.empty());
  }
}
