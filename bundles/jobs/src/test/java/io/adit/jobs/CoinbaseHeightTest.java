package io.adit.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adit.api.Bytes;
import io.adit.api.job.CoinbaseSettings;
import io.adit.api.job.Job;
import java.util.HexFormat;
import org.bitcoinj.script.ScriptBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** BIP 34, with the heights in the form of Bitcoin Core's {@code CScript() << nHeight}. */
class CoinbaseHeightTest {
  private static final int SCRIPT_AT = 2 * (4 + 1 + 36 + 1);

  @ParameterizedTest
  @CsvSource({
    "0, 00",
    "1, 51",
    "2, 52",
    "16, 60",
    "17, 0111",
    "127, 017f",
    "128, 028000",
    "255, 02ff00",
    "256, 020001",
    "32767, 02ff7f",
    "32768, 03008000",
    "65535, 03ffff00",
    "227836, 03fc7903",
    "8388607, 03ffff7f",
    "8388608, 0400008000",
    "2147483647, 04ffffff7f",
  })
  void theScriptStartsWithTheHeight(int height, String script) {
    assertThat(startAt(height).substring(SCRIPT_AT)).startsWith(script + "08");
    assertThat(HexFormat.of().formatHex(new ScriptBuilder().number(height).build().program()))
        .describedAs("bitcoinj's form")
        .isEqualTo(script);
  }

  @Test
  void aNegativeHeightIsRefused() {
    assertThatThrownBy(() -> startAt(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("height: -1 (expected: >= 0)");
  }

  private static String startAt(int height) {
    TemplateJobManager jobs = new TemplateJobManager();
    Job job = jobs.job(7, Templates.atHeight(height), 0);
    return jobs.coinbase(job, new CoinbaseSettings(Bytes.ofHex("51"), "adit", 8)).start().toHex();
  }
}
