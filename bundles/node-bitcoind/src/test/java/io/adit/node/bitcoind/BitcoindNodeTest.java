package io.adit.node.bitcoind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.adit.api.State;
import io.adit.api.coin.Coin;
import io.adit.api.node.Node;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class BitcoindNodeTest {
  private static final Coin REGTEST = Coin.named("bitcoin-regtest").orElseThrow();
  private static final Pace NEVER = Pace.of(Duration.ofHours(1));
  private static final Pace OFTEN = new Pace(Duration.ofMillis(20), NEVER.poll());
  private static final Pace WITH_TEMPLATES = new Pace(OFTEN.poll(), OFTEN.poll());

  @TempDir Path directory;

  private final Recorder recorder = new Recorder();
  private FakeNode fake;
  private BitcoindNode node;

  @BeforeEach
  void startFake() throws IOException {
    fake = new FakeNode();
  }

  @AfterEach
  void end() {
    if (node != null) {
      node.close();
    }
    fake.close();
  }

  private void connect(Pace pace) {
    connect(pace, Credentials.of("user", "secret"));
  }

  private void connect(Pace pace, Credentials credentials) {
    connect(REGTEST, pace, credentials);
  }

  private void connect(Coin coin, Pace pace, Credentials credentials) {
    node = new BitcoindNode("test", coin, URI.create(fake.url()), credentials, pace);
    node.watch(recorder);
  }

  @Test
  void theFirstTemplateMakesItReady() {
    connect(NEVER);

    await().until(() -> recorder.heights().contains(101));
    assertThat(node.state())
        .isEqualTo(State.ready("bitcoind at " + fake.url() + ", chain regtest"));
    assertThat(fake.calls()).contains("getblocktemplate [{\"rules\":[\"segwit\"]}]");
  }

  @ParameterizedTest
  @CsvSource({
    "bitcoin,          main,    '\"segwit\"'",
    "bitcoin-signet,   signet,  '\"segwit\",\"signet\"'",
    "litecoin,         main,    '\"segwit\",\"mweb\"'",
    "litecoin-regtest, regtest, '\"segwit\",\"mweb\"'",
    "litecoin-signet,  test,    '\"segwit\",\"mweb\"'",
  })
  void theNodeIsToldWhichRulesTheCoinHas(String coin, String chain, String rules) {
    fake.answer("getblockchaininfo", "{'chain':'" + chain + "'}");
    connect(Coin.named(coin).orElseThrow(), NEVER, Credentials.of("user", "secret"));

    await().until(() -> fake.calls().toString().contains("longpollid"));
    assertThat(fake.calls())
        .contains("getblocktemplate [{\"rules\":[" + rules + "]}]")
        .contains("getblocktemplate [{\"rules\":[" + rules + "],\"longpollid\":\"100\"}]");
  }

  @Test
  void aLongPollBringsANewTipWithoutWaitingForThePoll() {
    connect(NEVER);
    await().until(() -> recorder.heights().contains(101));
    await().until(() -> fake.calls().toString().contains("longpollid"));

    fake.newTip();

    await().atMost(Duration.ofSeconds(5)).until(() -> recorder.heights().contains(102));
  }

  @Test
  void thePollBringsANewTipFromANodeWithoutLongPolling() {
    fake.withoutLongPolling();
    connect(OFTEN);
    await().until(() -> recorder.heights().contains(101));

    fake.newTip();

    await().until(() -> recorder.heights().contains(102));
    assertThat(fake.calls().toString()).doesNotContain("longpollid");
  }

  @Test
  void aTemplateIsFetchedOnlyWhenTheTipChanges() {
    fake.withoutLongPolling();
    connect(OFTEN);
    await().until(() -> fake.calls("getbestblockhash") > 20);
    assertThat(fake.calls("getblocktemplate")).isEqualTo(1);

    fake.newTip();

    await().until(() -> recorder.heights().contains(102));
    assertThat(fake.calls("getblocktemplate")).isEqualTo(2);
  }

  @Test
  void aLongPollThatBreaksOffIsTakenUpAgain() {
    connect(OFTEN);
    await().until(() -> fake.calls().toString().contains("longpollid"));

    fake.breakOffLongPolls();

    await().until(() -> fake.calls().toString().split("longpollid", -1).length > 2);
  }

  @Test
  void theSameTemplateIsToldOnce() {
    connect(WITH_TEMPLATES);

    await().until(() -> fake.calls("getblocktemplate") > 20);
    fake.newTip();
    await().until(() -> recorder.heights().contains(102));

    assertThat(recorder.heights()).containsExactly(101, 102);
  }

  @Test
  void theSameTemplateIsToldAgainWhenTheClockHasMovedOn() {
    connect(WITH_TEMPLATES);
    await().until(() -> recorder.heights().contains(101));

    fake.clock(Refresh.SECONDS);

    await().until(() -> recorder.templates().size() == 2);
    assertThat(recorder.templates().get(1).time())
        .isEqualTo(recorder.templates().get(0).time() + Refresh.SECONDS);
  }

  @Test
  void aNodeThatDiesAndComesBackIsWaitedFor() throws IOException {
    connect(NEVER);
    await().until(() -> recorder.heights().contains(101));
    await().until(() -> fake.calls().toString().contains("longpollid"));

    fake.kill();
    await()
        .until(
            () ->
                recorder
                    .last()
                    .equals(
                        State.waiting(
                            "cannot reach " + fake.url() + ": Connection refused; trying again")));
    fake.start();
    await().until(() -> recorder.last().isReady());

    // The same template again: what was mined on is to be taken up anew.
    await().until(() -> recorder.heights().size() == 2);
    assertThat(
            recorder
                .kinds()
                .subList(recorder.kinds().indexOf(State.Kind.READY), recorder.kinds().size()))
        .containsExactly(State.Kind.READY, State.Kind.WAITING, State.Kind.READY);
  }

  @Test
  void aNodeThatIsNotThereYetIsWaitedFor() throws IOException {
    fake.kill();
    connect(OFTEN);
    await().until(() -> recorder.last().kind() == State.Kind.WAITING);

    fake.start();

    await().until(() -> recorder.heights().contains(101));
  }

  @Test
  void aNodeThatSyncsIsWaitedFor() {
    fake.error(
        "getblocktemplate", -10, "Bitcoin Core is in initial sync and waiting for blocks...");
    fake.answer("getblockchaininfo", "{'chain':'regtest','blocks':7,'headers':99}");
    connect(OFTEN);
    await().until(() -> recorder.last().kind() == State.Kind.WAITING);
    assertThat(recorder.last().detail()).contains("syncing: 7 of 99 blocks", "initial sync");

    fake.noError("getblocktemplate");

    await().until(() -> recorder.heights().contains(101));
  }

  @Test
  void aNodeWithoutPeersIsWaitedForInItsOwnWords() {
    fake.error("getblocktemplate", -9, "Bitcoin Core is not connected!");
    connect(OFTEN);

    await().until(() -> recorder.last().kind() == State.Kind.WAITING);
    assertThat(recorder.last().detail())
        .isEqualTo(fake.url() + " says: Bitcoin Core is not connected!");
  }

  @Test
  void anOldTipThatCanBeMinedOnIsNotCalledSyncing() {
    fake.answer("getblockchaininfo", "{'chain':'regtest','initialblockdownload':true}");
    connect(NEVER);

    await().until(() -> recorder.heights().contains(101));
  }

  @Test
  void aNodeOfAnotherChainIsRefusedNamingBoth() {
    fake.answer("getblockchaininfo", "{'chain':'main','blocks':1,'headers':1}");
    connect(NEVER);

    await().until(() -> recorder.last().kind() == State.Kind.REFUSED);
    assertThat(recorder.last().detail())
        .isEqualTo(
            fake.url() + " is on chain \"main\", but bitcoin-regtest needs chain \"regtest\"");
    assertThat(recorder.templates()).isEmpty();
  }

  @Test
  void aWrongPasswordIsRefusedAndNotRepeatedSoon() {
    connect(OFTEN, Credentials.of("user", "hunter2"));

    await().until(() -> recorder.last().kind() == State.Kind.REFUSED);
    assertThat(recorder.last().detail())
        .isEqualTo(
            fake.url()
                + " does not let us in (HTTP 401): check the RPC user \"user\" and its password");
    await().during(OFTEN.poll().multipliedBy(25)).until(() -> fake.refusals() == 1);
  }

  @Test
  void aMissingCookieFileIsNamed() {
    Path cookie = directory.resolve(".cookie");
    connect(NEVER, Credentials.ofCookie(cookie));

    await().until(() -> recorder.last().kind() == State.Kind.REFUSED);
    assertThat(recorder.last().detail())
        .endsWith("cookie file " + cookie + ", which does not exist");
  }

  @Test
  void anUnreadableCookieFileIsNamed() {
    connect(NEVER, Credentials.ofCookie(directory));

    await().until(() -> recorder.last().kind() == State.Kind.REFUSED);
    assertThat(recorder.last().detail()).startsWith("cannot read the cookie file " + directory);
  }

  @Test
  void theCookieOfARestartedNodeIsReadAnew() throws IOException {
    Path cookie = Files.writeString(directory.resolve(".cookie"), "__cookie__:first\n");
    fake.login("__cookie__:first");
    connect(OFTEN, Credentials.ofCookie(cookie));
    await().until(() -> recorder.heights().contains(101));

    fake.kill();
    await().until(() -> recorder.last().kind() == State.Kind.WAITING);
    Files.writeString(cookie, "__cookie__:second\n");
    fake.login("__cookie__:second");
    fake.start();

    await().until(() -> recorder.last().isReady());
    assertThat(recorder.kinds()).doesNotContain(State.Kind.REFUSED);
  }

  @Test
  void whoWatchesLateIsToldTheStateOfThings() {
    connect(NEVER);
    await().until(() -> recorder.heights().contains(101));
    Recorder late = new Recorder();

    node.watch(late);

    await().until(() -> late.heights().contains(101));
    assertThat(late.kinds()).containsExactly(State.Kind.READY);
  }

  @Test
  void whoHasStoppedWatchingIsToldNothing() {
    connect(NEVER);
    await().until(() -> recorder.heights().contains(101));
    Recorder brief = new Recorder();
    Node.Watch watch = node.watch(brief);
    await().until(() -> brief.heights().contains(101));
    await().until(() -> fake.calls().toString().contains("longpollid"));

    watch.close();
    fake.newTip();

    await().until(() -> recorder.heights().contains(102));
    assertThat(brief.heights()).containsExactly(101);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "127.0.0.1:8332",
        "ftp://127.0.0.1",
        "http://",
        "http://a b",
        "http://a:99999"
      })
  void whatIsNoUrlIsRefusedAtOnce(String url) {
    assertThatThrownBy(() -> BitcoindNode.connect("test", REGTEST, url, "", "", OFTEN.poll()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("rpcUrl (expected: http://HOST:PORT or https://HOST:PORT)");
  }

  @Test
  void aUrlWithAPasswordIsNotRepeated() {
    assertThatThrownBy(
            () -> BitcoindNode.connect("test", REGTEST, "ftp://a:hunter2@b", "", "", OFTEN.poll()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("hunter2");
    node =
        BitcoindNode.connect("test", REGTEST, "http://a:hunter2@127.0.0.1:9", "", "", OFTEN.poll());
    assertThat(node.describe()).isEqualTo("bitcoind at http://127.0.0.1:9");
  }
}
