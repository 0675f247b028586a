package io.adit.codec.stratum.v1;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.api.stratum.StratumRequest;
import io.adit.api.stratum.StratumRequest.Authorize;
import io.adit.api.stratum.StratumRequest.ExtranonceSubscribe;
import io.adit.api.stratum.StratumRequest.GetTransactions;
import io.adit.api.stratum.StratumRequest.Ignored;
import io.adit.api.stratum.StratumRequest.Malformed;
import io.adit.api.stratum.StratumRequest.MultiVersion;
import io.adit.api.stratum.StratumRequest.Ping;
import io.adit.api.stratum.StratumRequest.Reply;
import io.adit.api.stratum.StratumRequest.Submit;
import io.adit.api.stratum.StratumRequest.Subscribe;
import io.adit.api.stratum.StratumRequest.Unknown;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecodeTest {
  private final StratumV1Codec codec = new StratumV1Codec();

  private StratumRequest decode(String line) {
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    return codec.decode(bytes, 0, bytes.length, new Submit());
  }

  private <T extends StratumRequest> T decode(String line, Class<T> type) {
    StratumRequest request = decode(line);
    assertThat(request).isInstanceOf(type);
    return type.cast(request);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",\"params\":null", ",\"params\":[]", ",\"params\":[null]"})
  void subscribeWithoutParamsIsAnonymous(String params) {
    Subscribe request =
        decode("{\"id\":1,\"method\":\"mining.subscribe\"" + params + "}", Subscribe.class);
    assertThat(request.userAgent()).isEmpty();
    assertThat(request.session()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[\"cgminer/4.10.0\"]",
        "[\"cgminer/4.10.0\",null]",
        "[\"cgminer/4.10.0\",\"\"]",
        "[\"cgminer/4.10.0\",null,\"pool.example\",3333]"
      })
  void subscribeNamesTheMiner(String params) {
    Subscribe request =
        decode(
            "{\"id\":1,\"method\":\"mining.subscribe\",\"params\":" + params + "}",
            Subscribe.class);
    assertThat(request.userAgent()).isEqualTo("cgminer/4.10.0");
    assertThat(request.session()).isEmpty();
  }

  @Test
  void subscribeAsksForItsOldSession() {
    Subscribe request =
        decode(
            "{\"id\":1,\"method\":\"mining.subscribe\",\"params\":[\"bmminer/2.0.0\",\"ae6812eb\"]}",
            Subscribe.class);
    assertThat(request.session()).hasValue("ae6812eb");
  }

  @Test
  void theNameOfTheMinerCanBeShown() {
    String written = "\\u0000a\\u001b[31mb\\ud83d\\ude00c\\ud83d" + "x".repeat(10_000);
    Subscribe request =
        decode(
            "{\"id\":1,\"method\":\"mining.subscribe\",\"params\":[\"" + written + "\"]}",
            Subscribe.class);
    assertThat(request.userAgent())
        .startsWith("?a?[31mb\ud83d\ude00c?xxx")
        .hasSizeLessThanOrEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "[\"bc1q.rig\",\"d=512\"]|d=512",
        "[\"bc1q.rig\"]|''",
        "[\"bc1q.rig\",null]|''",
        "[\"bc1q.rig\",123]|123"
      })
  void authorizeTakesAnyPassword(String params, String password) {
    Authorize request =
        decode(
            "{\"id\":1,\"method\":\"mining.authorize\",\"params\":" + params + "}",
            Authorize.class);
    assertThat(request.worker()).isEqualTo("bc1q.rig");
    assertThat(request.password()).isEqualTo(password);
  }

  @ParameterizedTest
  @CsvSource({"7,7", "12345678901234567890123,12345678901234567890123", "1.5,1.5"})
  void aWorkerMayBeANumber(String written, String worker) {
    Authorize request =
        decode(
            "{\"id\":1,\"method\":\"mining.authorize\",\"params\":[" + written + "]}",
            Authorize.class);
    assertThat(request.worker()).isEqualTo(worker);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "null",
        "[null,\"x\"]",
        "[true]",
        "[[\"a\"]]",
        "[\" \"]",
        "{\"worker\":\"a\"}"
      })
  void authorizeWithoutANameSaysWhatIsMissing(String params) {
    Malformed request =
        decode(
            "{\"id\":\"auth\",\"method\":\"mining.authorize\",\"params\":" + params + "}",
            Malformed.class);
    assertThat(request.id()).hasToString("\"auth\"");
    assertThat(request.error().code()).isEqualTo(20);
    assertThat(request.error().message()).contains("expected:");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",\"params\":[]", ",\"params\":null", ",\"params\":[\"1\",{}]"})
  void methodsWithoutParamsAreKnown(String params) {
    Map<String, Class<? extends StratumRequest>> types =
        Map.of(
            "mining.extranonce.subscribe", ExtranonceSubscribe.class,
            "mining.get_transactions", GetTransactions.class,
            "mining.multi_version", MultiVersion.class,
            "mining.ping", Ping.class);
    types.forEach(
        (method, type) -> {
          StratumRequest request = decode("{\"id\":8,\"method\":\"" + method + "\"" + params + "}");
          assertThat(request).isInstanceOf(type);
          assertThat(request.id()).hasToString("8");
        });
  }

  @Test
  void anUnknownMethodIsNamed() {
    Unknown request =
        decode("{\"id\":8,\"method\":\"mining.warp\",\"params\":[\"1\"]}", Unknown.class);
    assertThat(request.method()).isEqualTo("mining.warp");
    assertThat(request.id()).hasToString("8");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "7",
        "-7",
        "1.50",
        "1E3",
        "\"auth\"",
        "\"a\\\"}\\u0041\"",
        "\"\u00fc\"",
        "null",
        "12345678901234567890123"
      })
  void anIdComesBackAsItCame(String id) {
    assertThat(decode("{\"id\":" + id + ",\"method\":\"mining.ping\"}").id()).hasToString(id);
    assertThat(decode(" {\"method\":\"mining.ping\", \"id\" : " + id + " } ").id()).hasToString(id);
  }

  @Test
  void aRequestWithoutAnIdHasNone() {
    assertThat(decode("{\"method\":\"mining.ping\"}").id().isPresent()).isFalse();
  }

  @Test
  void anIdAtAnOffsetComesBackAsItCame() {
    byte[] bytes =
        "xxxx{\"id\":1.25,\"method\":\"mining.ping\"}yy".getBytes(StandardCharsets.UTF_8);
    StratumRequest request = codec.decode(bytes, 4, bytes.length - 6, new Submit());
    assertThat(request).isInstanceOf(Ping.class);
    assertThat(request.id()).hasToString("1.25");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\r", "\t \r\n"})
  void aBlankLineIsNotAnswered(String line) {
    assertThat(decode(line)).isInstanceOf(Ignored.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "{\"id\":7,\"result\":\"cgminer/4.10.0\",\"error\":null}|cgminer/4.10.0",
        "{\"result\":\"a\\u0000b\",\"id\":7}|a?b",
        "{\"id\":7,\"method\":null,\"result\":\"\"}|''",
      })
  void aReplyThatIsAStringHasText(String line, String text) {
    Reply reply = decode(line, Reply.class);
    assertThat(reply.id()).hasToString("7");
    assertThat(reply.text()).hasValue(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"id\":7,\"result\":true,\"error\":null}",
        "{\"id\":7,\"result\":null}",
        "{\"id\":7,\"result\":[\"a\",{\"id\":8,\"method\":\"mining.ping\"}]}",
        "{\"id\":7,\"error\":[20,\"no\",null]}",
        "{\"id\":7,\"method\":null,\"error\":\"no\"}",
      })
  void anyOtherReplyHasNone(String line) {
    Reply reply = decode(line, Reply.class);
    assertThat(reply.id()).hasToString("7");
    assertThat(reply.text()).isEmpty();
  }

  @Test
  void aReplyWithoutAnIdHasNone() {
    assertThat(decode("{\"result\":true}", Reply.class).id().isPresent()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"id\":3}", "{\"id\":3,\"method\":5}", "{\"id\":3,\"method\":[]}"})
  void anObjectWithoutAMethodIsMalformedUnderItsId(String line) {
    assertThat(decode(line, Malformed.class).id()).hasToString("3");
  }
}
