package io.adit.codec.stratum.v1;

/** What is wrong with a request, in words for the miner's owner. Never leaves the codec. */
final class BadRequestException extends Exception {
  private static final long serialVersionUID = 1L;

  BadRequestException(String message) {
    // Without a stack trace: it is an answer, not a fault, and a miner may cause many.
    super(message, null, false, false);
  }
}
