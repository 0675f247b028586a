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
import io.adit.api.stratum.StratumRequest.ExtranonceSubscribe;
import io.adit.api.stratum.StratumRequest.GetTransactions;
import io.adit.api.stratum.StratumRequest.Ignored;
import io.adit.api.stratum.StratumRequest.Malformed;
import io.adit.api.stratum.StratumRequest.MultiVersion;
import io.adit.api.stratum.StratumRequest.Ping;
import io.adit.api.stratum.StratumRequest.Reply;
import io.adit.api.stratum.StratumRequest.Submit;
import io.adit.api.stratum.StratumRequest.Subscribe;
import io.adit.api.stratum.StratumRequest.SuggestDifficulty;
import io.adit.api.stratum.StratumRequest.SuggestTarget;
import io.adit.api.stratum.StratumRequest.Unknown;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Reads every kind of line, with all that JSON allows. For many threads at once.
 *
 * <p>Lines are UTF-8; what is none counts as U+FFFD. A byte order mark before a line, and zero
 * bytes and other control characters around it, are no part of it.
 */
final class RequestReader {
  private static final String SUBMIT = "mining.submit";
  private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
  private static final String BYTE_ORDER_MARK = "\ufeff";
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
                  // Else the names of keys would be kept, thousands of them, as long as a line, and
                  // whoever can connect chooses them.
                  .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                  .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                  // The threads are not ours: nothing may stay in their thread locals.
                  .recyclerPool(JsonRecyclerPools.newConcurrentDequePool())
                  .build())
          // The default one is shared by the whole server and would keep this bundle's loader.
          .setTypeFactory(
              TypeFactory.defaultInstance().withClassLoader(getClass().getClassLoader()));

  /** Reads a line; see {@link io.adit.api.stratum.StratumCodec#decode}. */
  StratumRequest read(byte[] line, int offset, int length, Submit submit) {
    Envelope envelope = Envelope.read(mapper, text(line, offset, length));
    if (envelope.isBlank) {
      return new Ignored(envelope.id);
    }
    if (envelope.isReply) {
      // Never answered, not even when it is broken: that could go on forever.
      return envelope.fault == null && !envelope.hasWrongId
          ? new Reply(envelope.id, envelope.result.map(Values::printable))
          : new Ignored(new RequestId());
    }
    if (envelope.fault != null) {
      return malformed(envelope, envelope.fault);
    }
    if (envelope.hasWrongId) {
      return malformed(envelope, "wrong id (expected: a number, a string or null)");
    }
    try {
      return request(envelope, submit);
    } catch (BadRequestException e) {
      return malformed(envelope, e.getMessage());
    }
  }

  private static String text(byte[] line, int offset, int length) {
    String text = new String(line, offset, length, StandardCharsets.UTF_8).trim();
    return text.startsWith(BYTE_ORDER_MARK) ? text.substring(BYTE_ORDER_MARK.length()) : text;
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
      case "mining.configure" -> ConfigureParams.read(id, array(params, method));
      case "mining.suggest_difficulty" -> new SuggestDifficulty(id, Values.difficulty(params));
      case "mining.suggest_target" -> new SuggestTarget(id, Values.target(params));
      case "mining.get_transactions" -> new GetTransactions(id);
      case "mining.multi_version" -> new MultiVersion(id);
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
    JsonNode session = params.path(1);
    return new Subscribe(
        id,
        Values.printable(Values.orEmpty(params.path(0))),
        session.isTextual() && !session.textValue().isEmpty()
            ? Optional.of(session.textValue())
            : Optional.empty());
  }

  private static Authorize authorize(RequestId id, JsonNode params) throws BadRequestException {
    // As the bytes of a submit will name it.
    String worker = Values.wellFormed(Values.worker(params.path(0)));
    if (worker.isBlank()) {
      throw Values.unexpectedWorker(params.path(0));
    }
    return new Authorize(id, worker, Values.orEmpty(params.path(1)));
  }

  /** Under the id of the line, or a null id if it has none or none was found in it. */
  private static Malformed malformed(Envelope envelope, String message) {
    boolean isRequest = envelope.fault == null && !envelope.hasWrongId;
    if (!isRequest && !envelope.id.isPresent()) {
      envelope.id.set(NULL, 0, NULL.length);
    }
    return new Malformed(
        envelope.id,
        SUBMIT.equals(envelope.method.asText()),
        new StratumError(StratumError.OTHER, message));
  }
}
