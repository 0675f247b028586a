package io.adit.testing.distribution;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import redis.clients.jedis.Jedis;
import redis.embedded.RedisServer;

/** A Redis that can be killed and comes back with its data on its port. */
final class AuditRedis implements Victim {
  private final Path directory;
  private final int port = AditProcess.freePort();
  private RedisServer redis;
  private boolean down = true;

  AuditRedis(Path directory) {
    this.directory = directory;
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    revive();
  }

  /** A section {@code redis} for the configuration. */
  String section() {
    return """
    redis:
      host: 127.0.0.1
      port: %d
    """
        .formatted(port);
  }

  /** What is counted of a pool, or of one of its workers. */
  long shares(String of) {
    try (Jedis client = new Jedis("127.0.0.1", port)) {
      return Long.parseLong(client.hget("adit:shares:" + of, "shares"));
    }
  }

  boolean has(String key) {
    try (Jedis client = new Jedis("127.0.0.1", port)) {
      return client.exists("adit:" + key);
    }
  }

  @Override
  public void kill() {
    try {
      redis.stop();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    down = true;
  }

  @Override
  public void revive() {
    try {
      redis =
          RedisServer.newRedisServer()
              .port(port)
              .bind("127.0.0.1")
              .onShutdownForceStop(true)
              .setting("dir " + directory)
              .setting("save \"\"")
              .setting("appendonly yes")
              .setting("appendfsync always")
              .build();
      redis.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    down = false;
  }

  @Override
  public boolean isDown() {
    return down;
  }

  @Override
  public void close() {
    if (!down) {
      kill();
    }
  }

  @Override
  public String toString() {
    return "Redis";
  }
}
