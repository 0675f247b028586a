package io.adit.node.devnet;

/** Those bytes are not a block. */
final class MalformedBlockException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedBlockException(String message) {
    super(message);
  }
}
