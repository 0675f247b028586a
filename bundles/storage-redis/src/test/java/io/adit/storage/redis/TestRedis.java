package io.adit.storage.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import redis.clients.jedis.Jedis;
import redis.embedded.RedisServer;
import redis.embedded.core.RedisServerBuilder;

/**
 * A real Redis that can be stopped and started again at its place; looked into by another client.
 */
final class TestRedis implements AutoCloseable {
  private final int port = freePort();
  private final List<String> settings;
  private RedisServer server;

  /** One that is running. */
  TestRedis(String... settings) {
    this.settings = List.of(settings);
    start();
  }

  /** One that has its data on disk before it answers. */
  static TestRedis keepingIn(Path directory) {
    return new TestRedis("dir " + directory, "appendonly yes", "appendfsync always");
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void start() {
    RedisServerBuilder builder =
        RedisServer.newRedisServer().port(port).bind("127.0.0.1").setting("save \"\"");
    settings.forEach(builder::setting);
    try {
      server = builder.build();
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void stop() {
    try {
      server.stop();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return port;
  }

  /** Another client, to be closed. */
  Jedis client() {
    return new Jedis("127.0.0.1", port);
  }

  Map<String, String> hash(String key) {
    try (Jedis client = client()) {
      return client.hgetAll(key);
    }
  }

  Settings settings() {
    return settings("", 0);
  }

  Settings settings(String password, int db) {
    return at(port, password, db);
  }

  /** To be reached at another port: through a proxy. */
  static Settings at(int port, String password, int db) {
    return new Settings(
        "127.0.0.1", port, password, db, 4, new Keys("adit:"), Settings.ANSWER_LIMIT);
  }

  @Override
  public void close() {
    stop();
  }
}
