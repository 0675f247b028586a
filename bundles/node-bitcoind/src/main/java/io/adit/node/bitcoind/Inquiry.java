package io.adit.node.bitcoind;

import com.fasterxml.jackson.databind.JsonNode;
import io.adit.api.coin.Coin;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;

/** Asks the node how it is: questions that it can answer at once. Calls block. */
final class Inquiry {
  /**
   * For an answer that comes when the node counts as away already. Not for ever: a connection may
   * be dead though the node is not.
   */
  private static final Duration LATE = Duration.ofSeconds(10);

  private final RpcClient rpc;
  private final Pulse pulse;

  Inquiry(RpcClient rpc, Pulse pulse) {
    this.rpc = rpc;
    this.pulse = pulse;
  }

  /**
   * The hash of the best chain's last block, as people write it.
   *
   * @param silent as for {@link Vigil}; the answer may come yet
   */
  String tip(Consumer<Duration> silent) throws IOException, RpcException, RefusedException {
    return ask("getbestblockhash", silent).asText();
  }

  /**
   * Looks whether it is on the coin's chain.
   *
   * @param silent as for {@link Vigil}; the answer may come yet
   * @throws RefusedException if it is not
   */
  void checkChain(Coin coin, Consumer<Duration> silent)
      throws IOException, RpcException, RefusedException {
    String chain = ask("getblockchaininfo", silent).path("chain").asText();
    if (!chain.equals(coin.chain())) {
      throw new RefusedException(
          String.format(
              "%s is on chain \"%s\", but %s needs chain \"%s\"",
              rpc.where(), chain, coin.name(), coin.chain()));
    }
  }

  private JsonNode ask(String method, Consumer<Duration> silent)
      throws IOException, RpcException, RefusedException {
    long start = pulse.now();
    Vigil vigil = new Vigil(pulse, silent);
    try {
      JsonNode answer = rpc.call(LATE, method);
      pulse.answered(Duration.ofNanos(pulse.now() - start));
      return answer;
    } finally {
      vigil.close();
    }
  }

  /** How far a node is that has said that it syncs. */
  String progress(RpcException why) {
    try {
      JsonNode info = rpc.call(pulse.limit(), "getblockchaininfo");
      return String.format(
          "%s is syncing: %d of %d blocks (%s)",
          rpc.where(),
          info.path("blocks").asLong(),
          info.path("headers").asLong(),
          why.getMessage());
    } catch (IOException | RpcException | RefusedException e) {
      return rpc.where() + " is syncing (" + why.getMessage() + ")";
    }
  }
}
