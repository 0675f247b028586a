package io.adit.pool;

import static io.adit.pool.PoolBench.HARD_NETWORK;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.adit.api.miner.MinerProfile;
import io.adit.api.miner.MinerProfile.VersionMask;
import io.adit.api.pool.Verdict;
import org.junit.jupiter.api.Test;

class ConversationTest {
  private static final String SUBSCRIBE =
      "{\"id\":1,\"method\":\"mining.subscribe\",\"params\":[\"test/1\"]}";
  private static final String AUTHORIZE =
      "{\"id\":2,\"method\":\"mining.authorize\",\"params\":[\"bob\",\"x\"]}";

  private final PoolBench bench = new PoolBench(0);

  @Test
  void theFirstJobComesOnceSubscribedAndAuthorisedWithTheDifficultyRightBeforeIt() {
    bench.announce(100, HARD_NETWORK);
    TestMiner miner = bench.connect();
    miner.ask(SUBSCRIBE);
    assertThat(miner.methods()).isEmpty();
    miner.ask(AUTHORIZE);

    assertThat(miner.methods()).containsExactly("mining.set_difficulty", "mining.notify");
    assertThat(miner.lastJob().get(8).asBoolean()).as("clean_jobs").isTrue();
  }

  @Test
  void authorizeMayComeBeforeSubscribe() {
    bench.announce(100, HARD_NETWORK);
    TestMiner miner = bench.connect();
    miner.ask(AUTHORIZE);
    miner.ask(SUBSCRIBE);

    assertThat(miner.methods()).containsExactly("mining.set_difficulty", "mining.notify");
  }

  @Test
  void aMinerThatCameBeforeTheFirstTemplateGetsItsJobWhenThereIsOne() {
    TestMiner miner = bench.connectReady();
    assertThat(miner.methods()).isEmpty();

    bench.announce(100, HARD_NETWORK);

    assertThat(miner.methods()).containsExactly("mining.set_difficulty", "mining.notify");
  }

  @Test
  void eachConnectionHasAnExtranonce1OfItsOwnAndKeepsIt() {
    TestMiner first = bench.connect();
    TestMiner second = bench.connect();
    String of1 = first.ask(SUBSCRIBE).get("result").get(1).asText();
    String of2 = second.ask(SUBSCRIBE).get("result").get(1).asText();

    assertThat(of1).hasSize(8).isNotEqualTo(of2);
    assertThat(first.ask(SUBSCRIBE).get("result").get(1).asText()).isEqualTo(of1);
    assertThat(first.ask(SUBSCRIBE).get("result").get(2).asInt()).isEqualTo(8);
  }

  @Test
  void anUnknownMethodIsAnsweredWithItsId() {
    JsonNode reply =
        bench.connect().ask("{\"id\":\"auth\",\"method\":\"mining.dance\",\"params\":[]}");

    assertThat(reply.get("id").asText()).isEqualTo("auth");
    assertThat(TestMiner.codeOf(reply)).isEqualTo(20);
    assertThat(reply.get("error").get(1).asText()).contains("mining.dance");
  }

  @Test
  void aRequestWithoutAnIdGetsNoReplyAndDoesNoHarm() {
    TestMiner miner = bench.connect();

    miner.send("{\"method\":\"mining.subscribe\",\"params\":[\"test/1\"]}");
    miner.send("{\"method\":\"mining.authorize\",\"params\":[\"bob\"]}");
    miner.send("{\"method\":\"mining.nonsense\"}");

    assertThat(miner.received()).isEmpty();
    assertThat(miner.session().isSubscribed()).isTrue();
  }

  @Test
  void garbageGetsAnErrorAndTheConversationGoesOn() {
    TestMiner miner = bench.connect();

    assertThat(TestMiner.codeOf(miner.ask("GET / HTTP/1.1"))).isEqualTo(20);
    assertThat(miner.isOpen()).isTrue();
    assertThat(TestMiner.codeOf(miner.ask(SUBSCRIBE))).isZero();
  }

  @Test
  void severalWorkersMayShareAConnection() {
    TestMiner miner = bench.connect();
    miner.ask(SUBSCRIBE);
    miner.ask(AUTHORIZE);
    miner.ask(AUTHORIZE.replace("bob", "carol"));
    miner.ask(AUTHORIZE);

    assertThat(bench.book.snapshot(1).workers())
        .hasSize(2)
        .allMatch(worker -> worker.connections() == 1);
  }

  @Test
  void aWorkerNameThatNoRecordCouldHoldIsRefused() {
    TestMiner miner = bench.connect();

    assertThat(TestMiner.codeOf(miner.ask(AUTHORIZE.replace("bob", "")))).isEqualTo(20);
    assertThat(TestMiner.codeOf(miner.ask(AUTHORIZE.replace("bob", "b".repeat(201)))))
        .isEqualTo(24);
    assertThat(TestMiner.codeOf(miner.ask(AUTHORIZE.replace("bob", "a\\u0000b")))).isEqualTo(24);
  }

  @Test
  void aSubmitThatMakesNoSenseIsCountedAsInvalid() {
    bench.announce(100, HARD_NETWORK);
    TestMiner miner = bench.connectReady();

    miner.ask(
        "{\"id\":3,\"method\":\"mining.submit\",\"params\":[\"alice.1\",\"1\",\"zz\",\"0\",\"0\"]}");
    miner.ask("not JSON at all");

    assertThat(bench.loop.counters.of(Verdict.INVALID)).isEqualTo(1);
  }

  @Test
  void aLineIsHeldBackWhileAServiceIsMissing() {
    Services whole = bench.services;
    bench.services = whole.withPow(null);
    TestMiner miner = bench.connect();
    assertThat(miner.send(SUBSCRIBE)).isFalse();
    assertThat(miner.received()).isEmpty();

    bench.services = whole;
    miner.resume();

    assertThat(miner.received()).hasSize(1);
  }

  @Test
  void anotherPoolAdoptsTheSessionWithItsJobs() {
    bench.announce(100, HARD_NETWORK);
    TestMiner miner = bench.connectReady();
    PoolBench next = new PoolBench(0);

    next.conversation.adopted(miner);

    assertThat(next.book.snapshot(1).workers()).hasSize(1);
    assertThat(miner.session().jobs().last()).isNotNull();
  }

  @Test
  void whoLeavesIsForgotten() {
    TestMiner miner = bench.connectReady();
    bench.conversation.closed(miner);

    assertThat(bench.book.snapshot(1).workers()).isEmpty();
    assertThat(bench.loop.connections).isEmpty();
    assertThat(bench.loop.counters.open()).isZero();
    assertThat(bench.loop.counters.ever()).isEqualTo(1);
  }

  @Test
  void aMinerThatHasNotSaidWhatItIsIsAskedAndItsAnswerTaken() {
    bench.announce(100, HARD_NETWORK);
    TestMiner miner = bench.connect();
    miner.ask(SUBSCRIBE.replace("\"test/1\"", ""));
    miner.ask(AUTHORIZE);
    assertThat(miner.methods())
        .containsExactly("mining.set_difficulty", "mining.notify", "client.get_version");
    String id = miner.received().get(miner.received().size() - 1).get("id").toString();

    miner.send("{\"id\":" + id + ",\"result\":\"cgminer/4.12.1\",\"error\":null}");
    miner.send("{\"id\":" + id + ",\"result\":\"another\",\"error\":null}");

    assertThat(miner.session().userAgent()).isEqualTo("cgminer/4.12.1");
  }

  @Test
  void aProfileMayWantTheVersionMaskAfterTheWorkerIsLetIn() {
    bench.profile = new MinerProfile("test", 6500, VersionMask.AFTER_AUTHORIZE, 0, true, false);
    bench.announce(100, HARD_NETWORK);
    TestMiner miner = bench.connect();
    miner.ask("{\"id\":9,\"method\":\"mining.configure\",\"params\":[[\"version-rolling\"],{}]}");
    miner.ask(SUBSCRIBE);
    assertThat(miner.methods()).isEmpty();
    miner.ask(AUTHORIZE);

    assertThat(miner.methods())
        .containsExactly("mining.set_version_mask", "mining.set_difficulty", "mining.notify");
  }

  @Test
  void aMinerWhoseCoinbaseMustBeSmallGetsOneWithoutTheTag() {
    bench.announce(100, HARD_NETWORK);
    String tag = "2f746573742f";
    assertThat(bench.connectReady().lastJob().get(3).asText()).contains(tag);
    JsonNode job = bench.connectReady().lastJob();
    int size = job.get(2).asText().length() / 2 + 12 + job.get(3).asText().length() / 2;
    bench.profile = new MinerProfile("test", size - 1, VersionMask.ON_CONFIGURE, 0, true, false);

    assertThat(bench.connectReady().lastJob().get(3).asText()).doesNotContain(tag);
  }

  @Test
  void aMinerThatNoCoinbaseIsSmallEnoughForIsToldSoOnce() {
    bench.announce(100, HARD_NETWORK);
    bench.profile = new MinerProfile("test", 50, VersionMask.ON_CONFIGURE, 0, true, false);
    TestMiner miner = bench.connectReady();
    bench.announce(100, HARD_NETWORK);

    assertThat(miner.methods()).containsExactly("client.show_message");
    bench.profile = MinerProfile.UNKNOWN;
    bench.enrolment.profile(miner.session(), bench.services);
    bench.announce(100, HARD_NETWORK);
    assertThat(miner.methods())
        .containsExactly("client.show_message", "mining.set_difficulty", "mining.notify");
  }
}
