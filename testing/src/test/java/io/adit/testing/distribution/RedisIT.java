package io.adit.testing.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.exceptions.JedisException;
import redis.embedded.RedisServer;

/** With a section {@code redis}, and a real one. */
@ExtendWith(Outputs.class)
@Timeout(120)
class RedisIT {
  private static final String VALID = "stratum_shares_total{status=\"valid\",}";

  @TempDir Path directory;

  private final AditProcess.Ports ports = AditProcess.Ports.free();
  private final int port = AditProcess.freePort();
  private final List<String> events = new CopyOnWriteArrayList<>();
  private RedisServer redis;

  @AfterEach
  void stop() throws IOException {
    redis.stop();
  }

  private void start(String setting) throws IOException {
    redis =
        RedisServer.newRedisServer()
            .port(port)
            .bind("127.0.0.1")
            .setting("dir " + directory)
            .setting("appendonly yes")
            .setting("appendfsync always")
            .setting(setting)
            .build();
    redis.start();
  }

  private String section(String password) {
    return """
    redis:
      host: 127.0.0.1
      port: %d
      password: "%s"
    """
        .formatted(port, password);
  }

  private Jedis client() {
    return new Jedis("127.0.0.1", port);
  }

  private Map<String, String> hash(String key) {
    try (Jedis client = client()) {
      return client.hgetAll(key);
    }
  }

  private List<String> keys(String pattern) {
    try (Jedis client = client()) {
      return List.copyOf(client.keys(pattern));
    }
  }

  /** Hears the events until Redis ends. */
  private void listen() {
    JedisPubSub subscription =
        new JedisPubSub() {
          @Override
          public void onMessage(String channel, String message) {
            events.add(message);
          }
        };
    Thread listener =
        new Thread(
            () -> {
              try (Jedis client = client()) {
                client.subscribe(subscription, "adit:events");
              } catch (JedisException e) {
                events.add("(Redis has ended)");
              }
            },
            "hears-events");
    listener.setDaemon(true);
    listener.start();
    await().atMost(RunningProcess.LIMIT).until(subscription::isSubscribed);
  }

  private void awaitEvent(Predicate<String> wanted) {
    await().atMost(RunningProcess.LIMIT).until(() -> events.stream().anyMatch(wanted));
  }

  @Test
  void whatMinersDoIsInRedisAlsoWhatItMissed() throws IOException {
    start("save \"\"");
    listen();
    String config = ports.section() + "node:\n  devnet_difficulty: 0.00001\n" + section("");
    try (AditProcess server = AditProcess.start(directory, ports, config);
        MinerProcess miner = MinerProcess.start(MinerProcess.tcp(ports.first()))) {
      awaitEvent(event -> event.contains("\"type\":\"job\"") && event.contains("\"clean\":true"));
      awaitEvent(event -> event.contains("\"type\":\"block\"") && event.contains("\"PENDING\""));
      await().atMost(RunningProcess.LIMIT).until(() -> !keys("adit:workers:main:*").isEmpty());
      assertThat(hash(keys("adit:workers:main:*").get(0)).get(MinerProcess.WORKER))
          .contains("\"connections\":1");
      assertThat(hash(keys("adit:server:*").get(0)).get("number")).matches("\\d+");
      assertThat(hash("adit:numbers")).hasSize(1);
      assertThat(keys("adit:block:main:*")).isNotEmpty();

      redis.stop();
      server.awaitLine(" - cannot reach Redis at 127.0.0.1:" + port + "/0: .*; trying again$");
      double before = server.metrics().get(VALID);
      server.awaitMetric(VALID, shares -> shares > before);
      start("save \"\"");

      assertThat(miner.stop()).isZero();
      server.awaitMetric("stratum_active_connections", open -> open == 0);
      String valid = Long.toString(server.metrics().get(VALID).longValue());
      await()
          .atMost(RunningProcess.LIMIT)
          .until(() -> valid.equals(hash("adit:shares:main").get("shares")));
      assertThat(server.stop()).isZero();
      assertThat(hash("adit:shares:main:worker:" + MinerProcess.WORKER))
          .as("each once")
          .containsEntry("shares", valid);
      assertThat(keys("adit:workers:*")).as("its live state has gone with it").isEmpty();
      assertThat(server.out()).as("no stack trace").noneMatch(line -> line.startsWith("\tat "));
    }
  }

  @Test
  void aWrongPasswordEndsTheStart() throws IOException {
    start("requirepass right");
    try (AditProcess server =
        AditProcess.launch(directory, ports, ports.section() + section("guessed"))) {
      assertThat(server.awaitExit()).isNotZero();
      assertThat(server.err()).hasSize(1);
      assertThat(server.err().get(0))
          .contains("Redis at 127.0.0.1:" + port + "/0: WRONGPASS")
          .doesNotContain("guessed");
      assertThat(server.out()).noneMatch(line -> line.contains("listening at"));
    }
  }
}
