package io.adit.node.bitcoind;

/**
 * The node's own word that it did not do what it was asked.
 *
 * @see <a href="https://github.com/bitcoin/bitcoin/blob/master/src/rpc/protocol.h">protocol.h</a>
 */
final class RpcException extends Exception {
  private static final long serialVersionUID = 1L;

  private static final int INVALID_ADDRESS_OR_KEY = -5;
  private static final int INVALID_PARAMETER = -8;
  private static final int CLIENT_NOT_CONNECTED = -9;
  private static final int CLIENT_IN_INITIAL_DOWNLOAD = -10;
  private static final int DESERIALIZATION_ERROR = -22;
  private static final int IN_WARMUP = -28;
  private static final int INTERNAL_ERROR = -32603;

  private final int code;

  RpcException(int code, String message) {
    super(message);
    this.code = code;
  }

  /** Whether the node is behind its network and knows it. */
  boolean isSyncing() {
    return code == CLIENT_IN_INITIAL_DOWNLOAD;
  }

  /** Whether the same question may well be answered later. */
  boolean isPassing() {
    return code == CLIENT_NOT_CONNECTED
        || code == CLIENT_IN_INITIAL_DOWNLOAD
        || code == IN_WARMUP
        || code == INTERNAL_ERROR;
  }

  /** Whether what was handed over is not what it should be, and never will be. */
  boolean isUnreadable() {
    return code == DESERIALIZATION_ERROR;
  }

  /** Whether there is no such block, or none at such a height. bcoin has no code for the former. */
  boolean isNoSuchBlock() {
    return code == INVALID_ADDRESS_OR_KEY
        || code == INVALID_PARAMETER
        || "Block not found".equals(getMessage());
  }
}
