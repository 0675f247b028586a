package io.adit.config.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.api.miner.MinerProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names with which miners in the field subscribe, as logs and sources of firmwares have them. */
class BuiltInMinersTest {
  private static MinerProfile of(String userAgent) {
    return MinersFile.builtIn().of(userAgent);
  }

  @ParameterizedTest
  @CsvSource({
    "NerdMinerV2, 255",
    "NerdMinerV2/V1.7.0, 255",
    "NiceHash/1.0.0, 500",
    "bmminer/2.0.0, 750",
    "bmminer-2-0-0, 750",
    "Antminer S19j Pro/Mon Aug 1 2022, 750",
    "Antminer S21/Wed Feb 7 2024, 2250",
    "Antminer S21 Pro/Wed Feb 7 2024, 750",
    "bosminer-plus-tuner 0.2.0-36c56a9363, 2250",
    "cgminer/4.11.1, 6144",
    "whatsminer/v1.0, 6500",
    "bitaxe/BM1370/v2.12.2, 6500",
    "PowerPlay-BM/1.0, 16000",
    "xminer-1.0, 16000",
    "cpuminer/2.5.1, 6500",
    "something/1.0, 6500"
  })
  void aCoinbaseIsNoLargerThanTheMinerTakes(String userAgent, int size) {
    assertThat(of(userAgent).maxCoinbaseSize()).isEqualTo(size);
  }

  @Test
  void rentedHashRateHasAMinimum() {
    assertThat(of("NiceHash/1.0.0").minDifficulty()).isEqualTo(500_000);
    assertThat(of("cgminer/4.11.1").minDifficulty()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "bitaxe/BM1366/v2.4.1, false",
    "NerdQAxe++/BM1370/v1.0.34, false",
    "LuckyMiner BM1366, false",
    "NerdMinerV2, true",
    "cgminer/4.12.1, true",
    "cpuminer/2.5.1, true"
  })
  void whoCutsFractionsOffGetsWholeNumbers(String userAgent, boolean fractional) {
    assertThat(of(userAgent).fractionalDifficulty()).isEqualTo(fractional);
  }

  @ParameterizedTest
  @CsvSource({
    "bfgminer/5.5.0, true",
    "cpuminer-multi/1.3.7, true",
    "cpuminer/2.5.1, false",
    "cgminer/4.12.1, false"
  })
  void whoTakesAnotherExtranonceUnaskedIsKnown(String userAgent, boolean takes) {
    assertThat(of(userAgent).extranonceChange()).isEqualTo(takes);
  }
}
