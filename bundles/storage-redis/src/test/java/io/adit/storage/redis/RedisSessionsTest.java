package io.adit.storage.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.adit.api.Bytes;
import io.adit.api.fleet.SharedSessions.Kept;
import io.adit.api.pow.Target;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.Jedis;

/** Subscriptions that two servers know of. */
@Timeout(60)
class RedisSessionsTest {
  private static final Duration LIMIT = Duration.ofSeconds(15);
  private static final Kept KEPT =
      new Kept(Bytes.ofHex("07a1b2c3"), Target.of(BigInteger.TWO.pow(224)));

  private final List<RedisLink> links = new ArrayList<>();
  private TestRedis redis;

  @BeforeEach
  void start() {
    redis = new TestRedis();
  }

  @AfterEach
  void stop() throws InterruptedException {
    for (RedisLink link : links) {
      link.close();
    }
    redis.close();
  }

  private RedisSessions server(Settings settings) {
    RedisLink link = new RedisLink(settings, Identity.random());
    links.add(link);
    await().atMost(LIMIT).until(() -> link.redis().state().isReady());
    return new RedisSessions(link);
  }

  private RedisSessions server() {
    return server(redis.settings());
  }

  private static Optional<Kept> taken(RedisSessions server, String session) {
    return server.take("main", session).toCompletableFuture().orTimeout(5, TimeUnit.SECONDS).join();
  }

  private void awaitKept(String session) {
    try (Jedis client = redis.client()) {
      await().atMost(LIMIT).until(() -> client.exists("adit:session:main:" + session));
    }
  }

  @Test
  void whatOneServerKeepsAnotherTakes() {
    server().keep("main", "s1", KEPT);
    awaitKept("s1");

    assertThat(taken(server(), "s1")).contains(KEPT);
  }

  @Test
  void aSessionIsATextThatGoesByItself() {
    server().keep("main", "s1", KEPT);
    awaitKept("s1");

    try (Jedis client = redis.client()) {
      assertThat(client.get("adit:session:main:s1")).isEqualTo("07a1b2c3 1" + "0".repeat(56));
      assertThat(client.ttl("adit:session:main:s1")).isBetween(7_000L, 7_200L);
    }
  }

  @Test
  void theLastWordCounts() {
    RedisSessions server = server();
    Kept easier = new Kept(KEPT.extranonce1(), Target.of(BigInteger.TWO.pow(240)));
    server.keep("main", "s1", KEPT);
    server.keep("main", "s1", easier);

    assertThat(taken(server, "s1")).contains(easier);
  }

  @Test
  void onlyOneOfTwoTakesIt() {
    RedisSessions one = server();
    RedisSessions other = server();
    List<CompletableFuture<Optional<Kept>>> taken = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      one.keep("main", "s" + i, KEPT);
    }
    awaitKept("s99");
    for (int i = 0; i < 100; i++) {
      taken.add(one.take("main", "s" + i).toCompletableFuture());
      taken.add(other.take("main", "s" + i).toCompletableFuture());
    }

    for (int i = 0; i < taken.size(); i += 2) {
      assertThat(List.of(taken.get(i).join().isPresent(), taken.get(i + 1).join().isPresent()))
          .as("session %d", i / 2)
          .containsExactlyInAnyOrder(true, false);
    }
  }

  @Test
  void whatIsForgottenCannotBeTaken() {
    RedisSessions server = server();
    server.keep("main", "s1", KEPT);
    server.forget("main", "s1");

    assertThat(taken(server, "s1")).isEmpty();
    assertThat(redis.hash("adit:session:main:s1")).isEmpty();
  }

  @Test
  void anotherPoolsSessionIsAnotherOne() {
    RedisSessions server = server();
    server.keep("main", "s1", KEPT);

    assertThat(server.take("other", "s1").toCompletableFuture().join()).isEmpty();
    assertThat(taken(server, "s1")).contains(KEPT);
  }

  @Test
  void aTextThatMakesNoSenseIsNoSession() {
    RedisSessions server = server();
    try (Jedis client = redis.client()) {
      client.set("adit:session:main:s1", "nonsense");
      client.set("adit:session:main:s2", "zz 10");
    }

    assertThat(taken(server, "s1")).isEmpty();
    assertThat(taken(server, "s2")).isEmpty();
  }

  @Test
  void withoutRedisNobodyKnowsAndNobodyWaits() {
    RedisSessions server = server();
    redis.stop();
    await().atMost(LIMIT).until(() -> !links.get(0).redis().state().isReady());

    server.keep("main", "s1", KEPT);
    server.forget("main", "s2");
    assertThat(server.take("main", "s1").toCompletableFuture()).failsWithin(LIMIT);
    redis.start();
  }

  @Test
  void aRedisThatSaysNothingIsNotWaitedFor() throws IOException {
    try (Proxy proxy = new Proxy(redis.port())) {
      RedisSessions server = server(TestRedis.at(proxy.port(), "", 0));
      proxy.silent(true);

      // Long before the connection is given up, which would be an answer, too.
      assertThat(server.take("main", "s1").toCompletableFuture()).failsWithin(LIMIT);
      assertThat(links.get(0).redis().state().isReady()).isTrue();
    }
  }

  @Test
  void aSessionWhoseAnswerCameTooLateIsThereForTheNext() {
    RedisSessions server = server();
    server.keep("main", "s1", KEPT);
    awaitKept("s1");
    try (Jedis client = redis.client()) {
      client.clientPause(1500);
    }
    assertThat(server.take("main", "s1").toCompletableFuture()).failsWithin(LIMIT);

    await().atMost(LIMIT).ignoreExceptions().until(() -> taken(server, "s1").isPresent());
  }
}
