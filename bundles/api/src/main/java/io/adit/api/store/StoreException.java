package io.adit.api.store;

/** A store could not store; the message says why, in one line. */
public class StoreException extends Exception {
  private static final long serialVersionUID = 1;

  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
