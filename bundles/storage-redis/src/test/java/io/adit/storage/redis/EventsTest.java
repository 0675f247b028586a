package io.adit.storage.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.adit.api.Bytes;
import io.adit.api.Hash;
import io.adit.api.job.Job;
import io.adit.api.ledger.FoundBlock;
import io.adit.api.ledger.FoundBlock.Status;
import io.adit.api.node.BlockTemplate;
import io.adit.api.pow.Target;
import io.adit.api.store.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPubSub;

/** Blocks and jobs: what is kept of them, and what is published. */
@Timeout(60)
class EventsTest {
  private static final Duration LIMIT = Duration.ofSeconds(15);

  private final List<String> heard = new CopyOnWriteArrayList<>();
  private TestRedis redis;
  private RedisLink link;
  private RedisStore store;
  private Jedis listening;

  @BeforeEach
  void start() {
    redis = new TestRedis();
    link = new RedisLink(redis.settings(), new Identity("server-1", "instance", "host"));
    store = new RedisStore(link, 1000);
    await().atMost(LIMIT).until(() -> store.state().isReady());
    listening = redis.client();
    JedisPubSub subscription =
        new JedisPubSub() {
          @Override
          public void onMessage(String channel, String message) {
            heard.add(message);
          }
        };
    Thread listener = new Thread(() -> listening.subscribe(subscription, "adit:events"), "hears");
    listener.setDaemon(true);
    listener.setUncaughtExceptionHandler((thread, ended) -> assertThat(ended).isNotNull());
    listener.start();
    await().atMost(LIMIT).until(subscription::isSubscribed);
  }

  @AfterEach
  void stop() throws InterruptedException {
    link.close();
    redis.close();
  }

  private static Hash hash(int number) {
    return Hash.ofDisplayHex(String.format("%064x", number));
  }

  private static FoundBlock block(int number, Status status) {
    return new FoundBlock(
        "main",
        hash(number),
        "al\"ice",
        100 + number,
        2.5,
        5_000_000_000L,
        Bytes.ofHex("00"),
        status,
        3,
        List.of(),
        1_700_000_000_000L + number);
  }

  @Test
  void aBlockIsKeptAndPublished() throws StoreException {
    store.record(List.of(block(1, Status.FOUND)));

    String hash = "0".repeat(63) + "1";
    assertThat(redis.hash("adit:block:main:" + hash))
        .isEqualTo(
            Map.of(
                "height", "101",
                "worker", "al\"ice",
                "status", "FOUND",
                "confirmations", "3",
                "difficulty", "2.5",
                "reward", "5000000000",
                "time", "1700000000001"));
    await().atMost(LIMIT).until(() -> !heard.isEmpty());
    assertThat(heard)
        .containsExactly(
            "{\"type\":\"block\",\"pool\":\"main\",\"hash\":\""
                + hash
                + "\",\"height\":101,\"worker\":\"al\\\"ice\",\"status\":\"FOUND\","
                + "\"confirmations\":3,\"difficulty\":2.5,\"reward\":5000000000,"
                + "\"time\":1700000000001}");
  }

  @Test
  void aBlockIsPublishedAgainWhenItsStatusIsAnotherOne() throws StoreException {
    store.record(List.of(block(1, Status.FOUND), block(1, Status.PENDING)));
    store.record(List.of(block(1, Status.PENDING)));
    store.record(List.of(block(1, Status.CONFIRMED)));

    await().atMost(LIMIT).until(() -> heard.size() >= 3);
    assertThat(heard)
        .extracting(message -> message.replaceFirst(".*\"status\":\"(\\w+)\".*", "$1"))
        .containsExactly("FOUND", "PENDING", "CONFIRMED");
    assertThat(redis.hash("adit:block:main:" + "0".repeat(63) + "1"))
        .containsEntry("status", "CONFIRMED");
  }

  @Test
  void theNewestBlocksAreKept() throws StoreException {
    for (int i = 0; i < Blocks.KEPT + 5; i++) {
      store.record(List.of(block(i, Status.FOUND)));
    }

    try (Jedis client = redis.client()) {
      assertThat(client.zrevrange("adit:blocks:main", 0, 0))
          .containsExactly(hash(Blocks.KEPT + 4).toDisplayHex());
      assertThat(client.zcard("adit:blocks:main")).isEqualTo(Blocks.KEPT);
      assertThat(client.keys("adit:block:main:*")).hasSize(Blocks.KEPT);
      assertThat(client.exists("adit:block:main:" + hash(4).toDisplayHex())).isFalse();
      assertThat(client.exists("adit:block:main:" + hash(5).toDisplayHex())).isTrue();
    }
  }

  @Test
  void aJobIsPublished() {
    BlockTemplate template =
        new BlockTemplate(
            100,
            0x20000000,
            hash(7),
            0x207fffff,
            1_700_000_000,
            1_699_999_000,
            5_000_000_000L,
            Bytes.EMPTY,
            List.of(new BlockTemplate.Transaction(hash(8), Bytes.ofHex("00"))),
            Optional.empty(),
            Optional.empty());
    Job job = new Job(42, template, Target.MAX, List.of(hash(8)), 1_700_000_000_123L);

    new JobEvents(link).job("main", job, true);

    await().atMost(LIMIT).until(() -> !heard.isEmpty());
    assertThat(heard)
        .containsExactly(
            "{\"type\":\"job\",\"server\":\"server-1\",\"pool\":\"main\",\"job\":42,\"height\":100,"
                + "\"previous\":\""
                + "0".repeat(63)
                + "7\",\"clean\":true,\"transactions\":1,\"time\":1700000000123}");
  }
}
