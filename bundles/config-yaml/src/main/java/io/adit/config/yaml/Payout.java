package io.adit.config.yaml;

/** Whom a block pays. */
public enum Payout {
  /** The pool's address. */
  POOL,
  /** The address that is the name of the user who found it. */
  SOLO
}
