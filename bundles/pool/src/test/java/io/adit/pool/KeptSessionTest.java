package io.adit.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.api.fleet.SharedSessions.Kept;
import io.adit.api.pow.Target;
import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What other servers are told of a miner's session. */
class KeptSessionTest {
  private static final double EASY = 1e-7;

  private final FakeSessions sessions = new FakeSessions();
  private final PoolBench one = sessions.server(1);

  private static String subscribe(String session) {
    return "{\"id\":1,\"method\":\"mining.subscribe\",\"params\":[\"test/1\",\"" + session + "\"]}";
  }

  private static TestMiner resumed(PoolBench server, String session) {
    TestMiner miner = server.connect();
    miner.ask(subscribe(session));
    return miner;
  }

  private static String session(TestMiner miner) {
    return miner.session().name().orElseThrow();
  }

  private static byte[] extranonce1(TestMiner miner) {
    return miner.session().extranonce1().orElseThrow();
  }

  private static void tick(PoolBench server) {
    server.conversation.tick(server.loop);
  }

  @Test
  void aSubscriptionIsKeptAtOnceAndStaysWhenItsMinerIsGone() {
    TestMiner miner = one.connect();
    miner.ask(subscribe(""));
    Kept kept = sessions.of(session(miner)).orElseThrow();
    assertThat(kept.extranonce1().toArray()).isEqualTo(extranonce1(miner));
    assertThat(kept.target()).as("none was chosen").isEqualTo(Target.MAX);
    one.conversation.closed(miner);

    assertThat(sessions.of(session(miner))).contains(kept);
  }

  @Test
  void anotherTargetIsKept() {
    TestMiner miner = one.connectReady();
    tick(one);
    assertThat(sessions.of(session(miner)).orElseThrow().target())
        .isEqualTo(miner.session().target());

    one.desk.choose(miner.session(), 5000, one.services);
    tick(one);

    // 0xffff * 2^208 / 5000
    assertThat(sessions.of(session(miner)).orElseThrow().target())
        .hasToString("00000000000d1b645a1cac083126e978d4fdf3b645a1cac083126e978d4fdf3b");
  }

  @Test
  void theTargetThatAMinerHasWhenItGoesIsKept() {
    TestMiner miner = one.connectReady();
    one.desk.choose(miner.session(), 5000, one.services);
    one.conversation.closed(miner);

    assertThat(sessions.of(session(miner)).orElseThrow().target())
        .isEqualTo(miner.session().target());
  }

  @Test
  void whatLastsIsToldAgainBeforeItIsForgottenAndNotEachSecond() {
    TestMiner miner = one.connectReady();
    tick(one);
    int told = sessions.told.size();
    one.pass(Duration.ofSeconds(100));
    tick(one);
    assertThat(sessions.told).hasSize(told);

    one.pass(Duration.ofMinutes(5));
    tick(one);

    assertThat(sessions.told).hasSize(told + 1).endsWith(session(miner));
  }

  @Test
  void aServiceThatComesLaterIsToldOfWhoIsThere() {
    PoolBench alone = new PoolBench(EASY);
    TestMiner miner = alone.connectReady();
    alone.services = alone.services.withSessions(sessions);
    tick(alone);

    assertThat(sessions.of(session(miner))).isPresent();
  }

  @Test
  void aMinerThatWasToldAnotherExtranonce1ComesBackToThat() {
    TestMiner miner = one.connectReady();
    miner.ask("{\"id\":3,\"method\":\"mining.extranonce.subscribe\",\"params\":[]}");
    String session = session(miner);
    FakeNumber number = new FakeNumber();
    number.number = OptionalInt.of(7);
    one.services = one.services.withNumber(number);
    tick(one);

    assertThat(extranonce1(resumed(sessions.server(2), session)))
        .isEqualTo(extranonce1(miner))
        .startsWith((byte) 7);
  }
}
