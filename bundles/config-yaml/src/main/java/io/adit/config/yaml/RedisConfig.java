package io.adit.config.yaml;

import java.time.Duration;

/** The Redis to keep live state in. */
public record RedisConfig(
    String host,
    int port,
    String password,
    int db,
    int poolSize,
    String keyPrefix,
    Duration shareTtl,
    Duration workerTtl) {
  /** Without the password. */
  @Override
  public String toString() {
    return "Redis at " + host + ":" + port + "/" + db;
  }
}
