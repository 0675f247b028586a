package io.adit.pool;

/** Whom the blocks of a port's miners pay. */
enum Payout {
  /** The pool, which shares it out. */
  POOL,
  /** The miner that finds one. */
  SOLO
}
