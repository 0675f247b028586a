package io.adit.codec.stratum.v1;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.adit.api.Bytes;
import io.adit.api.Hash;
import io.adit.api.job.Coinbase;
import io.adit.api.job.Job;
import io.adit.api.node.BlockTemplate;
import io.adit.api.pow.Target;
import io.adit.api.stratum.LineBuffer;
import io.adit.api.stratum.RequestId;
import io.adit.api.stratum.StratumError;
import io.adit.api.stratum.StratumRequest.Configure;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EncodeTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final StratumV1Codec codec = new StratumV1Codec();
  private final LineBuffer out = new LineBuffer();

  private static RequestId id(String raw) {
    RequestId id = new RequestId();
    byte[] bytes = raw.getBytes(StandardCharsets.UTF_8);
    id.set(bytes, 0, bytes.length);
    return id;
  }

  @Test
  void aResultHasAllThreeKeys() {
    codec.result(id("1"), true, out);
    codec.result(id("\"auth\""), false, out);
    assertThat(out)
        .hasToString(
            """
            {"id":1,"result":true,"error":null}
            {"id":"auth","result":false,"error":null}
            """);
  }

  @Test
  void anErrorIsATriple() {
    codec.error(id("4"), new StratumError(StratumError.JOB_NOT_FOUND, "job not found"), out);
    assertThat(out)
        .hasToString("{\"id\":4,\"result\":null,\"error\":[21,\"job not found\",null]}\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "say \"no\" \\ now",
        "a\nb\tc\u0001d\u007f\u2028",
        "\u00fc\u20bf\ud83d\ude00",
      })
  void anErrorMessageSurvivesAJsonReader(String message) throws Exception {
    codec.error(id("null"), new StratumError(StratumError.OTHER, message), out);
    assertThat(out.toString()).endsWith("\n").doesNotContain("\n{");
    JsonNode reply = JSON.readTree(out.toString());
    assertThat(reply.get("error").get(1).textValue()).isEqualTo(message);
    assertThat(reply.get("id").isNull()).isTrue();
  }

  /** What Jansson, the reader of cgminer and cpuminer, gives up a line over. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a\u0000b|a\ufffdb",
        "half \ud83d pair|half \ufffd pair",
        "\ude00\ud83d|\ufffd\ufffd",
        "\ud83d\ud83d\ude00\ude00|\ufffd\ud83d\ude00\ufffd"
      })
  void whatMinersCannotReadIsNotSent(String message, String read) throws Exception {
    codec.showMessage(message, out);
    assertThat(JSON.readTree(out.toString()).get("params").get(0).textValue()).isEqualTo(read);
  }

  /** The reply of the slush pool's description of the protocol. */
  @Test
  void subscribedNamesSessionAndExtranonce() throws Exception {
    codec.subscribed(
        id("1"), "ae6812eb4cd7735a302a8a9dd95cf71f", new byte[] {0x08, 0, 0, 0x02}, 4, out);
    assertThat(JSON.readTree(out.toString()))
        .isEqualTo(
            JSON.readTree(
                "{\"id\": 1, \"result\": [[[\"mining.set_difficulty\","
                    + " \"ae6812eb4cd7735a302a8a9dd95cf71f\"], [\"mining.notify\","
                    + " \"ae6812eb4cd7735a302a8a9dd95cf71f\"]], \"08000002\", 4], \"error\": null}"));
  }

  private static Configure asking(String... extensions) {
    return new Configure(id("9"), List.of(extensions), OptionalInt.empty(), OptionalDouble.empty());
  }

  @Test
  void configuredGivesAVerdictOnEachExtension() {
    codec.configured(
        asking("version-rolling", "minimum-difficulty", "subscribe-extranonce", "info", "wa\"rp"),
        OptionalInt.of(0x00ffe000),
        true,
        true,
        out);
    assertThat(out)
        .hasToString(
            "{\"id\":9,\"result\":{\"version-rolling\":true,\"version-rolling.mask\":\"00ffe000\","
                + "\"minimum-difficulty\":true,\"subscribe-extranonce\":true,\"info\":true,"
                + "\"wa\\\"rp\":false},\"error\":null}\n");
  }

  @Test
  void configuredCanRefuse() {
    codec.configured(
        asking("subscribe-extranonce", "version-rolling", "minimum-difficulty"),
        OptionalInt.empty(),
        false,
        false,
        out);
    assertThat(out)
        .hasToString(
            "{\"id\":9,\"result\":{\"subscribe-extranonce\":false,\"version-rolling\":false,"
                + "\"minimum-difficulty\":false},\"error\":null}\n");
  }

  @Test
  void configuredRefusesAMaskWithoutBits() {
    codec.configured(asking("version-rolling"), OptionalInt.of(0), false, false, out);
    assertThat(out)
        .hasToString("{\"id\":9,\"result\":{\"version-rolling\":false},\"error\":null}\n");
  }

  @ParameterizedTest
  @CsvSource({
    "16384,16384",
    "16384.5,16384.5",
    "0.001,0.001",
    "1.0E-9,0.000000001",
    "0.1,0.1",
    "1e15,1000000000000000",
    "9007199254740993,9007199254740992",
    "1.5e20,150000000000000000000",
    "2.3283064365386963E-10,0.00000000023283064365386963"
  })
  void difficultyIsAPlainNumber(double difficulty, String number) {
    codec.setDifficulty(difficulty, out);
    assertThat(out)
        .hasToString(
            "{\"id\":null,\"method\":\"mining.set_difficulty\",\"params\":[" + number + "]}\n");
  }

  @ParameterizedTest
  @ValueSource(
      doubles = {
        Double.MIN_VALUE,
        Double.MAX_VALUE,
        1e-60,
        Math.PI,
        1 / 3.0,
        1e22,
        123456789.12345679
      })
  void difficultyLosesNoPrecision(double difficulty) throws Exception {
    codec.setDifficulty(difficulty, out);
    String number = JSON.readTree(out.toString()).get("params").get(0).asText();
    assertThat(Double.parseDouble(number)).isEqualTo(difficulty);
  }

  private static Job job(long id, String previous, List<Hash> branch) {
    BlockTemplate template =
        new BlockTemplate(
            25096,
            2,
            Hash.ofDisplayHex(previous),
            0x1c2ac4af,
            0x504e86b9L,
            0,
            50_0000_0000L,
            Bytes.EMPTY,
            List.of(),
            Optional.empty(),
            Optional.empty());
    return new Job(id, template, Target.ofCompact(0x1c2ac4af), branch, 0);
  }

  private static final Coinbase COINBASE =
      new Coinbase(
          Bytes.ofHex(
              "01000000010000000000000000000000000000000000000000000000000000000000000000"
                  + "ffffffff20020862062f503253482f04b8864e5008"),
          Bytes.ofHex(
              "072f736c7573682f000000000100f2052a010000001976a914d23fcdf86f7e756a64a7a9688ef9903327048e"
                  + "d988ac00000000"));

  /** The job of the slush pool's description of the protocol, with the tip it was built on. */
  @Test
  void theJobOfTheProtocolsDescriptionIsWritten() throws Exception {
    codec.job(
        job(0xbf, "00000000440b921e1b77c6c0487ae5616de67f788f44ae2a5af6e2194d16b6f8", List.of()),
        COINBASE,
        false,
        out);
    assertThat(JSON.readTree(out.toString()))
        .isEqualTo(
            JSON.readTree(
                "{\"params\": [\"bf\","
                    + " \"4d16b6f85af6e2198f44ae2a6de67f78487ae5611b77c6c0440b921e00000000\","
                    + " \"01000000010000000000000000000000000000000000000000000000000000000000000000ffffffff20020862062f503253482f04b8864e5008\","
                    + " \"072f736c7573682f000000000100f2052a010000001976a914d23fcdf86f7e756a64a7a9688ef9903327048ed988ac00000000\","
                    + " [], \"00000002\", \"1c2ac4af\", \"504e86b9\", false],"
                    + " \"id\": null, \"method\": \"mining.notify\"}"));
  }

  @Test
  void aJobOfALargePoolIsCleanAndCarriesItsBranchInWireOrder() throws Exception {
    Hash first = Hash.ofWire(Bytes.ofHex("01".repeat(31) + "ff").toArray());
    Hash second = Hash.ofWire(Bytes.ofHex("02".repeat(31) + "fe").toArray());
    codec.job(
        job(
            0x1234567890abcdefL,
            "00000000000000000013003b679730f01a0a1671b23a358099f5bf79e39dc0f6",
            List.of(first, second)),
        COINBASE,
        true,
        out);
    JsonNode params = JSON.readTree(out.toString()).get("params");
    assertThat(params.get(0).textValue()).isEqualTo("1234567890abcdef");
    assertThat(params.get(1).textValue())
        .isEqualTo("e39dc0f699f5bf79b23a35801a0a1671679730f00013003b0000000000000000");
    assertThat(params.get(4).get(0).textValue()).isEqualTo("01".repeat(31) + "ff");
    assertThat(params.get(4).get(1).textValue()).isEqualTo("02".repeat(31) + "fe");
    assertThat(params.get(8).booleanValue()).isTrue();
  }

  @Test
  void anEmptyListIsAResult() {
    codec.emptyList(id("\"x\""), out);
    assertThat(out).hasToString("{\"id\":\"x\",\"result\":[],\"error\":null}\n");
  }

  @Test
  void aNewExtranonceIsAnnounced() {
    codec.setExtranonce(new byte[] {0x08, 0, 0, (byte) 0xf2}, 4, out);
    assertThat(out)
        .hasToString(
            "{\"id\":null,\"method\":\"mining.set_extranonce\",\"params\":[\"080000f2\",4]}\n");
  }

  /** The example of BIP 310, and a mask that needs leading zeros. */
  @Test
  void aNewVersionMaskHasEightDigits() {
    codec.setVersionMask(0x00003000, out);
    codec.setVersionMask(0xffffffff, out);
    assertThat(out)
        .hasToString(
            """
            {"id":null,"method":"mining.set_version_mask","params":["00003000"]}
            {"id":null,"method":"mining.set_version_mask","params":["ffffffff"]}
            """);
  }

  @Test
  void aMinerIsSentAwayOrAskedToComeAgain() {
    codec.reconnect("pool.example", 3333, 10, out);
    codec.reconnect("", 3333, 10, out);
    assertThat(out)
        .hasToString(
            """
            {"id":null,"method":"client.reconnect","params":["pool.example",3333,10]}
            {"id":null,"method":"client.reconnect","params":[]}
            """);
  }

  @Test
  void aMessageIsShown() {
    codec.showMessage("say \"hi\"\n", out);
    assertThat(out)
        .hasToString(
            "{\"id\":null,\"method\":\"client.show_message\","
                + "\"params\":[\"say \\\"hi\\\"\\u000a\"]}\n");
  }

  @Test
  void theQuestionForTheVersionHasAnId() {
    codec.getVersion(7, out);
    assertThat(out).hasToString("{\"id\":7,\"method\":\"client.get_version\",\"params\":[]}\n");
  }
}
