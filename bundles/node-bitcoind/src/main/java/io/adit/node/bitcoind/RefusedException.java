package io.adit.node.bitcoind;

/** The node cannot be mined for until an operator changes something; the message says what. */
final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  RefusedException(String message) {
    super(message);
  }

  RefusedException(String message, Throwable cause) {
    super(message, cause);
  }
}
