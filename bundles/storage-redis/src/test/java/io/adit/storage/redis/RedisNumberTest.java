package io.adit.storage.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.adit.api.State;
import io.adit.api.fleet.ServerNumber;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** Servers that lease their numbers from one Redis. */
@Timeout(60)
class RedisNumberTest {
  private static final Duration LIMIT = Duration.ofSeconds(15);

  private final AtomicLong lag = new AtomicLong();
  private final List<RedisLink> links = new ArrayList<>();
  private Optional<LeaseFile> file = Optional.empty();
  @TempDir Path directory;
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

  private LeaseFile file(Clock clock) {
    return new LeaseFile(directory.resolve("server-number"), "fleet", Lease.GOOD_FOR, clock);
  }

  private static Identity server(String name) {
    return new Identity(name, name + "-" + System.nanoTime(), "host-of-" + name);
  }

  private RedisNumber number(Identity identity, OptionalInt wanted, Duration goodFor) {
    return number(redis.settings(), identity, wanted, goodFor);
  }

  private RedisNumber number(
      Settings settings, Identity identity, OptionalInt wanted, Duration goodFor) {
    RedisLink link = new RedisLink(settings, identity);
    links.add(link);
    return new RedisNumber(link, wanted, goodFor, () -> System.nanoTime() + lag.get(), file);
  }

  private RedisNumber any(Identity identity) {
    return number(identity, OptionalInt.empty(), Lease.GOOD_FOR);
  }

  private RedisNumber fixed(Identity identity, int wanted) {
    return number(identity, OptionalInt.of(wanted), Lease.GOOD_FOR);
  }

  private static int awaited(ServerNumber number) {
    await().atMost(LIMIT).until(() -> number.current().isPresent());
    return number.current().getAsInt();
  }

  private void end(RedisNumber number) throws InterruptedException {
    number.close();
    links.remove(links.size() - 1).close();
  }

  /** What Redis says of a number: owner, instance, token, until, host. */
  private String[] entry(int number) {
    return redis.hash("adit:numbers").get(Integer.toString(number)).split(" ", 5);
  }

  @Test
  void serversHaveDifferentNumbersAndRisingTokens() {
    Set<Integer> numbers = new HashSet<>();
    long token = 0;
    for (int i = 0; i < 5; i++) {
      int number = awaited(any(server("server-" + i)));
      assertThat(numbers.add(number)).as("number %d is new", number).isTrue();
      assertThat(Long.parseLong(entry(number)[2])).isGreaterThan(token);
      token = Long.parseLong(entry(number)[2]);
    }
  }

  @Test
  void aServerThatIsStartedAgainWhileRedisIsAwayHasItsNumber() throws InterruptedException {
    file = Optional.of(file(Clock.systemUTC()));
    RedisNumber before = any(server("one"));
    int number = awaited(before);
    end(before);
    redis.stop();

    RedisNumber after = any(server("one"));

    assertThat(after.current()).hasValue(number);
    redis.start();
    await().atMost(LIMIT).until(() -> links.get(links.size() - 1).redis().state().isReady());
    assertThat(awaited(after)).isEqualTo(number);
  }

  @Test
  void aRememberedNumberIsNoLongerGoodThanItsLease() {
    file(Clock.systemUTC()).write(7);
    Clock later = Clock.offset(Clock.systemUTC(), Lease.GOOD_FOR);

    assertThat(file(Clock.systemUTC()).read().orElseThrow().number()).isEqualTo(7);
    assertThat(file(later).read()).isEmpty();
  }

  @Test
  void aRememberedNumberThatIsAnothersByNowIsGivenUp() {
    file(Clock.systemUTC()).write(7);
    file = Optional.of(file(Clock.systemUTC()));
    try (Jedis client = redis.client()) {
      client.hset("adit:numbers", "7", "other instance 1 99999999999999 elsewhere");
    }

    RedisNumber number = any(server("one"));

    await().atMost(LIMIT).until(() -> number.current().orElse(7) != 7);
  }

  @Test
  void allNumbersCanBeHadAndNoMore() {
    int first = awaited(any(server("first")));
    try (Jedis client = redis.client()) {
      for (int i = 0; i < ServerNumber.NUMBERS; i++) {
        if (i != first && i != 77) {
          client.hset("adit:numbers", "" + i, "other instance 1 99999999999999 elsewhere");
        }
      }
    }
    assertThat(awaited(any(server("second")))).isEqualTo(77);

    RedisNumber third = any(server("third"));

    await().atMost(LIMIT).until(() -> third.state().detail().contains("all 256 numbers are taken"));
    assertThat(third.state().kind()).isEqualTo(State.Kind.WAITING);
    assertThat(third.current()).isEmpty();
  }

  @Test
  void ofNumbersThatWereHadTheOneThatIsFreeForLongestIsGiven() {
    try (Jedis client = redis.client()) {
      for (int i = 0; i < ServerNumber.NUMBERS; i++) {
        client.hset("adit:numbers", "" + i, "other instance 1 " + (i == 9 ? 1 : 1000 + i) + " x");
      }
    }

    assertThat(awaited(any(server("a")))).isEqualTo(9);
    assertThat(awaited(any(server("b")))).isEqualTo(0);
  }

  @Test
  void aServerThatStartsAgainHasItsNumberAgain() throws InterruptedException {
    RedisNumber before = any(server("a"));
    int number = awaited(before);
    String token = entry(number)[2];
    end(before);

    assertThat(awaited(any(server("a")))).isEqualTo(number);
    assertThat(Long.parseLong(entry(number)[2])).isGreaterThan(Long.parseLong(token));
  }

  @Test
  void twoThatBelieveToBeTheSameServerDoNotShareANumber() {
    RedisNumber original = any(server("a"));
    int number = awaited(original);

    RedisNumber copy = any(server("a"));

    assertThat(awaited(copy)).isEqualTo(number);
    lag.set(Duration.ofSeconds(10).toNanos());
    await()
        .atMost(LIMIT)
        .until(() -> original.current().isPresent() && original.current().getAsInt() != number);
    lag.set(Duration.ofSeconds(20).toNanos());
    await().during(Duration.ofSeconds(2)).until(() -> copy.current().getAsInt() == number);
  }

  @Test
  void aLeaseThatIsNotProlongedEndsHereBeforeItEndsThere() throws IOException {
    try (Proxy proxy = new Proxy(redis.port())) {
      Duration goodFor = Duration.ofMinutes(10);
      RedisNumber number =
          number(TestRedis.at(proxy.port(), "", 0), server("a"), OptionalInt.empty(), goodFor);
      int had = awaited(number);
      long until = Long.parseLong(entry(had)[3]);
      proxy.silent(true);

      lag.set(goodFor.toNanos() - Duration.ofSeconds(30).toNanos());
      assertThat(number.current()).hasValue(had);
      lag.set(goodFor.toNanos() - 1);
      assertThat(number.current()).isEmpty();
      assertThat(number.state().isReady()).isFalse();
      assertThat(Long.parseLong(entry(had)[3])).as("not prolonged").isEqualTo(until);
      assertThat(until).isGreaterThan(System.currentTimeMillis());
      proxy.silent(false);

      assertThat(awaited(number)).isEqualTo(had);
    }
  }

  @Test
  void aRedisThatIsAwayTakesNoNumberAway() {
    RedisNumber number = any(server("a"));
    int had = awaited(number);

    redis.stop();
    await().atMost(LIMIT).until(() -> !links.get(0).redis().state().isReady());

    assertThat(number.current()).hasValue(had);
    assertThat(number.state().isReady()).isTrue();
    redis.start();
  }

  @Test
  void aRedisThatWasEmptiedGivesTheSameNumberAgain() {
    RedisNumber number = any(server("a"));
    int had = awaited(number);
    try (Jedis client = redis.client()) {
      client.flushAll();
    }

    lag.set(Duration.ofSeconds(10).toNanos());

    await().atMost(LIMIT).until(() -> redis.hash("adit:numbers").containsKey("" + had));
    assertThat(awaited(number)).isEqualTo(had);
  }

  @Test
  void aNumberThatAnotherWasGivenMeanwhileIsLeftToIt() {
    RedisNumber number = any(server("a"));
    int had = awaited(number);
    try (Jedis client = redis.client()) {
      client.hset("adit:numbers", "" + had, "b instance 2 99999999999999 elsewhere");
    }

    lag.set(Duration.ofSeconds(10).toNanos());

    await()
        .atMost(LIMIT)
        .until(() -> number.current().isPresent() && number.current().getAsInt() != had);
    assertThat(entry(had)[0]).isEqualTo("b");
  }

  @Test
  void theNumberThatWasAskedForIsGiven() {
    assertThat(awaited(fixed(server("a"), 200))).isEqualTo(200);
    assertThat(awaited(any(server("b")))).isNotEqualTo(200);
  }

  @Test
  void theNumberThatWasAskedForIsAnothers() {
    awaited(fixed(server("a"), 200));

    RedisNumber second = fixed(server("b"), 200);

    await().atMost(LIMIT).until(() -> second.state().kind() == State.Kind.REFUSED);
    assertThat(second.state().detail())
        .contains("number 200 is that of server a on host-of-a")
        .contains("this is server b on host-of-b");
    assertThat(second.current()).isEmpty();
  }

  @Test
  void whoeverAsksForAnotherNumberLeavesTheOldOneBehind() throws InterruptedException {
    RedisNumber before = fixed(server("a"), 200);
    awaited(before);
    end(before);
    awaited(fixed(server("a"), 201));

    assertThat(awaited(fixed(server("b"), 200))).isEqualTo(200);
  }

  @Test
  void withoutRedisThereIsNoNumber() {
    redis.stop();
    RedisNumber number = any(server("a"));

    await().atMost(LIMIT).until(() -> number.state().kind() == State.Kind.WAITING);

    assertThat(number.current()).isEmpty();
    assertThat(number.state().detail()).contains("cannot reach Redis");
    redis.start();
    awaited(number);
  }
}
