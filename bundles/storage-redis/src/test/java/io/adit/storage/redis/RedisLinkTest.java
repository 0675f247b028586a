package io.adit.storage.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.adit.api.State;
import io.adit.api.store.StoreException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who is let in, who waits, and what is left. */
@Timeout(60)
class RedisLinkTest {
  private static final Duration LIMIT = Duration.ofSeconds(15);

  private RedisLink link;

  @AfterEach
  void close() throws InterruptedException {
    link.close();
  }

  private RedisStore store(Settings settings) {
    link = new RedisLink(settings, Identity.random());
    return new RedisStore(link, 1000);
  }

  private RedisStore ready(Settings settings) {
    RedisStore store = store(settings);
    await().atMost(LIMIT).until(() -> store.state().isReady());
    return store;
  }

  @Test
  void aWrongPasswordIsRefused() {
    try (TestRedis redis = new TestRedis("requirepass right")) {
      RedisStore store = store(redis.settings("guessed", 0));

      await().atMost(LIMIT).until(() -> store.state().kind() == State.Kind.REFUSED);

      assertThat(store.state().detail())
          .startsWith("Redis at 127.0.0.1:" + redis.port() + "/0: WRONGPASS")
          .doesNotContain("guessed");
    }
  }

  @Test
  void aMissingPasswordIsRefused() {
    try (TestRedis redis = new TestRedis("requirepass right")) {
      RedisStore store = store(redis.settings("", 0));

      await().atMost(LIMIT).until(() -> store.state().kind() == State.Kind.REFUSED);

      assertThat(store.state().detail()).contains("NOAUTH");
    }
  }

  @Test
  void aPasswordThatIsNotAskedForIsRefused() {
    try (TestRedis redis = new TestRedis()) {
      RedisStore store = store(redis.settings("guessed", 0));

      await().atMost(LIMIT).until(() -> store.state().kind() == State.Kind.REFUSED);

      assertThat(store.state().detail()).contains("ERR AUTH");
    }
  }

  @Test
  void theRightPasswordIsTaken() throws StoreException {
    try (TestRedis redis = new TestRedis("requirepass right")) {
      RedisStore store = ready(redis.settings("right", 3));

      assertThat(store.position("ledger-1")).isEmpty();
    }
  }

  @Test
  void aDatabaseThatIsNotThereIsRefused() {
    try (TestRedis redis = new TestRedis()) {
      RedisStore store = store(redis.settings("", 99));

      await().atMost(LIMIT).until(() -> store.state().kind() == State.Kind.REFUSED);

      assertThat(store.state().detail()).contains("DB index is out of range");
    }
  }

  @Test
  void nobodyListens() {
    TestRedis redis = new TestRedis();
    redis.stop();
    RedisStore store = store(redis.settings());

    await().atMost(LIMIT).until(() -> store.state().kind() == State.Kind.WAITING);

    assertThat(store.state().detail()).contains("Connection refused");
    redis.start();
    try (redis) {
      await().atMost(LIMIT).until(() -> store.state().isReady());
    }
  }

  @Test
  void noThreadIsLeft() throws InterruptedException {
    try (TestRedis redis = new TestRedis()) {
      ready(redis.settings());
      assertThat(threads()).anyMatch(name -> name.startsWith("lettuce"));
      link.close();

      assertThat(threads()).noneMatch(name -> name.startsWith("adit-redis"));
      assertThat(threads()).noneMatch(name -> name.startsWith("lettuce"));
    }
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).toList();
  }
}
