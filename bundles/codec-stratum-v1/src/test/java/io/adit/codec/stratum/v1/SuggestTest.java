package io.adit.codec.stratum.v1;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.api.pow.Target;
import io.adit.api.stratum.StratumRequest;
import io.adit.api.stratum.StratumRequest.Submit;
import io.adit.api.stratum.StratumRequest.SuggestDifficulty;
import io.adit.api.stratum.StratumRequest.SuggestTarget;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** mining.suggest_difficulty and mining.suggest_target. */
class SuggestTest {
  private final StratumV1Codec codec = new StratumV1Codec();

  private <T extends StratumRequest> T decode(String line, Class<T> type) {
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    StratumRequest request = codec.decode(bytes, 0, bytes.length, new Submit());
    assertThat(request).isInstanceOf(type);
    return type.cast(request);
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
        "[\"-1\"]",
        "[\"NaN\"]",
        "[\"Infinity\"]",
        "[1e400]",
        "[\"1e400\"]",
        "[1e-400]",
        "[true]",
        "[{}]",
        "{\"difficulty\":1}",
        "[[[]]]"
      })
  void aSuggestionThatIsNoDifficultyIsEmpty(String params) {
    SuggestDifficulty request =
        decode(
            "{\"id\":1,\"method\":\"mining.suggest_difficulty\",\"params\":" + params + "}",
            SuggestDifficulty.class);
    assertThat(request.difficulty()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "00000000ffff0000000000000000000000000000000000000000000000000000,"
        + "00000000ffff0000000000000000000000000000000000000000000000000000",
    "ffff0000000000000000000000000000000000000000000000000000,"
        + "00000000ffff0000000000000000000000000000000000000000000000000000",
    "0x00000000FFFF0000000000000000000000000000000000000000000000000000,"
        + "00000000ffff0000000000000000000000000000000000000000000000000000",
    "1,0000000000000000000000000000000000000000000000000000000000000001",
    "0Xabc,0000000000000000000000000000000000000000000000000000000000000abc",
  })
  void suggestedTargetIsHexadecimal(String written, String target) {
    for (String params : List.of("[\"%s\"]", "[[\"%s\",1]]", "\"%s\"")) {
      SuggestTarget request =
          decode(
              "{\"id\":1,\"method\":\"mining.suggest_target\",\"params\":"
                  + String.format(params, written)
                  + "}",
              SuggestTarget.class);
      assertThat(request.target()).hasValueSatisfying(t -> assertThat(t).hasToString(target));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "null",
        "[null]",
        "{}",
        "[7]",
        "[\"\"]",
        "[\"0x\"]",
        "[\"0\"]",
        "[\"0x0000\"]",
        "[\"-1\"]",
        "[\"+1\"]",
        "[\"0x0x1\"]",
        "[\"1 \"]",
        "[\"easy\"]",
        "[\"\uff11\"]",
        "[\"10000000000000000000000000000000000000000000000000000000000000000\"]",
      })
  void aSuggestionThatIsNoTargetIsEmpty(String params) {
    SuggestTarget request =
        decode(
            "{\"id\":1,\"method\":\"mining.suggest_target\",\"params\":" + params + "}",
            SuggestTarget.class);
    assertThat(request.target()).isEmpty();
  }

  @Test
  void theLargestTargetCanBeSuggested() {
    SuggestTarget request =
        decode(
            "{\"id\":1,\"method\":\"mining.suggest_target\",\"params\":[\""
                + "f".repeat(64)
                + "\"]}",
            SuggestTarget.class);
    assertThat(request.target()).hasValue(Target.MAX);
  }
}
