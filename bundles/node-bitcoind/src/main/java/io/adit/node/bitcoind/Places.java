package io.adit.node.bitcoind;

import com.fasterxml.jackson.databind.JsonNode;
import io.adit.api.Hash;
import io.adit.api.node.BlockPlace;
import java.io.IOException;

/** Where blocks are, by {@code getblockheader} and {@code getblockhash}. */
final class Places {
  private final RpcClient rpc;

  Places(RpcClient rpc) {
    this.rpc = rpc;
  }

  /** The node's word; a node that cannot be asked is {@link BlockPlace.Kind#UNREACHABLE}. */
  BlockPlace of(Hash block) {
    try {
      return find(block);
    } catch (IOException | RpcException | RefusedException e) {
      return BlockPlace.of(BlockPlace.Kind.UNREACHABLE, String.valueOf(e.getMessage()));
    }
  }

  /** As {@link #of}, for whom it matters why the node could not be asked. */
  BlockPlace find(Hash block) throws IOException, RpcException, RefusedException {
    String hash = block.toDisplayHex();
    JsonNode header;
    try {
      header = rpc.call("getblockheader", hash);
    } catch (RpcException e) {
      if (e.isNoSuchBlock()) {
        return BlockPlace.of(BlockPlace.Kind.UNKNOWN, "");
      }
      throw e;
    }
    JsonNode height = header.path("height");
    // Not by the header's confirmations alone: not every node has -1 for a block in no chain.
    if (!height.isInt() || !isAt(height.intValue(), hash)) {
      return BlockPlace.of(BlockPlace.Kind.OFF_CHAIN, "");
    }
    return BlockPlace.inChain(Math.max(1, header.path("confirmations").asInt(1)));
  }

  /** The chain may be shorter by now. */
  private boolean isAt(int height, String hash) throws IOException, RpcException, RefusedException {
    try {
      return rpc.call("getblockhash", height).asText().equals(hash);
    } catch (RpcException e) {
      if (e.isNoSuchBlock()) {
        return false;
      }
      throw e;
    }
  }
}
