package io.adit.pool;

import static io.adit.pool.PoolBench.HARD_NETWORK;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.adit.api.State;
import io.adit.api.fleet.ServerNumber;
import io.adit.pool.TestMiner.Solution;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Several servers hand out extranonce1s that begin with another number each. */
class ServerNumberTest {
  private static final double EASY = 1e-7;
  private static final String SUBSCRIBE =
      "{\"id\":1,\"method\":\"mining.subscribe\",\"params\":[\"test/1\"]}";
  private static final String SUBSCRIBE_EXTRANONCE =
      "{\"id\":3,\"method\":\"mining.extranonce.subscribe\",\"params\":[]}";

  private final FakeNumber number = new FakeNumber();

  private static PoolBench bench(Numbering numbering) {
    return new PoolBench(PoolBench.settings(EASY, Payout.POOL, numbering));
  }

  /** A pool that does not hand out anything without a number. */
  private PoolBench leased() {
    PoolBench bench = bench(new Numbering(OptionalInt.empty(), true));
    bench.services = bench.services.withNumber(number);
    bench.announce(100, HARD_NETWORK);
    return bench;
  }

  private static void tick(PoolBench bench) {
    bench.conversation.tick(bench.loop);
  }

  private static int firstByte(TestMiner miner) {
    return miner.session().extranonce1().orElseThrow()[0] & 0xff;
  }

  @Test
  void aConfiguredNumberIsTheFirstByte() {
    PoolBench bench = bench(new Numbering(OptionalInt.of(200), false));

    assertThat(firstByte(bench.connectReady())).isEqualTo(200);
    assertThat(firstByte(bench.connectReady())).isEqualTo(200);
  }

  @Test
  void theNumberThatAServiceHasCountsForMore() {
    number.number = OptionalInt.of(17);
    PoolBench bench = bench(new Numbering(OptionalInt.of(200), false));
    bench.services = bench.services.withNumber(number);

    assertThat(firstByte(bench.connectReady())).isEqualTo(17);
  }

  @Test
  void aNewMinerWaitsUntilThereIsANumber() {
    PoolBench bench = leased();
    TestMiner miner = bench.connect();
    assertThat(miner.send(SUBSCRIBE)).isFalse();
    tick(bench);
    assertThat(miner.received()).isEmpty();
    assertThat(miner.isOpen()).isTrue();

    number.number = OptionalInt.of(5);
    tick(bench);

    assertThat(miner.received()).hasSize(1);
    assertThat(firstByte(miner)).isEqualTo(5);
  }

  @Test
  void aNumberThatIsLostWhileItIsUsedIsNotTakenForNone() {
    PoolBench bench = leased();
    int[] asked = new int[1];
    bench.services =
        bench.services.withNumber(
            new ServerNumber() {
              @Override
              public State state() {
                return State.ready("test");
              }

              @Override
              public OptionalInt current() {
                return asked[0]++ == 0 ? OptionalInt.of(5) : OptionalInt.empty();
              }
            });

    TestMiner miner = bench.connect();
    miner.ask(SUBSCRIBE);

    assertThat(firstByte(miner)).isEqualTo(5);
  }

  @Test
  void aNewMinerWaitsWhileTheServiceIsAway() {
    PoolBench bench = leased();
    bench.services = bench.services.withNumber(null);

    assertThat(bench.connect().send(SUBSCRIBE)).isFalse();
  }

  @Test
  void itIsSaidWhatNewMinersWaitFor() {
    PoolBench bench = leased();
    Numbering numbering = bench.settings.numbering();

    assertThat(numbering.waitsFor(bench.services))
        .isEqualTo("new miners wait for this server's number: no number to be had");
    assertThat(numbering.waitsFor(bench.services.withNumber(null)))
        .isEqualTo("new miners wait for this server's number");
  }

  @Test
  void whoHasAnExtranonce1GoesOnWithoutANumber() {
    number.number = OptionalInt.of(5);
    PoolBench bench = leased();
    tick(bench);
    TestMiner miner = bench.connectReady();
    number.number = OptionalInt.empty();
    tick(bench);

    assertThat(miner.submit(miner.solve(EASY))).isZero();
    assertThat(miner.isOpen()).isTrue();
  }

  @Test
  void theSameNumberAgainChangesNothing() {
    number.number = OptionalInt.of(5);
    PoolBench bench = leased();
    tick(bench);
    TestMiner miner = bench.connectReady();
    number.number = OptionalInt.empty();
    tick(bench);
    number.number = OptionalInt.of(5);
    tick(bench);

    assertThat(miner.submit(miner.solve(EASY))).isZero();
  }

  @Test
  void withAnotherNumberAMinerThatCanTakeItGetsAnotherExtranonce1AndAJob() {
    number.number = OptionalInt.of(5);
    PoolBench bench = leased();
    TestMiner miner = bench.connectReady();
    miner.ask(SUBSCRIBE_EXTRANONCE);
    byte[] before = miner.session().extranonce1().orElseThrow();
    Solution old = miner.solve(EASY);
    number.number = OptionalInt.of(6);
    tick(bench);

    assertThat(miner.methods()).endsWith("mining.set_extranonce", "mining.notify");
    assertThat(firstByte(miner)).isEqualTo(6);
    JsonNode told = miner.received().get(miner.received().size() - 2).get("params");
    assertThat(told.get(0).asText()).startsWith("06").hasSize(8);
    assertThat(miner.lastJob().get(8).asBoolean()).as("clean_jobs").isTrue();
    assertThat(miner.submit(miner.solve(EASY))).isZero();
    assertThat(bench.extranonces.keep(before)).as("the former one is free").isTrue();
    assertThat(miner.submit(old)).as("found for the former one").isNotZero();
    assertThat(bench.shares).hasSize(1);
  }

  @Test
  void withAnotherNumberAnyOtherMinerHasToConnectAgain() {
    number.number = OptionalInt.of(5);
    PoolBench bench = leased();
    TestMiner miner = bench.connectReady();
    number.number = OptionalInt.of(6);
    tick(bench);

    assertThat(miner.lastMethod()).isEqualTo("client.reconnect");
    assertThat(miner.isOpen()).isFalse();
    assertThat(bench.loop.counters.open()).isZero();
    assertThat(bench.book.snapshot(1).workers()).allMatch(worker -> worker.connections() == 0);
  }

  @Test
  void whoHadToConnectAgainDoesNotResumeWhatItHad() {
    number.number = OptionalInt.of(5);
    PoolBench bench = leased();
    FakeSessions sessions = new FakeSessions();
    bench.services = bench.services.withSessions(sessions);
    TestMiner miner = bench.connectReady();
    String session = miner.session().name().orElseThrow();
    number.number = OptionalInt.of(6);
    tick(bench);
    bench.conversation.closed(miner);
    TestMiner back = bench.connect();
    back.ask(
        "{\"id\":1,\"method\":\"mining.subscribe\",\"params\":[\"test/1\",\"" + session + "\"]}");

    assertThat(firstByte(back)).isEqualTo(6);
    assertThat(sessions.of(session)).isEmpty();
  }

  @Test
  void theExtranonce1OfAnotherServersRangeStays() {
    number.number = OptionalInt.of(5);
    PoolBench bench = leased();
    tick(bench);
    FakeSessions sessions = new FakeSessions();
    bench.services = bench.services.withSessions(sessions);
    PoolBench other = bench(new Numbering(OptionalInt.of(9), false));
    other.services = other.services.withSessions(sessions);
    TestMiner there = other.connectReady();
    TestMiner here = bench.connect();
    here.ask(
        "{\"id\":1,\"method\":\"mining.subscribe\",\"params\":[\"test/1\",\""
            + there.session().name().orElseThrow()
            + "\"]}");
    number.number = OptionalInt.of(6);
    tick(bench);

    assertThat(firstByte(here)).isEqualTo(9);
    assertThat(here.isOpen()).isTrue();
  }

  @Test
  void minersFromBeforeThePoolHadANumberGetAnExtranonce1OfItsRange() {
    PoolBench before = bench(new Numbering(OptionalInt.of(3), false));
    before.announce(100, HARD_NETWORK);
    TestMiner miner = before.connectReady();
    miner.ask(SUBSCRIBE_EXTRANONCE);
    PoolBench after = bench(new Numbering(OptionalInt.of(4), false));
    miner.movesTo(after);
    after.announce(100, HARD_NETWORK);
    tick(after);

    assertThat(firstByte(miner)).isEqualTo(4);
    assertThat(miner.submit(miner.solve(EASY))).isZero();
  }
}
