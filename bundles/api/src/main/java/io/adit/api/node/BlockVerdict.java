package io.adit.api.node;

import java.util.Objects;

/**
 * What a node says of a block it was handed.
 *
 * @param kind whether it took the block
 * @param detail the node's own word (BIP 22's reject reason, say), empty if it gave none
 */
public record BlockVerdict(Kind kind, String detail) {
  /** Whether a node took a block. */
  public enum Kind {
    /** The node has it, now or already: in its best chain or, for the time being, beside that. */
    ACCEPTED,
    /** It is not valid, or the node does not keep it. */
    REJECTED,
    /** The node could not be asked, or cannot judge it yet; it may be asked again. */
    UNREACHABLE
  }

  public BlockVerdict {
    Objects.requireNonNull(kind);
    Objects.requireNonNull(detail);
  }
}
