package io.adit.api.store;

import io.adit.api.ledger.Share;
import java.util.List;
import java.util.Objects;

/**
 * Shares that follow each other in a ledger.
 *
 * @param ledger which ledger: as unique as a UUID
 * @param start position of the first record
 * @param end position after the last record; there may be positions in between that hold no share,
 *     and batches without any
 * @param shares in order
 */
public record ShareBatch(String ledger, long start, long end, List<Share> shares) {
  public ShareBatch {
    Objects.requireNonNull(ledger);
    shares = List.copyOf(shares);
    if (start < 0 || end < start) {
      throw new IllegalArgumentException("end: " + end + " (expected: >= " + start + ")");
    }
  }
}
