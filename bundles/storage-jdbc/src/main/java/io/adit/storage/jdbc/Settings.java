package io.adit.storage.jdbc;

import java.time.Duration;

/**
 * Which database, and how to use it.
 *
 * @param driver class name that a DataSourceFactory is found by
 * @param url JDBC URL
 * @param user of the database
 * @param password of that user
 * @param maxConnections open at once
 * @param minConnections kept open
 * @param connectTimeout for a connection to be made
 * @param statementTimeout for a statement to run
 * @param shareRetention how long shares are kept; zero for ever
 * @param rollupRetention how long sums of minutes are kept; zero for ever
 * @param describe the database, for people
 */
record Settings(
    String driver,
    String url,
    String user,
    String password,
    int maxConnections,
    int minConnections,
    Duration connectTimeout,
    Duration statementTimeout,
    Duration shareRetention,
    Duration rollupRetention,
    String describe) {
  Dialect dialect() {
    return Dialect.of(url);
  }

  /** Without the password. */
  @Override
  public String toString() {
    return describe + " as " + user;
  }
}
