package io.adit.config.yaml;

import java.time.Duration;

/** The PostgreSQL database to keep shares and blocks in. */
public record PostgresConfig(
    String host,
    int port,
    String database,
    String user,
    String password,
    int maxConnections,
    int minConnections,
    Duration connectTimeout,
    Duration statementTimeout) {
  /** Without the password. */
  @Override
  public String toString() {
    return "PostgreSQL at " + host + ":" + port + "/" + database;
  }
}
