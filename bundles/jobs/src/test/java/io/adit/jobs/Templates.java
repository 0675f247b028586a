package io.adit.jobs;

import io.adit.api.Bytes;
import io.adit.api.Hash;
import io.adit.api.node.BlockTemplate;
import java.util.List;
import java.util.Optional;

/** Block templates for tests. */
final class Templates {
  /** The commitment of a block without other transactions, as Bitcoin Core gives it. */
  static final Bytes EMPTY_COMMITMENT =
      Bytes.ofHex("6a24aa21a9ede2f61c3f71d1defd3fa999dfa36953755c690689799962b48bebd836974e8cf9");

  private static final long VALUE = 12_5000_0000L;

  private Templates() {}

  static BlockTemplate atHeight(int height) {
    return of(height, Bytes.EMPTY, List.of(), Optional.empty());
  }

  static BlockTemplate ofValue(long satoshis) {
    return of(200, satoshis, Bytes.EMPTY, List.of(), Optional.empty(), Optional.empty());
  }

  static BlockTemplate of(
      int height,
      Bytes aux,
      List<BlockTemplate.Transaction> transactions,
      Optional<Bytes> commitment) {
    return of(height, VALUE, aux, transactions, commitment, Optional.empty());
  }

  static BlockTemplate of(
      int height,
      long satoshis,
      Bytes aux,
      List<BlockTemplate.Transaction> transactions,
      Optional<Bytes> commitment,
      Optional<Bytes> mweb) {
    return new BlockTemplate(
        height,
        0x20000000,
        Hash.ZERO,
        0x207fffff,
        1_700_000_000,
        1_700_000_000,
        satoshis,
        aux,
        transactions,
        commitment,
        mweb);
  }
}
