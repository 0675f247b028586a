package io.adit.storage.redis;

/**
 * The names of everything in Redis; {@code docs/redis.md} says what is there. A pool's name has no
 * colon in it.
 *
 * @param prefix that they all start with
 */
record Keys(String prefix) {
  /** How far a ledger's shares are counted. */
  String position(String ledger) {
    return prefix + "position:" + ledger;
  }

  /** Counters of a pool. */
  String shares(String pool) {
    return prefix + "shares:" + pool;
  }

  /** Counters of a user. */
  String userShares(String pool, String user) {
    return prefix + "shares:" + pool + ":user:" + user;
  }

  /** Counters of a worker. */
  String workerShares(String pool, String worker) {
    return prefix + "shares:" + pool + ":worker:" + worker;
  }

  /** What was credited in a minute, or an hour. */
  String credited(Span span, String pool, long startSeconds) {
    return prefix + span.label() + ":" + pool + ":" + startSeconds;
  }

  /** The newest blocks of a pool. */
  String blocks(String pool) {
    return prefix + "blocks:" + pool;
  }

  /** What a block's name is preceded by. */
  String blockOf(String pool) {
    return prefix + "block:" + pool + ":";
  }

  /** The channel. */
  String events() {
    return prefix + "events";
  }

  /** Servers by when they were last seen. */
  String servers() {
    return prefix + "servers";
  }

  String server(String server) {
    return prefix + "server:" + server;
  }

  /** A pool, as a server sees it. */
  String pool(String pool, String server) {
    return prefix + "pool:" + pool + ":" + server;
  }

  /** A pool's users, as a server sees them. */
  String users(String pool, String server) {
    return prefix + "users:" + pool + ":" + server;
  }

  /** A pool's workers, as a server sees them. */
  String workers(String pool, String server) {
    return prefix + "workers:" + pool + ":" + server;
  }

  /** Workers of all servers by when they were last connected. */
  String seen(String pool) {
    return prefix + "seen:" + pool;
  }

  /** Who has which number. */
  String numbers() {
    return prefix + "numbers";
  }

  /** The last fencing token. */
  String fence() {
    return prefix + "fence";
  }

  String session(String pool, String session) {
    return prefix + "session:" + pool + ":" + session;
  }
}
