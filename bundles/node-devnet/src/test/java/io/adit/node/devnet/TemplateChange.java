package io.adit.node.devnet;

import io.adit.api.Bytes;
import io.adit.api.Hash;
import io.adit.api.node.BlockTemplate;
import java.util.List;
import java.util.Optional;

/** Copies of a template with one thing changed. */
record TemplateChange(BlockTemplate from) {
  BlockTemplate height(int height) {
    return copy(height, from.version(), from.previous(), from.bits(), from.time());
  }

  BlockTemplate version(int version) {
    return copy(from.height(), version, from.previous(), from.bits(), from.time());
  }

  BlockTemplate previous(Hash previous) {
    return copy(from.height(), from.version(), previous, from.bits(), from.time());
  }

  BlockTemplate bits(int bits) {
    return copy(from.height(), from.version(), from.previous(), bits, from.time());
  }

  BlockTemplate time(long time) {
    return copy(from.height(), from.version(), from.previous(), from.bits(), time);
  }

  BlockTemplate coinbaseValue(long value) {
    return copy(value, from.transactions(), from.witnessCommitment());
  }

  BlockTemplate witnessCommitment(Optional<Bytes> script) {
    return copy(from.coinbaseValue(), from.transactions(), script);
  }

  /** With one more transaction, and no witness commitment. */
  BlockTemplate transaction(Hash id, Bytes data) {
    return copy(
        from.coinbaseValue(), List.of(new BlockTemplate.Transaction(id, data)), Optional.empty());
  }

  private BlockTemplate copy(int height, int version, Hash previous, int bits, long time) {
    return new BlockTemplate(
        height,
        version,
        previous,
        bits,
        time,
        from.minTime(),
        from.coinbaseValue(),
        from.coinbaseAux(),
        from.transactions(),
        from.witnessCommitment(),
        from.mweb());
  }

  private BlockTemplate copy(
      long value, List<BlockTemplate.Transaction> transactions, Optional<Bytes> commitment) {
    return new BlockTemplate(
        from.height(),
        from.version(),
        from.previous(),
        from.bits(),
        from.time(),
        from.minTime(),
        value,
        from.coinbaseAux(),
        transactions,
        commitment,
        from.mweb());
  }
}
