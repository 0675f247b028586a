package io.adit.node.devnet;

import io.adit.api.Bytes;
import io.adit.api.Hash;
import java.util.List;

/**
 * A block that was read, not yet judged.
 *
 * @param header its 80 bytes
 * @param time seconds since 1970
 * @param size of its network form in bytes
 */
record Block(
    Bytes header,
    Hash hash,
    int version,
    Hash previous,
    Hash merkleRoot,
    long time,
    int bits,
    List<Transaction> transactions,
    int size) {
  static final int HEADER_SIZE = 80;

  Block {
    transactions = List.copyOf(transactions);
  }
}
