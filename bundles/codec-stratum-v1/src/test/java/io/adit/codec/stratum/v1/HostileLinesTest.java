package io.adit.codec.stratum.v1;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.api.stratum.StratumRequest;
import io.adit.api.stratum.StratumRequest.Authorize;
import io.adit.api.stratum.StratumRequest.Ignored;
import io.adit.api.stratum.StratumRequest.Malformed;
import io.adit.api.stratum.StratumRequest.Ping;
import io.adit.api.stratum.StratumRequest.Submit;
import io.adit.api.stratum.StratumRequest.Subscribe;
import io.adit.api.stratum.StratumRequest.Unknown;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines that no miner should send, and that are answered all the same. */
class HostileLinesTest {
  private final StratumV1Codec codec = new StratumV1Codec();
  private final Submit submit = new Submit();

  private StratumRequest decode(String line) {
    return decode(line.getBytes(StandardCharsets.UTF_8));
  }

  private StratumRequest decode(byte[] line) {
    return codec.decode(line, 0, line.length, submit);
  }

  private Malformed malformed(String line) {
    StratumRequest request = decode(line);
    assertThat(request).isInstanceOf(Malformed.class);
    assertThat(((Malformed) request).error().code()).isEqualTo(20);
    return (Malformed) request;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hello",
        "GET / HTTP/1.1",
        "[{\"id\":1,\"method\":\"mining.ping\"}]",
        "42",
        "\"mining.ping\"",
        "[[[[[[[[[[[[[[[[[[[[[[[[[",
        "{\"method\":\"mining.ping\",,\"id\":1}",
        "{\"id\":\"half",
        "{\"id\":",
        "{\"id\":007,\"method\":\"mining.ping\"}",
        "{\"id\":NaN,\"method\":\"mining.ping\"}",
        "{'id':1,'method':'mining.ping'}",
      })
  void aLineWithoutAnIdIsAnsweredUnderANullId(String line) {
    Malformed request = malformed(line);
    assertThat(request.id().isPresent()).isTrue();
    assertThat(request.id()).hasToString("null");
    assertThat(request.submit()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"id\":\"auth\"",
        "{\"id\":\"auth\",",
        "{\"id\":\"auth\"x",
        "{\"id\":\"auth\",}",
        "{\"id\":\"auth\",\"method\":\"mining.ping\"",
        "{\"id\":\"auth\",\"method\":\"mining.ping\",\"params\":[1,]}",
        "{\"id\":\"auth\",\"method\":\"mining.ping\",\"params\":[\u0000]}",
        "{\"id\":\"auth\",\"method\":\"mining.ping\",\"params\":[\"a\tb\"]}",
        "{\"id\":\"auth\",\"method\":\"mining.suggest_difficulty\",\"params\":[NaN]}",
        "{\"id\":\"auth\",\"method\":\"mining.ping\"} x",
        "{\"id\":\"auth\",\"method\":\"mining.ping\"}{}",
        "{\"id\":\"auth\",\"method\":\"mining.ping\"}]",
      })
  void aLineThatBreaksAfterItsIdIsAnsweredUnderIt(String line) {
    assertThat(malformed(line).id()).hasToString("\"auth\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"a\":{}}", "[]", "[1]", "true", "false"})
  void anIdThatIsNoneIsAnsweredUnderANullId(String id) {
    Malformed request = malformed("{\"id\":" + id + ",\"method\":\"mining.submit\"}");
    assertThat(request.id()).hasToString("null");
    assertThat(request.error().message()).startsWith("wrong id (expected:");
    assertThat(request.submit()).isTrue();
  }

  @Test
  void aLongIdComesBackAsItCame() {
    for (String id : new String[] {"\"" + "x".repeat(10_000) + "\"", "-" + "9".repeat(127)}) {
      StratumRequest request = decode("{\"id\":" + id + ",\"method\":\"mining.ping\"}");
      assertThat(request).isInstanceOf(Ping.class);
      assertThat(request.id()).hasToString(id);
    }
  }

  @Test
  void aNumberOfHundredsOfDigitsIsNoId() {
    Malformed request = malformed("{\"id\":" + "9".repeat(500) + ",\"method\":\"mining.ping\"}");
    assertThat(request.id()).hasToString("null");
  }

  @Test
  void aBrokenSubmitIsASubmit() {
    Malformed request = malformed("{\"id\":4,\"method\":\"mining.submit\",\"params\":[\"w\",");
    assertThat(request.id()).hasToString("4");
    assertThat(request.submit()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"id\":7,\"result\":[tru", "{\"id\":{},\"result\":true}"})
  void aBrokenReplyIsNotAnswered(String line) {
    assertThat(decode(line)).isInstanceOf(Ignored.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {'[', '{', '"', ',', ' ', 0, '9', '\\'})
  void aLineOfOneByteManyTimesIsRead(int b) {
    String line = Character.toString(b).repeat(16_384);
    assertThat(decode(line)).isInstanceOfAny(Malformed.class, Ignored.class);
  }

  @Test
  void deepNestingIsRefusedUnderTheId() {
    for (int depth : new int[] {17, 5_000}) {
      String arrays = "[".repeat(depth) + "]".repeat(depth);
      String objects = "{\"a\":".repeat(depth) + "1" + "}".repeat(depth);
      for (String params : new String[] {arrays, objects}) {
        Malformed request =
            malformed("{\"id\":3,\"method\":\"mining.ping\",\"params\":" + params + "}");
        assertThat(request.id()).hasToString("3");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\ufeff", "\u0000", "\u0000\u0000", " \u0000\ufeff ", "\ufeff\t"})
  void marksAndZeroBytesAroundALineAreNoPartOfIt(String around) {
    StratumRequest request =
        decode(around + "{\"id\":3,\"method\":\"mining.ping\"}" + around.replace("\ufeff", ""));
    assertThat(request).isInstanceOf(Ping.class);
    assertThat(request.id()).hasToString("3");
    assertThat(decode(around)).isInstanceOf(Ignored.class);
  }

  @Test
  void namesOfKeysAndMethodsMayHaveEscapes() {
    assertThat(
            decode(
                "{\"\\u0069d\":4,\"meth\\u006fd\":\"mining\\u002esubmit\","
                    + "\"par\\u0061ms\":[\"w\",\"1\",\"00\",\"5\",\"6\"]}"))
        .isSameAs(submit);
    assertThat(submit.id()).hasToString("4");
  }

  @Test
  void aKeyThatComesTwiceCountsAsItCameLast() {
    StratumRequest request =
        decode(
            "{\"id\":{},\"id\":1,\"method\":\"mining.submit\",\"params\":[],\"id\":2,"
                + "\"method\":\"mining.authorize\",\"params\":[\"a\"],\"params\":[\"b\"]}");
    assertThat(request).isInstanceOf(Authorize.class);
    assertThat(request.id()).hasToString("2");
    assertThat(((Authorize) request).worker()).isEqualTo("b");
  }

  @Test
  void keysOfJsonRpc2AreIgnored() {
    assertThat(
            decode("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"mining.ping\",\"x\":{\"id\":[]}}"))
        .isInstanceOf(Ping.class);
    decode(
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"mining.submit\","
            + "\"params\":[\"w\",\"1\",\"00\",\"5\",\"6\"]}");
    assertThat(submit.nonce).isEqualTo(6);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"mining.submit", "mining.subscribe", "mining.authorize", "mining.configure"})
  void paramsThatAreNoArrayAreRefusedUnderTheId(String method) {
    for (String params : new String[] {"{\"0\":\"w\"}", "\"w\"", "7", "true"}) {
      Malformed request =
          malformed("{\"params\":" + params + ",\"id\":1,\"method\":\"" + method + "\"}");
      assertThat(request.id()).hasToString("1");
      assertThat(request.error().message())
          .isEqualTo(method + " params: " + params + " (expected: an array)");
    }
  }

  @Test
  void anUnknownMethodMayHaveAnyParams() {
    assertThat(decode("{\"id\":1,\"method\":\"\",\"params\":{\"a\":[]}}"))
        .isInstanceOf(Unknown.class);
  }

  @Test
  void authorizeAndSubmitReadAWorkerOfHalfASurrogatePairAlike() {
    Authorize authorize =
        (Authorize)
            decode("{\"id\":1,\"method\":\"mining.authorize\",\"params\":[\"a.\\ud83d!\"]}");
    decode(
        "{\"id\":1,\"method\":\"mining.submit\",\"params\":[\"a.\\ud83d!\",\"1\",\"00\",\"5\",\"6\"]}");
    assertThat(authorize.worker()).isEqualTo("a.?!");
    assertThat(submit.worker).containsExactly(authorize.worker().getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void textThatIsNoUtf8IsRead() {
    byte[] line =
        "{\"id\":\"\u00fc\",\"method\":\"mining.subscribe\",\"params\":[\"m\u00fcner\"]}"
            .getBytes(StandardCharsets.ISO_8859_1);
    Subscribe request = (Subscribe) decode(line);
    assertThat(request.id()).hasToString("\"\ufffd\"");
    assertThat(request.userAgent()).isEqualTo("m\ufffdner");
  }
}
