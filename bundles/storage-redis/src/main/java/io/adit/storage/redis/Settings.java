package io.adit.storage.redis;

import java.time.Duration;

/**
 * Which Redis, and how to use it.
 *
 * @param host of the server
 * @param port of the server
 * @param password empty for none
 * @param db number of the database
 * @param connections to it
 * @param keys names of what is kept there
 * @param answerLimit how long an answer may take; whoever takes longer is taken for dead
 */
record Settings(
    String host,
    int port,
    String password,
    int db,
    int connections,
    Keys keys,
    Duration answerLimit) {
  static final Duration ANSWER_LIMIT = Duration.ofSeconds(3);

  static Settings of(Config config) {
    return new Settings(
        config.host(),
        config.port(),
        config._password(),
        config.db(),
        Math.min(config.poolSize(), Lane.values().length),
        new Keys(config.keyPrefix()),
        ANSWER_LIMIT);
  }

  /** What it is and where, for people. */
  String describe() {
    String address = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    return "Redis at " + address + ":" + port + "/" + db;
  }

  /** Without the password. */
  @Override
  public String toString() {
    return describe();
  }
}
