package io.adit.storage.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.adit.api.State;
import io.adit.api.ledger.Share;
import io.adit.api.store.ShareBatch;
import io.adit.api.store.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** Counters of shares in a real Redis. */
@Timeout(60)
class RedisStoreTest {
  private static final long NOW = System.currentTimeMillis();
  private static final Duration LIMIT = Duration.ofSeconds(15);
  private static final long DAY_MILLIS = 86_400_000;

  private RedisLink link;

  @AfterEach
  void close() throws InterruptedException {
    if (link != null) {
      link.close();
    }
  }

  private RedisStore store(Settings settings) {
    link = new RedisLink(settings, Identity.random());
    return new RedisStore(link, DAY_MILLIS);
  }

  private RedisStore ready(Settings settings) {
    RedisStore store = store(settings);
    await().atMost(LIMIT).until(() -> store.state().isReady());
    return store;
  }

  private static Share share(String worker, double difficulty, double reached, long time) {
    return new Share("main", worker, 1, 100, difficulty, reached, time);
  }

  private static ShareBatch batch(long start, long end, Share... shares) {
    return new ShareBatch("ledger-1", start, end, List.of(shares));
  }

  @Test
  void sharesAreCountedForPoolUserAndWorker() throws StoreException {
    try (TestRedis redis = new TestRedis()) {
      RedisStore store = ready(redis.settings());

      store.append(
          batch(
              0,
              7,
              share("alice.a", 2, 3.5, NOW - 1000),
              share("alice.b", 0.25, 9, NOW),
              share("alice.a", 2, 2.5, NOW - 500)));

      assertThat(redis.hash("adit:shares:main"))
          .isEqualTo(
              Map.of("shares", "3", "difficulty", "4.25", "best", "9.0", "last_share", "" + NOW));
      assertThat(redis.hash("adit:shares:main:user:alice"))
          .isEqualTo(redis.hash("adit:shares:main"));
      assertThat(redis.hash("adit:shares:main:worker:alice.a"))
          .isEqualTo(
              Map.of(
                  "shares", "2", "difficulty", "4", "best", "3.5", "last_share", "" + (NOW - 500)));
      assertThat(store.position("ledger-1")).isEqualTo(OptionalLong.of(7));
      assertThat(store.position("ledger-2")).isEmpty();
    }
  }

  @Test
  void whatIsCreditedIsSummedByMinuteAndHour() throws StoreException {
    try (TestRedis redis = new TestRedis();
        Jedis client = redis.client()) {
      RedisStore store = ready(redis.settings());
      long minute = NOW / 60_000 * 60;
      long hour = NOW / 3_600_000 * 3600;

      store.append(
          batch(
              0,
              2,
              share("alice.a", 2, 3, minute * 1000),
              share("bob", 3, 3, minute * 1000 + 59_999)));
      store.append(batch(2, 3, share("bob", 4, 4, minute * 1000 + 5)));

      Map<String, String> expected =
          Map.of(
              "pool",
              "9",
              "user:alice",
              "2",
              "worker:alice.a",
              "2",
              "user:bob",
              "7",
              "worker:bob",
              "7");
      assertThat(redis.hash("adit:minute:main:" + minute)).isEqualTo(expected);
      assertThat(redis.hash("adit:hour:main:" + hour)).isEqualTo(expected);
      assertThat(client.pttl("adit:minute:main:" + minute)).isBetween(1L, 3_660_000L);
      assertThat(client.pttl("adit:hour:main:" + hour))
          .isBetween(DAY_MILLIS - 3_600_000, 90_000_000L);
      assertThat(client.pttl("adit:shares:main")).isBetween(1L, DAY_MILLIS);
    }
  }

  @Test
  void sharesOfLongAgoAreCountedAndLeaveNoMinuteBehind() throws StoreException {
    try (TestRedis redis = new TestRedis();
        Jedis client = redis.client()) {
      RedisStore store = ready(redis.settings());

      store.append(batch(0, 1, share("alice", 2, 3, NOW - 3 * DAY_MILLIS)));

      assertThat(client.keys("adit:*"))
          .containsExactlyInAnyOrder(
              "adit:position:ledger-1",
              "adit:shares:main",
              "adit:shares:main:user:alice",
              "adit:shares:main:worker:alice");
    }
  }

  @Test
  void aBatchThatIsHandedOverAgainIsRefused() throws StoreException {
    try (TestRedis redis = new TestRedis()) {
      RedisStore store = ready(redis.settings());
      ShareBatch batch = batch(0, 7, share("alice", 2, 3, NOW));
      store.append(batch);

      assertThatThrownBy(() -> store.append(batch))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("shares from position 0 of the ledger (expected: 7)");

      assertThat(redis.hash("adit:shares:main")).containsEntry("shares", "1");
    }
  }

  @Test
  void aBatchWhoseAnswerGotLostIsCountedOnce() throws StoreException, IOException {
    try (TestRedis redis = new TestRedis();
        Proxy proxy = new Proxy(redis.port())) {
      RedisStore store = ready(TestRedis.at(proxy.port(), "", 0));
      store.append(batch(0, 7, share("alice", 2, 3, NOW)));
      proxy.cutAfter("adit:position:ledger-1");

      assertThatThrownBy(() -> store.append(batch(7, 9, share("alice", 2, 3, NOW))))
          .isInstanceOf(StoreException.class);

      await().atMost(LIMIT).until(() -> store.state().isReady());
      assertThat(store.position("ledger-1")).isEqualTo(OptionalLong.of(9));
      store.append(batch(9, 10, share("alice", 2, 3, NOW)));
      assertThat(redis.hash("adit:shares:main")).containsEntry("shares", "3");
    }
  }

  @Test
  void twoLedgersAddUp() throws StoreException {
    try (TestRedis redis = new TestRedis()) {
      RedisStore store = ready(redis.settings());

      store.append(batch(0, 1, share("alice", 2, 3, NOW)));
      store.append(new ShareBatch("ledger-2", 50, 60, List.of(share("alice", 3, 3, NOW))));

      assertThat(redis.hash("adit:shares:main"))
          .containsEntry("shares", "2")
          .containsEntry("difficulty", "5");
      assertThat(store.position("ledger-1")).isEqualTo(OptionalLong.of(1));
      assertThat(store.position("ledger-2")).isEqualTo(OptionalLong.of(60));
    }
  }

  @Test
  void aRedisThatComesBackWithItsDataGoesOn(@TempDir Path directory) throws StoreException {
    try (TestRedis redis = TestRedis.keepingIn(directory)) {
      RedisStore store = ready(redis.settings());
      store.append(batch(0, 7, share("alice", 2, 3, NOW)));

      redis.stop();
      await().atMost(LIMIT).until(() -> store.state().kind() == State.Kind.WAITING);
      assertThat(store.state().detail())
          .startsWith("cannot reach Redis at 127.0.0.1:" + redis.port() + "/0: ")
          .endsWith("; trying again");
      assertThatThrownBy(() -> store.append(batch(7, 8, share("alice", 2, 3, NOW))))
          .isInstanceOf(StoreException.class);
      redis.start();

      await().atMost(LIMIT).until(() -> store.state().isReady());
      assertThat(store.position("ledger-1")).isEqualTo(OptionalLong.of(7));
      store.append(batch(7, 8, share("alice", 2, 3, NOW)));
      assertThat(redis.hash("adit:shares:main")).containsEntry("shares", "2");
    }
  }

  @Test
  void aRedisThatComesBackEmptyBeginsWithWhatComes() throws StoreException {
    try (TestRedis redis = new TestRedis()) {
      RedisStore store = ready(redis.settings());
      store.append(batch(0, 7, share("alice", 2, 3, NOW)));

      redis.stop();
      redis.start();
      await().atMost(LIMIT).until(() -> !store.state().isReady());
      await().atMost(LIMIT).until(() -> store.state().isReady());

      assertThat(store.position("ledger-1")).isEmpty();
      store.append(batch(7, 8, share("alice", 2, 3, NOW)));
      assertThat(redis.hash("adit:shares:main")).containsEntry("shares", "1");
      assertThat(store.position("ledger-1")).isEqualTo(OptionalLong.of(8));
    }
  }

  @Test
  void aRedisThatSaysNothingIsGivenUpAndFoundAgain() throws StoreException, IOException {
    try (TestRedis redis = new TestRedis();
        Proxy proxy = new Proxy(redis.port())) {
      RedisStore store = ready(TestRedis.at(proxy.port(), "", 0));
      proxy.silent(true);

      assertThatThrownBy(() -> store.append(batch(0, 1, share("alice", 2, 3, NOW))))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("no answer within 3000 ms");
      assertThat(store.state().kind()).isEqualTo(State.Kind.WAITING);
      proxy.silent(false);

      await().atMost(LIMIT).until(() -> store.state().isReady());
      store.append(batch(0, 1, share("alice", 2, 3, NOW)));
      assertThat(redis.hash("adit:shares:main")).containsEntry("shares", "1");
    }
  }
}
