package io.adit.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.api.Bytes;
import io.adit.api.fleet.SharedSessions.Kept;
import io.adit.api.pow.Target;
import io.adit.pool.TestMiner.Solution;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** A miner that goes on at another server of the same pools. */
class SharedSessionTest {
  private static final double EASY = 1e-7;
  private static final String AUTHORIZE =
      "{\"id\":2,\"method\":\"mining.authorize\",\"params\":[\"alice.1\",\"x\"]}";

  private final FakeSessions sessions = new FakeSessions();
  private final PoolBench one = sessions.server(1);
  private final PoolBench two = sessions.server(2);

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
  void aMinerHasItsExtranonce1AndTargetAgainAtAnotherServer() {
    TestMiner miner = one.connectReady();
    miner.ask("{\"id\":3,\"method\":\"mining.suggest_difficulty\",\"params\":[1000]}");
    tick(one);

    TestMiner back = resumed(two, session(miner));
    back.ask(AUTHORIZE);

    assertThat(extranonce1(back)).isEqualTo(extranonce1(miner)).startsWith((byte) 1);
    assertThat(back.session().target()).isEqualTo(miner.session().target());
    assertThat(back.lastDifficulty().get(0).asDouble()).isEqualTo(1000);
  }

  @Test
  void atAnotherServerItGetsWorkOfThatServerAndItsOldJobsAreUnknown() {
    TestMiner miner = one.connectReady();
    Solution old = miner.solve(EASY);
    TestMiner back = resumed(two, session(miner));
    back.ask(AUTHORIZE);

    assertThat(back.submit(old)).isEqualTo(21);
    assertThat(back.submit(back.solve(EASY))).isZero();
    assertThat(two.shares).hasSize(1);
  }

  @Test
  void aSessionThatWasTakenIsNotTakenAgain() {
    TestMiner miner = one.connectReady();
    TestMiner second = resumed(two, session(miner));
    TestMiner third = resumed(sessions.server(3), session(miner));

    assertThat(extranonce1(second)).isEqualTo(extranonce1(miner));
    assertThat(extranonce1(third)).isNotEqualTo(extranonce1(miner)).startsWith((byte) 3);
  }

  @Test
  void aMinerMayGoOnFromServerToServer() {
    TestMiner first = one.connectReady();
    TestMiner second = resumed(two, session(first));
    TestMiner third = resumed(sessions.server(3), session(second));

    assertThat(extranonce1(third)).isEqualTo(extranonce1(first));
  }

  @Test
  void aMinerThatComesBackFromAnotherServerFindsTheJobsItHadHere() {
    TestMiner first = one.connectReady();
    Solution accepted = first.solve(EASY);
    assertThat(first.submit(accepted)).isZero();
    one.conversation.closed(first);
    TestMiner second = resumed(two, session(first));
    TestMiner third = resumed(one, session(second));
    third.ask(AUTHORIZE);

    assertThat(third.submit(accepted)).as("a duplicate").isEqualTo(22);
  }

  @Test
  void whatWasTakenElsewhereIsNotResumedHere() {
    TestMiner miner = one.connectReady();
    one.conversation.closed(miner);
    resumed(two, session(miner));

    TestMiner back = resumed(one, session(miner));

    assertThat(extranonce1(back)).isNotEqualTo(extranonce1(miner));
  }

  @Test
  void whileItIsResumedHereNobodyElseCanTakeIt() {
    TestMiner miner = one.connectReady();
    one.conversation.closed(miner);
    sessions.slow = true;
    TestMiner back = one.connect();
    back.send(subscribe(session(miner)));
    TestMiner other = two.connect();
    other.send(subscribe(session(miner)));
    sessions.answer();

    assertThat(extranonce1(back)).isEqualTo(extranonce1(miner));
    assertThat(extranonce1(other)).isNotEqualTo(extranonce1(miner));
  }

  @Test
  void aSessionResumedHereMayGoElsewhereLater() {
    TestMiner miner = one.connectReady();
    one.conversation.closed(miner);
    TestMiner back = resumed(one, session(miner));
    assertThat(session(back)).isEqualTo(session(miner));

    assertThat(extranonce1(resumed(two, session(back)))).isEqualTo(extranonce1(miner));
  }

  @Test
  void whileTheOthersCannotBeAskedASessionIsResumedHere() {
    TestMiner miner = one.connectReady();
    Solution onItsWay = miner.solve(EASY);
    one.conversation.closed(miner);
    sessions.away = true;
    TestMiner back = resumed(one, session(miner));
    back.ask(AUTHORIZE);

    assertThat(extranonce1(back)).isEqualTo(extranonce1(miner));
    assertThat(back.submit(onItsWay)).isZero();
  }

  @Test
  void whileTheOthersCannotBeAskedAMinerOfTheirsBeginsAnew() {
    TestMiner miner = one.connectReady();
    sessions.away = true;

    assertThat(extranonce1(resumed(two, session(miner)))).startsWith((byte) 2);
  }

  @Test
  void theReplyWaitsForTheAnswerAndTheMinersOtherLinesWaitToo() {
    TestMiner miner = one.connectReady();
    sessions.slow = true;
    TestMiner back = two.connect();
    assertThat(back.send(subscribe(session(miner)))).isFalse();
    assertThat(back.send(AUTHORIZE)).isFalse();
    assertThat(back.received()).isEmpty();
    sessions.answer();

    assertThat(back.received().get(0).get("id").asInt()).isEqualTo(1);
    assertThat(back.received().get(1).get("id").asInt()).isEqualTo(2);
    assertThat(extranonce1(back)).isEqualTo(extranonce1(miner));
    assertThat(back.methods()).contains("mining.notify");
  }

  @Test
  void aLineThatIsReadAgainTooEarlyAsksNoSecondTime() {
    TestMiner miner = one.connectReady();
    sessions.slow = true;
    TestMiner back = two.connect();
    back.send(subscribe(session(miner)));
    back.resume();

    assertThat(sessions.asked).containsExactly(session(miner));
    assertThat(back.received()).isEmpty();
  }

  @Test
  void anAnswerThatDoesNotComeIsNotWaitedForForEver() {
    TestMiner miner = one.connectReady();
    one.conversation.closed(miner);
    sessions.slow = true;
    TestMiner back = one.connect();
    back.send(subscribe(session(miner)));
    tick(one);
    assertThat(back.received()).isEmpty();
    one.pass(Duration.ofSeconds(3));
    tick(one);

    assertThat(extranonce1(back)).isEqualTo(extranonce1(miner));
  }

  @Test
  void aFaultOfTheServiceCostsNoMinerItsConnection() {
    TestMiner miner = one.connectReady();
    one.conversation.closed(miner);
    sessions.broken = true;
    TestMiner back = one.connect();
    back.send(subscribe(session(miner)));
    one.pass(Duration.ofSeconds(3));
    tick(one);

    assertThat(extranonce1(back)).isEqualTo(extranonce1(miner));
    assertThat(back.isOpen()).isTrue();
  }

  @Test
  void whatWasTakenForAMinerThatIsGoneAgainIsPutBack() {
    TestMiner miner = one.connectReady();
    Kept before = sessions.of(session(miner)).orElseThrow();
    sessions.slow = true;
    TestMiner back = two.connect();
    back.send(subscribe(session(miner)));
    assertThat(sessions.of(session(miner))).isEmpty();
    two.conversation.closed(back);
    sessions.answer();

    assertThat(sessions.of(session(miner))).contains(before);
  }

  @Test
  void aMinerThatIsStillConnectedHereGetsAnotherExtranonce1() {
    TestMiner halfOpen = one.connectReady();
    TestMiner second = resumed(two, session(halfOpen));
    TestMiner back = resumed(one, session(second));

    assertThat(extranonce1(back)).isNotEqualTo(extranonce1(halfOpen));
    assertThat(halfOpen.submit(halfOpen.solve(EASY))).isZero();
  }

  @Test
  void aTargetThatNothingMeetsIsNobodys() {
    byte[] extranonce1 = {7, 1, 2, 3};
    String session = one.extranonces.newName(extranonce1);
    sessions.keep("test", session, new Kept(Bytes.copyOf(extranonce1), Target.of(BigInteger.ZERO)));
    TestMiner miner = resumed(one, session);
    miner.ask(AUTHORIZE);

    assertThat(extranonce1(miner)).isEqualTo(extranonce1);
    assertThat(miner.lastDifficulty().get(0).asDouble()).isEqualTo(EASY);
  }

  @Test
  void aTargetOutsideOfThePortsLimitsIsNotGoneOnAt() {
    byte[] extranonce1 = {7, 1, 2, 3};
    String session = one.extranonces.newName(extranonce1);
    sessions.keep("test", session, new Kept(Bytes.copyOf(extranonce1), Target.of(BigInteger.ONE)));
    TestMiner miner = resumed(one, session);
    miner.ask(AUTHORIZE);

    assertThat(miner.lastDifficulty().get(0).asDouble()).isEqualTo(1e12);
  }

  @Test
  void aNameThatIsMadeUpIsNotAskedFor() {
    TestMiner miner = resumed(one, "'; DROP TABLE shares");

    assertThat(miner.session().isSubscribed()).isTrue();
    assertThat(sessions.asked).isEmpty();
  }

  @Test
  void upperCaseIsTheSameName() {
    TestMiner miner = one.connectReady();

    assertThat(extranonce1(resumed(two, session(miner).toUpperCase(Locale.ROOT))))
        .isEqualTo(extranonce1(miner));
  }
}
