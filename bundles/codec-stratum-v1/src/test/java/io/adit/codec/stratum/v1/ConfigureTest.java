package io.adit.codec.stratum.v1;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.api.stratum.LineBuffer;
import io.adit.api.stratum.StratumRequest;
import io.adit.api.stratum.StratumRequest.Configure;
import io.adit.api.stratum.StratumRequest.Malformed;
import io.adit.api.stratum.StratumRequest.Submit;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** mining.configure, BIP 310. */
class ConfigureTest {
  private final StratumV1Codec codec = new StratumV1Codec();

  private StratumRequest decode(String line) {
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    return codec.decode(bytes, 0, bytes.length, new Submit());
  }

  private Configure configure(String params) {
    StratumRequest request =
        decode("{\"id\":1,\"method\":\"mining.configure\",\"params\":" + params + "}");
    assertThat(request).isInstanceOf(Configure.class);
    return (Configure) request;
  }

  /** The example of BIP 310. */
  @Test
  void theExampleIsRead() {
    Configure request =
        (Configure)
            decode(
                "{\"method\": \"mining.configure\", \"id\": 1, \"params\": [[\"minimum-difficulty\","
                    + " \"version-rolling\"], {\"minimum-difficulty.value\": 2048,"
                    + " \"version-rolling.mask\": \"1fffe000\", \"version-rolling.min-bit-count\": 2}]}");
    assertThat(request.extensions()).containsExactly("minimum-difficulty", "version-rolling");
    assertThat(request.versionMask()).hasValue(0x1fffe000);
    assertThat(request.minimumDifficulty()).hasValue(2048);
  }

  @Test
  void unknownExtensionsAreKeptAndSettingsMayBeMissing() {
    Configure request = configure("[[\"version-rolling\",\"warp\",\"warp\",null,7]]");
    assertThat(request.extensions()).containsExactly("version-rolling", "warp");
    assertThat(request.versionMask()).isEmpty();
    assertThat(request.minimumDifficulty()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "\"1fffe000\",1fffe000",
    "\"FFFFFFFF\",ffffffff",
    "\"0x1fffe000\",1fffe000",
    "\"0X4\",00000004",
    "536862720,1fffe000"
  })
  void aMaskComesInManyForms(String written, String mask) {
    Configure request =
        configure("[[\"version-rolling\"],{\"version-rolling.mask\":" + written + "}]");
    assertThat(request.versionMask()).hasValue(Integer.parseUnsignedInt(mask, 16));
  }

  @ParameterizedTest
  @CsvSource({"2048,2048", "\"2048\",2048", "0.5,0.5", "\"0.5\",0.5", "[1e3],1000"})
  void aMinimumDifficultyComesInManyForms(String written, double value) {
    Configure request =
        configure("[[\"minimum-difficulty\"],{\"minimum-difficulty.value\":" + written + "}]");
    assertThat(request.minimumDifficulty()).hasValue(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",2", ",\"2\"", ",\"two\"", ",-1", ",null", ",[]", ",{\"a\":1}"})
  void theLeastNumberOfBitsIsOnlyAHint(String written) {
    String hint =
        written.isEmpty() ? "" : ",\"version-rolling.min-bit-count\":" + written.substring(1);
    Configure request =
        configure("[[\"version-rolling\"],{\"version-rolling.mask\":\"00c00000\"" + hint + "}]");
    assertThat(request.versionMask()).hasValue(0x00c00000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\"all\"", "\"\"", "\"1ffffffff\"", "-1", "4294967296", "1.5", "[]", "{}"})
  void aMaskThatIsNoneCostsOnlyVersionRolling(String mask) {
    Configure request =
        configure(
            "[[\"version-rolling\",\"minimum-difficulty\",\"info\"],"
                + "{\"version-rolling.mask\":"
                + mask
                + ",\"minimum-difficulty.value\":8}]");
    assertThat(request.versionMask()).hasValue(0);
    assertThat(request.minimumDifficulty()).hasValue(8);
    LineBuffer out = new LineBuffer();
    codec.configured(request, request.versionMask(), true, false, out);
    assertThat(out)
        .hasToString(
            "{\"id\":1,\"result\":{\"version-rolling\":false,\"minimum-difficulty\":true,"
                + "\"info\":true},\"error\":null}\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"hard\"", "0", "-1", "null", "{}", "1e400", "\"NaN\""})
  void aMinimumThatIsNoneCostsOnlyMinimumDifficulty(String value) {
    Configure request =
        configure(
            "[[\"minimum-difficulty\",\"version-rolling\"],{\"minimum-difficulty.value\":"
                + value
                + ",\"version-rolling.mask\":\"1fffe000\"}]");
    assertThat(request.minimumDifficulty()).isEmpty();
    assertThat(request.versionMask()).hasValue(0x1fffe000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "[]", "7", "\"x\""})
  void settingsThatAreNoneAreAsGoodAsNone(String settings) {
    Configure request =
        configure("[[\"version-rolling\",\"minimum-difficulty\"]," + settings + "]");
    assertThat(request.extensions()).containsExactly("version-rolling", "minimum-difficulty");
    assertThat(request.versionMask()).isEmpty();
    assertThat(request.minimumDifficulty()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "null", "[\"version-rolling\"]", "{}", "[{},[]]"})
  void paramsWithoutExtensionsAreRefusedWithTheReason(String params) {
    StratumRequest request =
        decode("{\"id\":1,\"method\":\"mining.configure\",\"params\":" + params + "}");
    assertThat(request).isInstanceOf(Malformed.class);
    assertThat(request.id()).hasToString("1");
    assertThat(((Malformed) request).error().message()).contains("(expected: an array");
  }
}
