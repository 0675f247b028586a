package io.adit.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ByteWriterTest {
  /**
   * <a href="https://en.bitcoin.it/wiki/Protocol_documentation#Variable_length_integer">wiki</a>.
   */
  @ParameterizedTest
  @CsvSource({
    "0, 00",
    "252, fc",
    "253, fdfd00",
    "255, fdff00",
    "515, fd0302",
    "65535, fdffff",
    "65536, fe00000100",
  })
  void aCountTakesOneThreeOrFiveBytes(int count, String bytes) {
    assertThat(new ByteWriter().compactSize(count).toBytes().toHex()).isEqualTo(bytes);
  }
}
