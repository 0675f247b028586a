package io.adit.storage.redis;

/** What is sent apart, so that nothing that is large holds up what is urgent. */
enum Lane {
  /** What other servers and returning miners wait for. */
  FLEET,
  SHARES,
  LIVE,
  EVENTS
}
