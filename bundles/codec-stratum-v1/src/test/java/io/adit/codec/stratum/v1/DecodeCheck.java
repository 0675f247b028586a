package io.adit.codec.stratum.v1;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.adit.api.stratum.LineBuffer;
import io.adit.api.stratum.StratumError;
import io.adit.api.stratum.StratumRequest;
import io.adit.api.stratum.StratumRequest.Configure;
import io.adit.api.stratum.StratumRequest.Ignored;
import io.adit.api.stratum.StratumRequest.Malformed;
import io.adit.api.stratum.StratumRequest.Reply;
import io.adit.api.stratum.StratumRequest.Submit;
import io.adit.api.stratum.StratumRequest.Unknown;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What holds for every line, whatever its bytes: it is read without an exception, twice alike, the
 * scanner and Jackson agree on it, and the reply to it is one line of JSON under its id.
 */
final class DecodeCheck {
  private static final int MARGIN = 10;

  /** Knows nothing of the codec's settings. */
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final StratumV1Codec codec = new StratumV1Codec();
  private final RequestReader reader = new RequestReader();
  private final Submit used = new Submit();
  private final LineBuffer out = new LineBuffer();

  /** Returns the request, for whoever wants to know more of it. */
  StratumRequest check(byte[] line) {
    StratumRequest request = codec.decode(line.clone(), 0, line.length, new Submit());
    String read = text(request);
    // What is around the line, and what was read before, make no difference.
    for (char around : new char[] {'0', '"', '}'}) {
      byte[] wide = new byte[line.length + 2 * MARGIN];
      Arrays.fill(wide, (byte) around);
      System.arraycopy(line, 0, wide, MARGIN, line.length);
      byte[] before = wide.clone();
      assertThat(text(codec.decode(wide, MARGIN, line.length, used))).isEqualTo(read);
      assertThat(Arrays.equals(wide, before)).as("line left as it was").isTrue();
    }
    Submit slow = new Submit();
    if (isScanned(line)) {
      assertThat(reader.read(line, 0, line.length, slow)).isSameAs(slow);
      assertThat(text(slow)).isEqualTo(read);
    }
    checkReply(line, request);
    return request;
  }

  /** Whether the scanner understands the line. */
  static boolean isScanned(byte[] line) {
    return SubmitScanner.read(line, 0, line.length, new Submit());
  }

  private void checkReply(byte[] line, StratumRequest request) {
    if (request instanceof Ignored || request instanceof Reply || !request.id().isPresent()) {
      return;
    }
    JsonNode reply = reply(request);
    assertThat(reply.propertyStream().map(Map.Entry::getKey))
        .containsExactly("id", "result", "error");
    assertThat(reply.get("result").isNull())
        .isEqualTo(request instanceof Malformed || request instanceof Unknown);
    assertThat(reply.get("error").isNull()).isNotEqualTo(reply.get("result").isNull());
    JsonNode sent = idOf(line);
    if (!sent.isMissingNode() && !isBroken(request)) {
      boolean canBeId = sent.isTextual() || sent.isNumber();
      assertThat(reply.get("id")).isEqualTo(canBeId ? sent : NullNode.getInstance());
    }
  }

  /** Then its id need not be the last one. */
  private static boolean isBroken(StratumRequest request) {
    return request instanceof Malformed malformed
        && malformed.error().message().startsWith("not JSON");
  }

  /** The id that the line has, if it is well-formed. */
  private static JsonNode idOf(byte[] line) {
    try {
      return JSON.readTree(new String(line, StandardCharsets.UTF_8)).path("id");
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }

  private JsonNode reply(StratumRequest request) {
    out.clear();
    if (request instanceof Malformed malformed) {
      codec.error(malformed.id(), malformed.error(), out);
    } else if (request instanceof Unknown unknown) {
      codec.error(unknown.id(), new StratumError(StratumError.OTHER, unknown.method()), out);
    } else if (request instanceof Configure configure) {
      codec.configured(configure, OptionalInt.of(1), true, true, out);
    } else {
      codec.result(request.id(), true, out);
    }
    byte[] bytes = out.toArray();
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      assertThat(text.indexOf('\n')).isEqualTo(text.length() - 1);
      return JSON.readTree(text);
    } catch (CharacterCodingException e) {
      throw new AssertionError("reply is not UTF-8: " + out, e);
    } catch (IOException e) {
      throw new AssertionError("reply is not JSON: " + out, e);
    }
  }

  private static String text(StratumRequest request) {
    assertThat(request).isNotNull();
    assertThat(request.id()).isNotNull();
    return request instanceof Submit submit ? text(submit) : request.toString();
  }

  private static String text(Submit submit) {
    return String.join(
        " ",
        "Submit",
        submit.id().toString(),
        new String(submit.worker, submit.workerOffset, submit.workerLength, StandardCharsets.UTF_8),
        Long.toString(submit.job),
        Arrays.toString(Arrays.copyOf(submit.extranonce2, submit.extranonce2Length)),
        Integer.toHexString(submit.ntime),
        Integer.toHexString(submit.nonce),
        submit.hasVersionBits + "/" + Integer.toHexString(submit.versionBits));
  }
}
