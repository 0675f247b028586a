package io.adit.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.adit.api.Bytes;
import io.adit.api.Hash;
import io.adit.api.State;
import io.adit.api.ledger.FoundBlock;
import io.adit.api.ledger.FoundBlock.NodeVerdict;
import io.adit.api.ledger.FoundBlock.Status;
import io.adit.api.ledger.Share;
import io.adit.api.node.BlockVerdict;
import io.adit.api.node.BlockVerdict.Kind;
import io.adit.api.store.ShareBatch;
import io.adit.api.store.StoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.osgi.service.jdbc.DataSourceFactory;

/** What must be so on every database. */
@Timeout(60)
abstract class JdbcStoreContract extends StoreFixture {
  /** The hash of Bitcoin's first block. */
  private static final String GENESIS =
      "000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f";

  @Test
  void sharesAreReadBackAsTheyWereAppended() throws Exception {
    JdbcStore store = ready();
    append(
        store,
        new Share("main", "bc1q.rig", 7, 840_000, 1024.5, 99_999.25, 1_713_571_767_123L),
        new Share("scrypt", "Ünïcødé \uD83D\uDE80", 1L << 40, 1, 1e-9, 1e300, 0));
    assertThat(
            rows(
                "SELECT pool, worker, job_id, height, difficulty, reached FROM shares ORDER BY id"))
        .containsExactly(
            List.of("main", "bc1q.rig", 7L, 840_000, 1024.5, 99_999.25),
            List.of("scrypt", "Ünïcødé \uD83D\uDE80", 1L << 40, 1, 1e-9, 1e300));
    assertThat(times("SELECT created_at FROM shares ORDER BY id"))
        .containsExactly(Instant.parse("2024-04-20T00:09:27.123Z"), Instant.EPOCH);
  }

  @Test
  void aLargeBatchIsStoredWholeAndInOrder() throws Exception {
    JdbcStore store = ready();
    append(
        store, LongStream.range(0, 5000).mapToObj(JdbcStoreContract::share).toArray(Share[]::new));
    assertThat(rows("SELECT job_id FROM shares ORDER BY id"))
        .isEqualTo(LongStream.range(0, 5000).<List<Object>>mapToObj(List::of).toList());
  }

  @Test
  void anEmptyBatchIsTaken() throws Exception {
    JdbcStore store = ready();
    append(store);
    store.record(List.of());
    store.keep(List.of());
    assertThat(rows("SELECT id FROM shares")).isEmpty();
  }

  @Test
  void sharesAddUpForEachWorkerAndEachOfItsMinutes() throws Exception {
    JdbcStore store = ready();
    append(store, share("main", "alice", 8, 2000), share("main", "alice", 8, 1000));
    append(
        store,
        share("main", "alice", 24, 59_999),
        share("main", "alice", 4, 60_000),
        share("main", "bob", 0.5, 125_000),
        share("other", "alice", 16, 4000));
    assertThat(rows("SELECT pool, name, shares, difficulty FROM workers ORDER BY pool, name"))
        .containsExactly(
            List.of("main", "alice", 4L, 44.0),
            List.of("main", "bob", 1L, 0.5),
            List.of("other", "alice", 1L, 16.0));
    assertThat(times("SELECT last_share FROM workers ORDER BY pool, name"))
        .extracting(Instant::toEpochMilli)
        .containsExactly(60_000L, 125_000L, 4000L);
    assertThat(times("SELECT first_seen FROM workers WHERE name = 'alice' AND pool = 'main'"))
        .extracting(Instant::toEpochMilli)
        .containsExactly(1000L);
    assertThat(
            rows(
                "SELECT pool, worker, shares, difficulty FROM share_minutes"
                    + " ORDER BY pool, worker, started_at"))
        .containsExactly(
            List.of("main", "alice", 3L, 40.0),
            List.of("main", "alice", 1L, 4.0),
            List.of("main", "bob", 1L, 0.5),
            List.of("other", "alice", 1L, 16.0));
    assertThat(times("SELECT started_at FROM share_minutes ORDER BY pool, worker, started_at"))
        .extracting(Instant::toEpochMilli)
        .containsExactly(0L, 60_000L, 120_000L, 0L);
  }

  @Test
  void aStoreKnowsUpToWhereItHasEachLedger() throws Exception {
    JdbcStore store = ready();
    assertThat(store.position("a")).isEmpty();
    store.append(new ShareBatch("a", 100, 180, List.of(share(1))));
    store.append(new ShareBatch("b", 0, 7, List.of()));
    store.append(new ShareBatch("a", 180, 300, List.of(share(2), share(3))));
    assertThat(store.position("a")).hasValue(300);
    assertThat(store.position("b")).hasValue(7);
  }

  @Test
  void aBatchThatBeginsElsewhereIsRefusedWhole() throws Exception {
    JdbcStore store = ready();
    store.append(new ShareBatch("a", 0, 80, List.of(share(1))));
    for (long start : new long[] {0, 40, 160}) {
      assertThatExceptionOfType(StoreException.class)
          .isThrownBy(() -> store.append(new ShareBatch("a", start, 240, List.of(share(2)))))
          .withMessageContaining("position " + start)
          .withMessageContaining("expected: 80");
    }
    assertThat(store.position("a")).hasValue(80);
    assertThat(rows("SELECT job_id FROM shares")).hasSize(1);
    assertThat(rows("SELECT shares FROM workers")).containsExactly(List.of(1L));
  }

  @Test
  void ofTwoThatStoreTheSameSharesAtOnceOneDoes() throws Exception {
    JdbcStore one = ready();
    JdbcStore other = ready();
    append(one, share(0));
    long at = one.position("test").orElseThrow();
    ExecutorService both = Executors.newFixedThreadPool(2);
    List<Future<Boolean>> stored = new ArrayList<>();
    for (JdbcStore store : List.of(one, other)) {
      stored.add(
          both.submit(
              () -> isStored(store, new ShareBatch("test", at, at + 1, List.of(share(1))))));
    }
    assertThat(List.of(stored.get(0).get(), stored.get(1).get()))
        .containsExactlyInAnyOrder(true, false);
    both.shutdown();
    assertThat(rows("SELECT job_id FROM shares")).hasSize(2);
    assertThat(rows("SELECT shares FROM workers")).containsExactly(List.of(2L));
  }

  private static boolean isStored(JdbcStore store, ShareBatch batch) {
    try {
      store.append(batch);
      return true;
    } catch (StoreException e) {
      return false;
    }
  }

  @Test
  void aRoundCreditsUsersForWhatTheirWorkersDidSinceTheBlockBefore() throws Exception {
    JdbcStore store = ready();
    append(
        store,
        share("main", "alice.1", 8, 1000),
        share("main", "alice.2", 4, 2000),
        share("main", "bob", 1, 2000),
        share("main", "alice.1", 2, 2001),
        share("other", "alice.1", 64, 1500));
    store.record(List.of(block(1, 2000, Status.CONFIRMED), block(2, 2500, Status.REJECTED)));
    store.record(List.of(block(3, 3000, Status.PENDING)));
    assertThat(
            rows(
                "SELECT height, user_name, shares, difficulty FROM round_credits"
                    + " WHERE pool = 'main' ORDER BY height, user_name"))
        .containsExactly(
            List.of(1, "alice", 2L, 12.0),
            List.of(1, "bob", 1L, 1.0),
            List.of(3, "alice", 1L, 2.0));
  }

  @Test
  void aBlocksLatestRecordTakesThePlaceOfTheEarlier() throws Exception {
    JdbcStore store = ready();
    FoundBlock block = block(3_900_000);
    store.record(List.of(block));
    store.record(List.of(block.with(Status.PENDING, 3).with(verdict("a", Kind.ACCEPTED, ""))));
    assertThat(
            rows(
                "SELECT pool, hash, height, worker, difficulty, reward, status, confirmations"
                    + " FROM blocks"))
        .containsExactly(
            List.of(
                "main", GENESIS, 210_000, "alice.1", 3_438_908.96, 2_500_000_000L, "PENDING", 3));
    assertThat(rows("SELECT node, verdict, detail FROM block_verdicts"))
        .containsExactly(List.of("a", "ACCEPTED", ""));
    assertThat(storedBlock()).isEqualTo(block.block().toArray());
    assertThat(times("SELECT found_at FROM blocks"))
        .containsExactly(Instant.parse("2012-11-28T15:24:38Z"));
  }

  @Test
  void severalRecordsOfABlockInOneBatchEndInOneRow() throws Exception {
    JdbcStore store = ready();
    FoundBlock block = block(80);
    store.record(
        List.of(
            block,
            block
                .with(verdict("a", Kind.UNREACHABLE, "timeout"))
                .with(verdict("a", Kind.REJECTED, "high-hash"))
                .with(Status.REJECTED, 0),
            new FoundBlock(
                "other",
                block.hash(),
                "bob",
                1,
                1,
                1,
                Bytes.EMPTY,
                Status.FOUND,
                0,
                List.of(),
                0)));
    assertThat(rows("SELECT pool, status, detail FROM blocks ORDER BY pool"))
        .containsExactly(List.of("main", "REJECTED", "high-hash"), List.of("other", "FOUND", ""));
    assertThat(rows("SELECT verdict FROM block_verdicts")).containsExactly(List.of("REJECTED"));
  }

  @Test
  void aBatchThatFailsLeavesNothingBehindAndCanBeRepeated() throws Exception {
    JdbcStore store = ready();
    execute("ALTER TABLE shares ADD CONSTRAINT unlucky CHECK (job_id <> 13)");
    Share[] batch =
        LongStream.range(0, 20).mapToObj(JdbcStoreContract::share).toArray(Share[]::new);
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> append(store, batch))
        .withMessageStartingWith(settings().describe())
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n", "INSERT"));
    assertThat(rows("SELECT id FROM shares")).isEmpty();
    assertThat(store.state().isReady()).isTrue();
    execute("ALTER TABLE shares DROP CONSTRAINT unlucky");
    append(store, batch);
    assertThat(rows("SELECT id FROM shares")).hasSize(20);
  }

  @Test
  void namesThatADatabaseMayRefuseAreStored() throws Exception {
    JdbcStore store = ready();
    String name = "a\0b\t\n\r\\N,{}\uD83D\uDE80\"'; DROP TABLE shares; --" + "x".repeat(2000);
    append(store, share("main", name, 1, 0));
    append(store, share("main", name, 1, 0));
    assertThat(rows("SELECT worker FROM shares"))
        .containsOnly(List.of(name.replace('\0', '\uFFFD')));
    assertThat(rows("SELECT shares FROM workers")).containsExactly(List.of(2L));
  }

  @Test
  void tablesAreMadeOnceAndKeptAfterwards() throws Exception {
    JdbcStore first = ready();
    append(first, share(1));
    first.stop();
    JdbcStore second = ready();
    append(second, share(2));
    assertThat(rows("SELECT job_id FROM shares ORDER BY id"))
        .containsExactly(List.of(1L), List.of(2L));
    assertThat(versions())
        .containsExactly(List.of("1"), List.of("2"), List.of("3"), List.of("4"), List.of("5"));
  }

  @Test
  void tablesOfOtherProgramsMayBeThereBefore() throws Exception {
    execute("CREATE TABLE something (id INTEGER)");
    JdbcStore store = ready();
    append(store, share(1));
    assertThat(rows("SELECT job_id FROM shares")).hasSize(1);
  }

  @Test
  void payoutsCanBeWrittenByAnOutsideProgram() throws Exception {
    ready();
    execute(
        "INSERT INTO payouts (pool, worker, address, amount)"
            + " VALUES ('main', 'alice', 'bc1qaddress', 2100000000000000)");
    execute("UPDATE payouts SET txid = 'ab', status = 'PAID', paid_at = CURRENT_TIMESTAMP");
    assertThat(rows("SELECT amount, status FROM payouts"))
        .containsExactly(List.of(2_100_000_000_000_000L, "PAID"));
  }

  @Test
  void tablesOfANewerServerAreRefusedAndLeftAlone() throws Exception {
    ready().stop();
    execute(
        "INSERT INTO \""
            + Schema.TABLE
            + "\" (\"installed_rank\", \"version\", \"description\", \"type\", \"script\","
            + " \"installed_by\", \"execution_time\", \"success\")"
            + " VALUES (99, '999', 'later', 'SQL', 'V999__later.sql', 'x', 1, TRUE)");
    JdbcStore store = started(settings());
    await().until(() -> store.state().kind() == State.Kind.REFUSED);
    assertThat(store.state().detail())
        .startsWith(settings().describe())
        .contains("version 999", "knows up to 5");
    assertThatExceptionOfType(StoreException.class).isThrownBy(() -> append(store));
    assertThatExceptionOfType(StoreException.class).isThrownBy(() -> store.recall("main", 0));
    assertThat(versions())
        .containsExactly(
            List.of("1"), List.of("2"), List.of("3"), List.of("4"), List.of("5"), List.of("999"));
  }

  @Test
  void withoutItsDriverItWaitsAndGoesOnWhenTheDriverComes() throws Exception {
    JdbcStore store = new JdbcStore();
    stores.add(store);
    store.start(settings(), clock);
    await().until(() -> store.state().kind() == State.Kind.WAITING);
    assertThat(store.state().detail()).contains(settings().driver());
    DataSourceFactory factory = factory();
    store.bindDriver(factory, driver(settings()));
    await().until(() -> store.state().isReady());
    append(store, share(1));
    store.unbindDriver(factory, driver(settings()));
    assertThatExceptionOfType(StoreException.class).isThrownBy(() -> append(store, share(2)));
    store.bindDriver(factory(), driver(settings()));
    await().until(() -> store.state().isReady());
    append(store, share(3));
    assertThat(rows("SELECT job_id FROM shares ORDER BY id"))
        .containsExactly(List.of(1L), List.of(3L));
  }

  @Test
  void beforeItsDriverComesNothingIsKnown() throws Exception {
    JdbcStore store = new JdbcStore();
    stores.add(store);
    store.start(settings(), clock);
    await("its first look for the driver").until(JdbcStoreContract::isResting);
    assertThat(store.state().kind()).isEqualTo(State.Kind.STARTING);
    store.bindDriver(factory(), driver(settings()));
    await().until(() -> store.state().kind() != State.Kind.STARTING);
    assertThat(store.state().isReady()).as(store.state().detail()).isTrue();
  }

  @Test
  void noThreadIsLeftWhenItStops() throws Exception {
    JdbcStore store = ready();
    append(store, share(1));
    assertThat(threads()).isNotEmpty();
    store.stop();
    await().untilAsserted(() -> assertThat(threads()).isEmpty());
  }

  @Test
  void aStatementThatTakesTooLongIsGivenUp() throws Exception {
    JdbcStore store = ready();
    try (Connection other = outside()) {
      other.setAutoCommit(false);
      try (Statement statement = other.createStatement()) {
        statement.execute("DELETE FROM workers");
        append(store, share("main", "free", 1, 0));
        statement.execute("UPDATE workers SET shares = 10");
        long before = System.nanoTime();
        assertThatExceptionOfType(StoreException.class)
            .isThrownBy(() -> append(store, share("main", "free", 1, 0)));
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
      }
      other.rollback();
    }
    await().until(() -> store.state().isReady());
    append(store, share("main", "free", 1, 0));
    assertThat(rows("SELECT shares FROM workers")).containsExactly(List.of(2L));
  }

  private static NodeVerdict verdict(String node, Kind kind, String detail) {
    return new NodeVerdict(node, new BlockVerdict(kind, detail), 1_354_116_279_000L);
  }

  private byte[] storedBlock() throws SQLException {
    try (Connection connection = outside();
        PreparedStatement statement = connection.prepareStatement("SELECT block FROM blocks");
        ResultSet result = statement.executeQuery()) {
      assertThat(result.next()).isTrue();
      return result.getBytes(1);
    }
  }

  static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("adit-jdbc"))
        .toList();
  }

  private static boolean isResting() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("adit-jdbc"))
        .anyMatch(thread -> thread.getState() == Thread.State.TIMED_WAITING);
  }

  private static FoundBlock block(int size) {
    byte[] bytes = new byte[size];
    new Random(1).nextBytes(bytes);
    return new FoundBlock(
        "main",
        Hash.ofDisplayHex(GENESIS),
        "alice.1",
        210_000,
        3_438_908.96,
        2_500_000_000L,
        Bytes.copyOf(bytes),
        Status.FOUND,
        0,
        List.of(),
        1_354_116_278_000L);
  }
}
