package io.adit.node.bitcoind;

import com.fasterxml.jackson.databind.JsonNode;
import io.adit.api.Bytes;
import io.adit.api.Hash;
import io.adit.api.Sha256d;
import io.adit.api.node.BlockVerdict;
import java.io.IOException;
import java.time.Duration;

/**
 * Hands blocks to the node by {@code submitblock} and makes a verdict of its answer.
 *
 * @see <a href="https://github.com/bitcoin/bips/blob/master/bip-0022.mediawiki">BIP 22</a>
 */
final class Submission {
  /** Judging a full block may take a slow node a while. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final int HEADER = 80;

  private final RpcClient rpc;
  private final Places places;

  Submission(RpcClient rpc, Places places) {
    this.rpc = rpc;
    this.places = places;
  }

  /** Hands over a block in network form; blocks until there is a verdict. */
  BlockVerdict submit(Bytes block) {
    try {
      JsonNode answer = rpc.call(PATIENCE, "submitblock", block.toHex());
      return answer.isNull()
          ? new BlockVerdict(BlockVerdict.Kind.ACCEPTED, "")
          : verdict(reason(answer.asText()), block);
    } catch (RpcException e) {
      // No word on the block but for one: a full disk and a busy database end as errors too.
      return new BlockVerdict(
          e.isUnreadable() ? BlockVerdict.Kind.REJECTED : BlockVerdict.Kind.UNREACHABLE,
          e.getMessage());
    } catch (IOException | RefusedException e) {
      return new BlockVerdict(BlockVerdict.Kind.UNREACHABLE, e.getMessage());
    }
  }

  /** bcoin says {@code rejected: high-hash} where others say {@code high-hash}. */
  private static String reason(String answer) {
    String prefix = "rejected: ";
    return answer.startsWith(prefix) ? answer.substring(prefix.length()) : answer;
  }

  private BlockVerdict verdict(String reason, Bytes block)
      throws IOException, RpcException, RefusedException {
    return switch (reason) {
      // Known, or not decided: what counts is whether the node has it. (To bcoin a block that it
      // has
      // refused before is a duplicate too.)
      case "duplicate", "duplicate-inconclusive", "inconclusive" ->
          switch (places.find(hashOf(block)).kind()) {
            case IN_CHAIN -> new BlockVerdict(BlockVerdict.Kind.ACCEPTED, reason);
            // One of two blocks for the same height: the next block decides which of them stays.
            case OFF_CHAIN ->
                new BlockVerdict(
                    BlockVerdict.Kind.ACCEPTED, reason + ", beside the node's best chain");
            case UNKNOWN, UNREACHABLE ->
                new BlockVerdict(
                    BlockVerdict.Kind.REJECTED, reason + ", and not known to the node");
          };
      default -> new BlockVerdict(BlockVerdict.Kind.REJECTED, reason);
    };
  }

  private static Hash hashOf(Bytes block) {
    byte[] header = new byte[HEADER];
    System.arraycopy(block.toArray(), 0, header, 0, Math.min(HEADER, block.size()));
    return new Sha256d().hash(Bytes.copyOf(header));
  }
}
