package io.adit.node.bitcoind;

import com.fasterxml.jackson.databind.JsonNode;
import io.adit.api.Bytes;
import io.adit.api.Hash;
import io.adit.api.Sha256d;
import io.adit.api.node.BlockPlace;
import io.adit.api.node.BlockVerdict;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;

/**
 * Hands blocks to the node by {@code submitblock} and makes a verdict of its answer.
 *
 * <table>
 * <caption>What the node says, and what that means</caption>
 * <tr><th>answer</th><th>verdict</th><th>because</th></tr>
 * <tr><td>null</td><td>accepted</td><td></td></tr>
 * <tr><td>{@code duplicate}, {@code duplicate-inconclusive}, {@code inconclusive}</td>
 *   <td>accepted if the node has it, in its best chain or beside that</td>
 *   <td>The node knows it already, or has not decided on it: the next block will.</td></tr>
 * <tr><td>the same</td><td>asked again if it has neither that block nor the one before it</td>
 *   <td>bcoin keeps such a block aside, for when the one before it comes.</td></tr>
 * <tr><td>the same</td><td>rejected if it lacks that block alone</td>
 *   <td>To bcoin a block that it has refused is a duplicate, too.</td></tr>
 * <tr><td>{@code prev-blk-not-found}</td><td>asked again</td>
 *   <td>The node lags behind the one whose template it was.</td></tr>
 * <tr><td>{@code bad-prevblk}</td><td>asked again if it has not the block before it</td>
 *   <td>bcoin's word for {@code prev-blk-not-found}.</td></tr>
 * <tr><td>the same</td><td>rejected if it has</td>
 *   <td>To Bitcoin Core, that one is not valid; to BIP 22, not the one to build on.</td></tr>
 * <tr><td>{@code time-too-new}</td><td>asked again</td>
 *   <td>It is too new by the node's clock, and will not be for ever.</td></tr>
 * <tr><td>{@code duplicate-invalid}</td><td>rejected</td><td>It was refused before.</td></tr>
 * <tr><td>{@code stale-prevblk}, {@code stale-work}</td><td>rejected</td>
 *   <td>The node has gone on without it, and does not keep it.</td></tr>
 * <tr><td>any other word: {@code high-hash}, {@code bad-txns}, {@code time-too-old} …</td>
 *   <td>rejected</td><td>It is not valid, and never will be.</td></tr>
 * <tr><td>error -22</td><td>rejected</td><td>It cannot be read.</td></tr>
 * <tr><td>any other error, or no answer</td><td>asked again</td>
 *   <td>No word on the block: a full disk and a busy database end as errors, too.</td></tr>
 * </table>
 *
 * <p>"Asked again" is {@link BlockVerdict.Kind#UNREACHABLE}, with the node's word.
 *
 * @see <a href="https://github.com/bitcoin/bips/blob/master/bip-0022.mediawiki">BIP 22</a>
 */
final class Submission {
  /** Judging a full block may take a slow node a while. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** Of a block that the node has taken, and that has not changed its tip. */
  private static final String BESIDE = ", beside the node's best chain";

  private static final int HEADER = 80;
  private static final int PREVIOUS_AT = 4;

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

  /** Whether a verdict says that there is a new tip. */
  static boolean isNewTip(BlockVerdict verdict) {
    return verdict.kind() == BlockVerdict.Kind.ACCEPTED && !verdict.detail().endsWith(BESIDE);
  }

  /** bcoin says {@code rejected: high-hash} where others say {@code high-hash}. */
  private static String reason(String answer) {
    String prefix = "rejected: ";
    return answer.startsWith(prefix) ? answer.substring(prefix.length()) : answer;
  }

  private BlockVerdict verdict(String reason, Bytes block)
      throws IOException, RpcException, RefusedException {
    return switch (reason) {
      case "duplicate", "duplicate-inconclusive", "inconclusive" -> byItsPlace(reason, block);
      case "prev-blk-not-found" -> lags(reason);
      case "bad-prevblk" -> lacksPrevious(block) ? lags(reason) : rejected(reason);
      case "time-too-new" ->
          new BlockVerdict(BlockVerdict.Kind.UNREACHABLE, reason + ", by the node's clock");
      default -> rejected(reason);
    };
  }

  private BlockVerdict byItsPlace(String reason, Bytes block)
      throws IOException, RpcException, RefusedException {
    return switch (places.find(hashOf(block)).kind()) {
      case IN_CHAIN -> new BlockVerdict(BlockVerdict.Kind.ACCEPTED, reason);
      // One of two blocks for the same height: the next block decides which of them stays.
      case OFF_CHAIN -> new BlockVerdict(BlockVerdict.Kind.ACCEPTED, reason + BESIDE);
      case UNKNOWN, UNREACHABLE ->
          lacksPrevious(block) ? lags(reason) : rejected(reason + ", and not known to the node");
    };
  }

  private boolean lacksPrevious(Bytes block) throws IOException, RpcException, RefusedException {
    Hash previous =
        Hash.ofWire(Arrays.copyOfRange(headerOf(block), PREVIOUS_AT, PREVIOUS_AT + Hash.SIZE));
    return places.find(previous).kind() == BlockPlace.Kind.UNKNOWN;
  }

  private static BlockVerdict lags(String reason) {
    return new BlockVerdict(
        BlockVerdict.Kind.UNREACHABLE, reason + ": the node lacks the block before it");
  }

  private static BlockVerdict rejected(String reason) {
    return new BlockVerdict(BlockVerdict.Kind.REJECTED, reason);
  }

  private static Hash hashOf(Bytes block) {
    return new Sha256d().hash(Bytes.copyOf(headerOf(block)));
  }

  /** Filled up with zeros, if there is no whole one. */
  private static byte[] headerOf(Bytes block) {
    return Arrays.copyOf(block.toArray(), HEADER);
  }
}
