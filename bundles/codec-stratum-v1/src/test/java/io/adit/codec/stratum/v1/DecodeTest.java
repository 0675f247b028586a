package io.adit.codec.stratum.v1;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.api.stratum.StratumRequest;
import io.adit.api.stratum.StratumRequest.Authorize;
import io.adit.api.stratum.StratumRequest.Configure;
import io.adit.api.stratum.StratumRequest.ExtranonceSubscribe;
import io.adit.api.stratum.StratumRequest.Ignored;
import io.adit.api.stratum.StratumRequest.Malformed;
import io.adit.api.stratum.StratumRequest.Ping;
import io.adit.api.stratum.StratumRequest.Submit;
import io.adit.api.stratum.StratumRequest.Subscribe;
import io.adit.api.stratum.StratumRequest.SuggestDifficulty;
import io.adit.api.stratum.StratumRequest.Unknown;
import java.nio.charset.StandardCharsets;
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

  @Test
  void subscribeWithoutParamsIsAnonymous() {
    Subscribe request = decode("{\"id\":1,\"method\":\"mining.subscribe\"}", Subscribe.class);
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
  @ValueSource(strings = {"[]", "null", "[null,\"x\"]", "[7]", "[\" \"]", "{\"worker\":\"a\"}"})
  void authorizeWithoutANameSaysWhatIsMissing(String params) {
    Malformed request =
        decode(
            "{\"id\":\"auth\",\"method\":\"mining.authorize\",\"params\":" + params + "}",
            Malformed.class);
    assertThat(request.id()).hasToString("\"auth\"");
    assertThat(request.error().code()).isEqualTo(20);
    assertThat(request.error().message()).contains("expected:");
  }

  /** The example of BIP 310. */
  @Test
  void configureOfBip310IsRead() {
    Configure request =
        decode(
            "{\"method\": \"mining.configure\", \"id\": 1, \"params\": [[\"minimum-difficulty\","
                + " \"version-rolling\"], {\"minimum-difficulty.value\": 2048,"
                + " \"version-rolling.mask\": \"1fffe000\", \"version-rolling.min-bit-count\": 2}]}",
            Configure.class);
    assertThat(request.extensions()).containsExactly("minimum-difficulty", "version-rolling");
    assertThat(request.versionMask()).hasValue(0x1fffe000);
    assertThat(request.minimumDifficulty()).hasValue(2048);
  }

  @Test
  void configureKeepsUnknownExtensionsAndDoesWithoutSettings() {
    Configure request =
        decode(
            "{\"id\":1,\"method\":\"mining.configure\",\"params\":[[\"version-rolling\",\"warp\",\"warp\"]]}",
            Configure.class);
    assertThat(request.extensions()).containsExactly("version-rolling", "warp");
    assertThat(request.versionMask()).isEmpty();
    assertThat(request.minimumDifficulty()).isEmpty();
  }

  @Test
  void configureTakesAMaskOfAllBitsAndNumbersInStrings() {
    Configure request =
        decode(
            "{\"id\":1,\"method\":\"mining.configure\",\"params\":[[\"version-rolling\",\"minimum-difficulty\"],"
                + "{\"version-rolling.mask\":\"FFFFFFFF\",\"version-rolling.min-bit-count\":\"2\","
                + "\"minimum-difficulty.value\":\"0.5\"}]}",
            Configure.class);
    assertThat(request.versionMask()).hasValue(-1);
    assertThat(request.minimumDifficulty()).hasValue(0.5);
  }

  @Test
  void configureWithAMaskThatIsNoneIsMalformed() {
    Malformed request =
        decode(
            "{\"id\":1,\"method\":\"mining.configure\",\"params\":[[\"version-rolling\"],{\"version-rolling.mask\":\"all\"}]}",
            Malformed.class);
    assertThat(request.error().message())
        .isEqualTo("version-rolling.mask: \"all\" (expected: up to 8 hex digits)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[512]|512",
        "[0.001]|0.001",
        "[\"512\"]|512",
        "[[512]]|512",
        "1024|1024",
        "[1e3]|1000"
      })
  void suggestedDifficultyComesInManyForms(String params, double difficulty) {
    SuggestDifficulty request =
        decode(
            "{\"id\":1,\"method\":\"mining.suggest_difficulty\",\"params\":" + params + "}",
            SuggestDifficulty.class);
    assertThat(request.difficulty()).hasValue(difficulty);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "null",
        "[null]",
        "[0]",
        "[-5]",
        "[\"hard\"]",
        "[\"NaN\"]",
        "[1e999]",
        "[{}]",
        "[[[]]]"
      })
  void aSuggestionThatIsNoDifficultyIsEmpty(String params) {
    SuggestDifficulty request =
        decode(
            "{\"id\":1,\"method\":\"mining.suggest_difficulty\",\"params\":" + params + "}",
            SuggestDifficulty.class);
    assertThat(request.difficulty()).isEmpty();
  }

  @Test
  void methodsWithoutParamsAreKnown() {
    assertThat(decode("{\"id\":1,\"method\":\"mining.extranonce.subscribe\",\"params\":[]}"))
        .isInstanceOf(ExtranonceSubscribe.class);
    assertThat(decode("{\"id\":1,\"method\":\"mining.ping\"}")).isInstanceOf(Ping.class);
  }

  @Test
  void anUnknownMethodIsNamed() {
    Unknown request =
        decode(
            "{\"id\":8,\"method\":\"mining.get_transactions\",\"params\":[\"1\"]}", Unknown.class);
    assertThat(request.method()).isEqualTo("mining.get_transactions");
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

  @Test
  void aMinersReplyIsNotAnswered() {
    assertThat(decode("{\"id\":1,\"result\":true,\"error\":null}")).isInstanceOf(Ignored.class);
    assertThat(decode("{\"id\":1,\"method\":null,\"error\":[20,\"no\",null]}"))
        .isInstanceOf(Ignored.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hello",
        "GET / HTTP/1.1",
        "{\"id\":1,\"method\":\"mining.ping\"",
        "{\"id\":1,\"method\":\"mining.ping\"} x",
        "{\"id\":1,\"method\":\"mining.ping\"}{}",
        "[{\"id\":1,\"method\":\"mining.ping\"}]",
        "42",
        "{\"id\":[1],\"method\":\"mining.ping\"}",
        "{\"id\":1,\"params\":[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]}"
      })
  void whatIsNoRequestIsAnsweredUnderANullId(String line) {
    Malformed request = decode(line, Malformed.class);
    assertThat(request.id().isPresent()).isTrue();
    assertThat(request.id()).hasToString("null");
    assertThat(request.error().code()).isEqualTo(20);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"id\":3}", "{\"id\":3,\"method\":5}", "{\"id\":3,\"method\":[]}"})
  void anObjectWithoutAMethodIsMalformedUnderItsId(String line) {
    assertThat(decode(line, Malformed.class).id()).hasToString("3");
  }
}
