package io.adit.codec.stratum.v1;

import com.fasterxml.jackson.databind.JsonNode;
import io.adit.api.stratum.LineBuffer;
import io.adit.api.stratum.RequestId;
import io.adit.api.stratum.StratumRequest.Submit;
import java.nio.charset.StandardCharsets;

/** Reads the params of the submits that {@link SubmitScanner} leaves alone. */
final class SubmitParams {
  private static final int LEAST = 5;

  private SubmitParams() {}

  static Submit read(RequestId id, JsonNode params, Submit submit) throws BadRequestException {
    if (params.size() < LEAST) {
      throw new BadRequestException(
          "mining.submit params: "
              + params.size()
              + " (expected: worker, job id, extranonce2, ntime, nonce and perhaps version bits)");
    }
    submit.worker = Values.worker(params.get(0)).getBytes(StandardCharsets.UTF_8);
    submit.workerOffset = 0;
    submit.workerLength = submit.worker.length;
    submit.job = job(params.get(1));
    submit.extranonce2Length = extranonce2(params.get(2), submit.extranonce2);
    submit.ntime = Values.word(params.get(3), "ntime");
    submit.nonce = Values.word(params.get(4), "nonce");
    JsonNode bits = params.path(LEAST);
    submit.hasVersionBits =
        !bits.isMissingNode()
            && !bits.isNull()
            && !(bits.isTextual() && bits.textValue().isEmpty());
    submit.versionBits = submit.hasVersionBits ? Values.word(bits, "version bits") : 0;
    if (id.isPresent()) {
      LineBuffer raw = new LineBuffer();
      id.appendTo(raw);
      submit.id().set(raw.bytes(), 0, raw.length());
    } else {
      submit.id().clear();
    }
    return submit;
  }

  private static long job(JsonNode value) {
    if (!value.isTextual()) {
      return -1;
    }
    byte[] text = value.textValue().getBytes(StandardCharsets.UTF_8);
    return Hex.number(text, 0, text.length);
  }

  private static int extranonce2(JsonNode value, byte[] out) throws BadRequestException {
    byte[] text = Values.bytes(value, "extranonce2");
    int size = Hex.bytes(text, 0, text.length, out);
    if (size < 0) {
      throw Values.unexpected(
          "extranonce2",
          value,
          "pairs of hex digits, at most " + Submit.MAX_EXTRANONCE2 + " bytes");
    }
    return size;
  }
}
