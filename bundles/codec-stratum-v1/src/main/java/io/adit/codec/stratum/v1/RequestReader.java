package io.adit.codec.stratum.v1;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.type.TypeFactory;
import io.adit.api.stratum.RequestId;
import io.adit.api.stratum.StratumError;
import io.adit.api.stratum.StratumRequest;
import io.adit.api.stratum.StratumRequest.Authorize;
import io.adit.api.stratum.StratumRequest.Configure;
import io.adit.api.stratum.StratumRequest.ExtranonceSubscribe;
import io.adit.api.stratum.StratumRequest.Ignored;
import io.adit.api.stratum.StratumRequest.Malformed;
import io.adit.api.stratum.StratumRequest.Ping;
import io.adit.api.stratum.StratumRequest.Submit;
import io.adit.api.stratum.StratumRequest.Subscribe;
import io.adit.api.stratum.StratumRequest.SuggestDifficulty;
import io.adit.api.stratum.StratumRequest.Unknown;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Reads every kind of line, with all that JSON allows. For many threads at once. */
final class RequestReader {
  private static final String SUBMIT = "mining.submit";
  private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
  private static final int MAX_NESTING = 16;
  private static final int MAX_NUMBER = 128;

  private final ObjectMapper mapper =
      new ObjectMapper(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_NESTING)
                          .maxNumberLength(MAX_NUMBER)
                          .build())
                  // Lines are UTF-8, and zero bytes in garbage do not make them UTF-16.
                  .disable(JsonFactory.Feature.CHARSET_DETECTION)
                  .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                  // The threads are not ours: nothing may stay in their thread locals.
                  .recyclerPool(JsonRecyclerPools.newConcurrentDequePool())
                  .build())
          // The default one is shared by the whole server and would keep this bundle's loader.
          .setTypeFactory(
              TypeFactory.defaultInstance().withClassLoader(getClass().getClassLoader()));

  /** Reads a line; see {@link io.adit.api.stratum.StratumCodec#decode}. */
  StratumRequest read(byte[] line, int offset, int length, Submit submit) {
    Envelope envelope;
    try {
      envelope = Envelope.read(mapper, line, offset, length);
    } catch (BadRequestException e) {
      return malformed(nullId(), false, e.getMessage());
    } catch (IOException e) {
      return malformed(
          nullId(),
          false,
          "not JSON (expected: one JSON object with id, method and params a line)");
    }
    boolean hasMethod = !envelope.method.isMissingNode() && !envelope.method.isNull();
    if (envelope.isBlank || (envelope.isReply && !hasMethod)) {
      return new Ignored(new RequestId());
    }
    try {
      return request(envelope, submit);
    } catch (BadRequestException e) {
      return malformed(envelope.id, SUBMIT.equals(envelope.method.asText()), e.getMessage());
    }
  }

  private static StratumRequest request(Envelope envelope, Submit submit)
      throws BadRequestException {
    RequestId id = envelope.id;
    String method = Values.text(envelope.method, "method");
    JsonNode params = envelope.params;
    return switch (method) {
      case SUBMIT -> SubmitParams.read(id, array(params, method), submit);
      case "mining.subscribe" -> subscribe(id, array(params, method));
      case "mining.authorize" -> authorize(id, array(params, method));
      case "mining.configure" -> configure(id, array(params, method));
      case "mining.suggest_difficulty" -> new SuggestDifficulty(id, Values.difficulty(params));
      case "mining.extranonce.subscribe" -> new ExtranonceSubscribe(id);
      case "mining.ping" -> new Ping(id);
      default -> new Unknown(id, method);
    };
  }

  /** Absent and null params are as good as an empty array. */
  private static JsonNode array(JsonNode params, String method) throws BadRequestException {
    if (!params.isArray() && !params.isNull() && !params.isMissingNode()) {
      throw Values.unexpected(method + " params", params, "an array");
    }
    return params;
  }

  private static Subscribe subscribe(RequestId id, JsonNode params) {
    String session = params.path(1).asText("");
    return new Subscribe(
        id,
        orEmpty(params.path(0)),
        params.path(1).isTextual() && !session.isEmpty() ? Optional.of(session) : Optional.empty());
  }

  private static Authorize authorize(RequestId id, JsonNode params) throws BadRequestException {
    String worker = Values.text(params.path(0), "worker");
    if (worker.isBlank()) {
      throw Values.unexpected("worker", params.path(0), "a name such as ADDRESS.RIG");
    }
    return new Authorize(id, worker, orEmpty(params.path(1)));
  }

  private static Configure configure(RequestId id, JsonNode params) throws BadRequestException {
    JsonNode names = params.path(0);
    if (!names.isArray()) {
      throw Values.unexpected("extensions", names, "an array of names");
    }
    List<String> extensions = new ArrayList<>(names.size());
    for (JsonNode name : names) {
      String extension = Values.text(name, "extension");
      if (!extensions.contains(extension)) {
        extensions.add(extension);
      }
    }
    JsonNode settings = params.path(1);
    JsonNode mask = settings.path("version-rolling.mask");
    boolean hasMask =
        extensions.contains("version-rolling") && !mask.isMissingNode() && !mask.isNull();
    return new Configure(
        id,
        List.copyOf(extensions),
        hasMask ? OptionalInt.of(Values.word(mask, "version-rolling.mask")) : OptionalInt.empty(),
        extensions.contains("minimum-difficulty")
            ? Values.difficulty(settings.path("minimum-difficulty.value"))
            : OptionalDouble.empty());
  }

  /** A string, or a number or boolean as one; empty if it is anything else. */
  private static String orEmpty(JsonNode value) {
    return value.isValueNode() && !value.isNull() ? value.asText() : "";
  }

  private static Malformed malformed(RequestId id, boolean submit, String message) {
    return new Malformed(id, submit, new StratumError(StratumError.OTHER, message));
  }

  private static RequestId nullId() {
    RequestId id = new RequestId();
    id.set(NULL, 0, NULL.length);
    return id;
  }
}
