package io.adit.storage.redis;

import io.adit.api.ledger.FoundBlock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Found blocks, as Redis has them, and what is published of them. */
final class Blocks {
  /** Of each pool. */
  static final int KEPT = 100;

  private Blocks() {}

  /** Writes what is known of a block. */
  static Redis.Command<String> put(FoundBlock block, Keys keys) {
    String hash = block.hash().toDisplayHex();
    List<String> arguments =
        new ArrayList<>(
            List.of(
                Long.toString(block.timeMillis()),
                hash,
                Integer.toString(KEPT),
                keys.blockOf(block.pool()),
                keys.events(),
                event(block),
                block.status().name()));
    fields(block)
        .forEach(
            (field, value) -> {
              arguments.add(field);
              arguments.add(value);
            });
    return Script.BLOCK.with(
        List.of(keys.blockOf(block.pool()) + hash, keys.blocks(block.pool())), arguments);
  }

  private static Map<String, String> fields(FoundBlock block) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("height", Integer.toString(block.height()));
    fields.put("worker", block.worker());
    fields.put("status", block.status().name());
    fields.put("confirmations", Integer.toString(block.confirmations()));
    fields.put("difficulty", Double.toString(block.difficulty()));
    fields.put("reward", Long.toString(block.reward()));
    fields.put("time", Long.toString(block.timeMillis()));
    return fields;
  }

  private static String event(FoundBlock block) {
    return new Json()
        .put("type", "block")
        .put("pool", block.pool())
        .put("hash", block.hash().toDisplayHex())
        .put("height", block.height())
        .put("worker", block.worker())
        .put("status", block.status().name())
        .put("confirmations", block.confirmations())
        .put("difficulty", block.difficulty())
        .put("reward", block.reward())
        .put("time", block.timeMillis())
        .toString();
  }
}
