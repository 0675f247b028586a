package io.adit.storage.jdbc;

/** The database works, but must not be used before an operator has changed something. */
final class RefusedException extends Exception {
  private static final long serialVersionUID = 1;

  RefusedException(String message, Throwable cause) {
    super(message, cause);
  }
}
