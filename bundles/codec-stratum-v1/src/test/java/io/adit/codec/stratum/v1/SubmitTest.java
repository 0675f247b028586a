package io.adit.codec.stratum.v1;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.api.stratum.StratumRequest;
import io.adit.api.stratum.StratumRequest.Malformed;
import io.adit.api.stratum.StratumRequest.Submit;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubmitTest {
  /** The submit of the slush pool's description of the protocol. */
  private static final String SLUSH =
      "{\"params\": [\"slush.miner1\", \"bf\", \"00000001\", \"504e86ed\", \"b2957c02\"], \"id\": 4,"
          + " \"method\": \"mining.submit\"}";

  private final StratumV1Codec codec = new StratumV1Codec();
  private final Submit submit = new Submit();

  private StratumRequest decode(String line) {
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    return codec.decode(bytes, 0, bytes.length, submit);
  }

  private static String withParams(String params) {
    return "{\"id\":4,\"method\":\"mining.submit\",\"params\":[" + params + "]}";
  }

  private String worker() {
    return new String(
        submit.worker, submit.workerOffset, submit.workerLength, StandardCharsets.UTF_8);
  }

  @Test
  void theSubmitOfTheProtocolsDescriptionIsRead() {
    assertThat(decode(SLUSH)).isSameAs(submit);
    assertThat(submit.id()).hasToString("4");
    assertThat(worker()).isEqualTo("slush.miner1");
    assertThat(submit.job).isEqualTo(0xbf);
    assertThat(Arrays.copyOf(submit.extranonce2, submit.extranonce2Length))
        .containsExactly(0, 0, 0, 1);
    assertThat(submit.ntime).isEqualTo(0x504e86ed);
    assertThat(submit.nonce).isEqualTo(0xb2957c02);
    assertThat(submit.hasVersionBits).isFalse();
    assertThat(submit.versionBits).isZero();
  }

  @Test
  void theUsualSubmitIsReadWithoutATree() {
    byte[] line = SLUSH.getBytes(StandardCharsets.UTF_8);
    assertThat(SubmitScanner.read(line, 0, line.length, submit)).isTrue();
    assertThat(submit.worker).as("a slice of the line").isSameAs(line);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "''|false|00000000",
        ",null|false|00000000",
        ",\"\"|false|00000000",
        ",\"00c00000\"|true|00c00000",
        ",\"0x1FFFE000\"|true|1fffe000",
        ",0|true|00000000",
        ",\"4\",\"more\"|true|00000004",
      })
  void theSixthFieldIsOptional(String sixth, boolean present, String bits) {
    assertThat(decode(withParams("\"w\",\"1\",\"00\",\"5\",\"6\"" + sixth))).isSameAs(submit);
    assertThat(submit.hasVersionBits).isEqualTo(present);
    assertThat(submit.versionBits).isEqualTo(Integer.parseUnsignedInt(bits, 16));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"b2957c02\"|b2957c02",
        "\"B2957C02\"|b2957c02",
        "\"0xB2957c02\"|b2957c02",
        "\"2\"|00000002",
        "2|00000002",
        "4294967295|ffffffff"
      })
  void nonceAndTimeComeInManyForms(String written, String value) {
    assertThat(decode(withParams("\"w\",\"1\",\"00\"," + written + "," + written)))
        .isSameAs(submit);
    assertThat(submit.nonce).isEqualTo(Integer.parseUnsignedInt(value, 16));
    assertThat(submit.ntime).isEqualTo(Integer.parseUnsignedInt(value, 16));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"\"",
        "\"zz\"",
        "\"1ffffffffffffffff\"",
        "\"ffffffffffffffff\"",
        "\"-1\"",
        "7",
        "null",
        "[]"
      })
  void aJobThatCannotBeOursIsMinusOne(String job) {
    assertThat(decode(withParams("\"w\"," + job + ",\"00\",\"5\",\"6\""))).isSameAs(submit);
    assertThat(submit.job).isEqualTo(-1);
  }

  @Test
  void aWorkerWithEscapesIsDecoded() {
    assertThat(decode(withParams("\"w\\u00fcrm\\/1\",\"1\",\"00\",\"5\",\"6\""))).isSameAs(submit);
    assertThat(worker()).isEqualTo("w\u00fcrm/1");
  }

  @Test
  void aWorkerMayBeANumber() {
    assertThat(decode(withParams("7,\"1\",\"00\",\"5\",\"6\""))).isSameAs(submit);
    assertThat(worker()).isEqualTo("7");
  }

  @Test
  void aSubmitWithoutAnIdGetsNoReply() {
    decode(SLUSH);
    decode("{\"method\":\"mining.submit\",\"params\":[\"w\",\"1\",\"00\",\"5\",\"6\"]}");
    assertThat(submit.id().isPresent()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "\"w\",\"1\",\"00\",\"5\"|mining.submit params: 4",
        "null,\"1\",\"00\",\"5\",\"6\"|worker: null",
        "[7],\"1\",\"00\",\"5\",\"6\"|worker: [7]",
        "\"w\",\"1\",\"000\",\"5\",\"6\"|extranonce2: \"000\"",
        "\"w\",\"1\",7,\"5\",\"6\"|extranonce2: 7",
        "\"w\",\"1\",\"0102030405060708090a0b0c0d0e0f1011\",\"5\",\"6\"|at most 16 bytes",
        "\"w\",\"1\",\"00\",\"\",\"6\"|ntime: \"\"",
        "\"w\",\"1\",\"00\",\"123456789\",\"6\"|ntime: \"123456789\" (expected: up to 8 hex digits)",
        "\"w\",\"1\",\"00\",\"5\",4294967296|nonce: 4294967296",
        "\"w\",\"1\",\"00\",\"5\",-1|nonce: -1",
        "\"w\",\"1\",\"00\",\"5\",1.5|nonce: 1.5",
        "\"w\",\"1\",\"00\",\"5\",null|nonce: null",
        "\"w\",\"1\",\"00\",\"5\",\"6\",\"0x\"|version bits: \"0x\"",
        "\"w\",\"1\",\"00\",\"5\",\"6\",true|version bits: true",
      })
  void aWrongFieldIsNamedInTheReply(String params, String message) {
    StratumRequest request = decode(withParams(params));
    assertThat(request).isInstanceOf(Malformed.class);
    assertThat(request.id()).hasToString("4");
    assertThat(((Malformed) request).error().code()).isEqualTo(20);
    assertThat(((Malformed) request).error().message()).contains(message);
  }

  @Test
  void aLongWrongValueIsCutShort() {
    Malformed request =
        (Malformed) decode(withParams("\"w\",\"1\",\"00\",\"5\",\"" + "9".repeat(5000) + "\""));
    assertThat(request.error().message()).hasSizeLessThan(120).contains("...");
  }

  @Test
  void readingASubmitAllocatesNothing() {
    byte[] line = SLUSH.getBytes(StandardCharsets.UTF_8);
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    int times = 100_000;
    long allocated = 0;
    for (int round = 0; round < 2; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < times; i++) {
        codec.decode(line, 0, line.length, submit);
      }
      allocated = threads.getCurrentThreadAllocatedBytes() - before;
    }
    assertThat(allocated / (double) times).as("bytes a submit").isLessThan(1);
  }
}
