package io.adit.node.bitcoind;

import io.adit.api.node.BlockTemplate;

/** Whether a template for a known tip is worth sending to the miners. */
final class Refresh {
  /** How far the clock must have moved on, in seconds, for nothing but the clock to be news. */
  static final long SECONDS = 10;

  private Refresh() {}

  /** Whether {@code offered} says something that {@code known}, of the same tip, does not. */
  static boolean isWorthwhile(BlockTemplate known, BlockTemplate offered) {
    if (offered.time() < known.time()) {
      // The slower of two answers that were under way at the same time.
      return false;
    }
    return offered.time() - known.time() >= SECONDS || !withTimeOf(known, offered).equals(known);
  }

  private static BlockTemplate withTimeOf(BlockTemplate known, BlockTemplate offered) {
    return new BlockTemplate(
        offered.height(),
        offered.version(),
        offered.previous(),
        offered.bits(),
        known.time(),
        offered.minTime(),
        offered.coinbaseValue(),
        offered.coinbaseAux(),
        offered.transactions(),
        offered.witnessCommitment(),
        offered.mweb());
  }
}
