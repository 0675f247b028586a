package io.adit.node.bitcoind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.adit.api.Bytes;
import io.adit.api.State;
import io.adit.api.coin.Coin;
import io.adit.api.node.BlockVerdict;
import java.io.IOException;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Answers that are not what was asked for, to the poll and to a block. */
@Timeout(60)
class HttpFaultTest {
  private FakeNode fake;

  @BeforeEach
  void start() throws IOException {
    fake = new FakeNode();
  }

  @AfterEach
  void end() {
    fake.close();
  }

  /** Bitcoin Core's httprpc.cpp and httpserver.cpp, and what a proxy in front of it says. */
  static Stream<Arguments> faults() {
    return Stream.of(
        Arguments.of(
            503,
            "Work queue depth exceeded",
            State.Kind.WAITING,
            "answers with HTTP 503: Work queue depth exceeded"),
        Arguments.of(
            403,
            "",
            State.Kind.REFUSED,
            "does not let us in (HTTP 403): check the node's rpcallowip and rpcwhitelist,"
                + " and the RPC user \"user\" and its password"),
        Arguments.of(200, "", State.Kind.WAITING, "answers with HTTP 200, no result"),
        Arguments.of(
            502,
            "\r\n<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n</html>\r\n",
            State.Kind.WAITING,
            "answers with HTTP 502: <html>"),
        Arguments.of(
            413,
            "x".repeat(1_000),
            State.Kind.WAITING,
            "answers with HTTP 413: " + "x".repeat(200)),
        Arguments.of(
            500,
            "{\"result\":null,\"error\":{\"code\":-28,\"message\":\"Loading block index...\"},"
                + "\"id\":\"adit\"}",
            State.Kind.WAITING,
            "Loading block index..."),
        Arguments.of(
            500,
            "{\"result\":null,\"error\":{\"code\":-1,\"message\":\"getblocktemplate\\nHelp\"},"
                + "\"id\":\"adit\"}",
            State.Kind.REFUSED,
            "getblocktemplate"));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void nothingIsMinedOnAndABlockMayBeHandedOverAgain(
      int status, String body, State.Kind kind, String reason) {
    fake.answer("getblocktemplate", status, body);
    fake.answer("submitblock", status, body);
    Recorder recorder = new Recorder();
    try (BitcoindNode node =
        BitcoindNode.connect(
            "test",
            Coin.named("bitcoin-regtest").orElseThrow(),
            fake.url(),
            "user",
            "secret",
            Duration.ofMillis(20))) {
      node.watch(recorder);

      await().until(() -> recorder.last().kind() == kind);
      assertThat(withoutTheUsualWords(recorder.last().detail())).isEqualTo(reason);
      BlockVerdict verdict = node.submit(Bytes.ofHex("00")).toCompletableFuture().join();
      assertThat(verdict.kind()).isEqualTo(BlockVerdict.Kind.UNREACHABLE);
      assertThat(withoutTheUsualWords(verdict.detail())).isEqualTo(reason);
    }
    assertThat(recorder.templates()).isEmpty();
  }

  private String withoutTheUsualWords(String detail) {
    return detail
        .replace(fake.url() + " says: ", "")
        .replace(fake.url() + " ", "")
        .replace("; trying again", "");
  }
}
