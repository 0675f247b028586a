package io.adit.storage.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.adit.api.State;
import io.adit.api.fleet.ServerNumber;
import io.adit.api.pool.Pool;
import io.adit.api.pool.PoolSnapshot;
import io.adit.api.pool.PoolSnapshot.WorkerSnapshot;
import io.adit.api.pool.RejectReason;
import io.adit.api.pool.Verdict;
import io.adit.api.pool.WorkStatistics;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.Jedis;

/** What servers write of their pools, users and workers. */
@Timeout(60)
class LiveStatusTest {
  private static final Duration LIMIT = Duration.ofSeconds(15);
  private static final Duration TTL = Duration.ofHours(1);
  private static final long NOW = System.currentTimeMillis();

  private final List<RedisLink> links = new ArrayList<>();
  private TestRedis redis;
  private volatile PoolSnapshot snapshot;

  @BeforeEach
  void start() {
    redis = new TestRedis();
    snapshot = pool(worker("alice.a", 1, NOW), worker("alice.b", 2, NOW - 1000));
  }

  @AfterEach
  void stop() throws InterruptedException {
    for (RedisLink link : links) {
      link.close();
    }
    redis.close();
  }

  private static WorkerSnapshot worker(String name, int connections, long last) {
    return new WorkerSnapshot(name, connections, statistics(last));
  }

  private static WorkStatistics statistics(long last) {
    return new WorkStatistics(
        new WorkStatistics.HashRates(1.4, 2, 3, 4, 5e12),
        7,
        1.5,
        99.25,
        last,
        Map.of(RejectReason.STALE, 2L));
  }

  private static PoolSnapshot pool(WorkerSnapshot... workers) {
    return new PoolSnapshot(
        "main",
        State.ready("listening at stratum+tcp://127.0.0.1:3333"),
        List.of(),
        "bitcoin",
        List.of(),
        3,
        10,
        Map.of(Verdict.VALID, 7L, Verdict.STALE, 2L),
        new PoolSnapshot.ProcessingTime(List.of(), List.of(0L), 0),
        1,
        17,
        100,
        statistics(NOW),
        List.of(worker("alice", 3, NOW)),
        List.of(workers));
  }

  private LiveStatus server(String name, int number) {
    RedisLink link = new RedisLink(redis.settings(), new Identity(name, "instance", "host"));
    links.add(link);
    ServerNumber fixed =
        new ServerNumber() {
          @Override
          public State state() {
            return State.ready("");
          }

          @Override
          public OptionalInt current() {
            return OptionalInt.of(number);
          }
        };
    LiveStatus live = new LiveStatus(link, fixed, TTL, Duration.ofMillis(50), Clock.systemUTC());
    Pool pool = () -> snapshot;
    live.bindPool(pool);
    return live;
  }

  private void awaitKey(String key) {
    await().atMost(LIMIT).until(() -> !redis.hash(key).isEmpty());
  }

  @Test
  void aWorkersStatusIsThere() {
    server("s1", 7);
    awaitKey("adit:workers:main:s1");

    assertThat(redis.hash("adit:workers:main:s1"))
        .containsOnlyKeys("alice.a", "alice.b")
        .containsEntry(
            "alice.a",
            "{\"connections\":1,\"rate_1m\":1.0,\"rate_5m\":2.0,\"rate_15m\":3.0,\"rate_1h\":4.0,"
                + "\"rate_1d\":5.0E12,\"shares\":7,\"difficulty\":1.5,\"best\":99.25,\"last_share\":"
                + NOW
                + ",\"rejects\":{\"stale\":2}}");
    assertThat(redis.hash("adit:users:main:s1")).containsOnlyKeys("alice");
    assertThat(redis.hash("adit:pool:main:s1"))
        .containsEntry("state", "READY")
        .containsEntry("connections", "3")
        .containsEntry("height", "100")
        .containsEntry("shares_valid", "7")
        .containsEntry("shares_stale", "2")
        .containsEntry("rate_1m", "1.0");
    assertThat(redis.hash("adit:server:s1"))
        .containsEntry("number", "7")
        .containsEntry("host", "host")
        .containsEntry("pools", "main");
  }

  @Test
  void whatAServerWroteGoesByItself() {
    server("s1", 7);
    awaitKey("adit:server:s1");

    try (Jedis client = redis.client()) {
      await().atMost(LIMIT).until(() -> client.exists("adit:seen:main"));
      for (String key : List.of("server:s1", "pool:main:s1", "users:main:s1", "workers:main:s1")) {
        assertThat(client.pttl("adit:" + key)).as(key).isBetween(1L, 30_000L);
      }
      assertThat(client.pttl("adit:seen:main")).isBetween(1L, TTL.toMillis());
    }
  }

  @Test
  void twoServersStandSideBySide() {
    server("s1", 7);
    server("s2", 8);
    awaitKey("adit:workers:main:s1");
    awaitKey("adit:workers:main:s2");

    try (Jedis client = redis.client()) {
      assertThat(client.zrange("adit:servers", 0, -1)).containsExactlyInAnyOrder("s1", "s2");
      assertThat(client.zrange("adit:seen:main", 0, -1))
          .containsExactlyInAnyOrder("alice.a", "alice.b");
    }
  }

  @Test
  void aWorkerThatIsGoneIsShownForAsLongAsConfigured() {
    snapshot =
        pool(
            worker("here", 1, NOW - 2 * TTL.toMillis()),
            worker("gone", 0, NOW - TTL.toMillis() / 2),
            worker("long gone", 0, NOW - TTL.toMillis() - 1));
    server("s1", 7);
    awaitKey("adit:workers:main:s1");

    assertThat(redis.hash("adit:workers:main:s1")).containsOnlyKeys("here", "gone");
  }

  @Test
  void whoWasThereLongAgoIsForgotten() {
    try (Jedis client = redis.client()) {
      client.zadd("adit:seen:main", (double) (NOW - TTL.toMillis() - 60_000), "long gone");
      client.zadd("adit:seen:main", (double) (NOW - TTL.toMillis() / 2), "gone");
      server("s1", 7);
      await().atMost(LIMIT).until(() -> client.zscore("adit:seen:main", "alice.a") != null);

      assertThat(client.zrange("adit:seen:main", 0, -1))
          .containsExactlyInAnyOrder("gone", "alice.a", "alice.b");
    }
  }

  @Test
  void aWorkerThatLeavesThePoolLeavesRedis() {
    server("s1", 7);
    awaitKey("adit:workers:main:s1");

    snapshot = pool(worker("alice.b", 1, NOW));

    await()
        .atMost(LIMIT)
        .until(
            () -> redis.hash("adit:workers:main:s1").keySet().equals(java.util.Set.of("alice.b")));
  }

  @Test
  void aServerThatStopsTakesItsStateWithIt() throws InterruptedException {
    LiveStatus live = server("s1", 7);
    awaitKey("adit:workers:main:s1");

    live.close();

    try (Jedis client = redis.client()) {
      assertThat(client.keys("adit:*:s1")).isEmpty();
      assertThat(client.exists("adit:seen:main")).isTrue();
    }
  }

  @Test
  void aRedisThatComesBackEmptyIsToldAgain() {
    server("s1", 7);
    awaitKey("adit:workers:main:s1");

    redis.stop();
    redis.start();

    awaitKey("adit:workers:main:s1");
  }
}
