package io.adit.codec.stratum.v1;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * Lines that Jazzer makes from the seed corpus, a file a line, led by what they reach in the codec.
 * CONTRIBUTING.md says how to run it for longer, and what to do with a line that it finds.
 */
@EnabledOnOs(
    value = {OS.LINUX, OS.MAC, OS.WINDOWS},
    architectures = {"amd64", "x86_64", "aarch64"},
    disabledReason = "NOT FUZZED: Jazzer has no native library for this platform")
class DecodeFuzzIT {
  private final DecodeCheck check = new DecodeCheck();

  /** Jazzer applies the time-out, in seconds, to each line. */
  @Timeout(10)
  @DictionaryFile(resourcePath = "stratum.dict")
  @FuzzTest
  void anyLine(byte[] line) {
    check.check(line);
  }
}
