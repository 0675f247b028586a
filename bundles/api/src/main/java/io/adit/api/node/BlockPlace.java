package io.adit.api.node;

import java.util.Objects;

/**
 * Where a block is, as a node sees it.
 *
 * @param kind where
 * @param confirmations 1 for the tip, one more for each block on top; 0 unless {@link
 *     Kind#IN_CHAIN}
 * @param detail why the node could not be asked, or empty
 */
public record BlockPlace(Kind kind, int confirmations, String detail) {
  /** Where a block may be. */
  public enum Kind {
    /** In the best chain. */
    IN_CHAIN,
    /** Known, and in another chain. */
    OFF_CHAIN,
    /** The node has never seen it. */
    UNKNOWN,
    /** The node could not be asked. */
    UNREACHABLE
  }

  public BlockPlace {
    Objects.requireNonNull(kind);
    Objects.requireNonNull(detail);
  }

  /** In the best chain, that deep. */
  public static BlockPlace inChain(int confirmations) {
    return new BlockPlace(Kind.IN_CHAIN, confirmations, "");
  }

  /** Nowhere in the best chain. */
  public static BlockPlace of(Kind kind, String detail) {
    return new BlockPlace(kind, 0, detail);
  }
}
