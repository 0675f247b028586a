package io.adit.codec.stratum.v1;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.adit.api.stratum.RequestId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The JSON-RPC object that a line holds. A key that comes twice counts as it came last. Of a line
 * that breaks off or goes wrong, what came before counts: its id above all, so that the miner knows
 * what the error is about.
 */
final class Envelope {
  private static final String EXPECTED =
      "(expected: one JSON object with id, method and params a line)";

  /** As it came; absent if there was none, or none that can be sent back. */
  final RequestId id = new RequestId();

  JsonNode method = MissingNode.getInstance();
  JsonNode params = MissingNode.getInstance();

  /** The result, if it is a string. */
  Optional<String> result = Optional.empty();

  /** Whether there is a result or an error, and no method. */
  boolean isReply;

  boolean isBlank;

  /** Whether there was an id that cannot be sent back. */
  boolean hasWrongId;

  /** What is wrong with the line, null if nothing. */
  String fault;

  private Envelope() {}

  static Envelope read(ObjectMapper mapper, String line) {
    Envelope envelope = new Envelope();
    try (JsonParser parser = mapper.createParser(line)) {
      envelope.fault = envelope.read(mapper, parser, line);
    } catch (IOException e) {
      // Its own words name classes and columns; the miner's owner needs others.
      envelope.fault = "not JSON " + EXPECTED;
    }
    envelope.isReply &= envelope.method.isMissingNode() || envelope.method.isNull();
    return envelope;
  }

  private String read(ObjectMapper mapper, JsonParser parser, String line) throws IOException {
    JsonToken first = parser.nextToken();
    if (first == null) {
      isBlank = true;
      return null;
    }
    if (first != JsonToken.START_OBJECT) {
      // Whatever follows: an array or a lone value is no request, even if its rest is broken.
      return "not a request " + EXPECTED;
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      switch (parser.currentName()) {
        case "id" -> readId(parser, line);
        case "method" -> method = value(mapper, parser);
        case "params" -> params = value(mapper, parser);
        case "result" -> {
          isReply = true;
          boolean isText = parser.nextToken() == JsonToken.VALUE_STRING;
          result = isText ? Optional.of(parser.getText()) : Optional.empty();
          parser.skipChildren();
        }
        case "error" -> {
          isReply = true;
          skipValue(parser);
        }
        default -> skipValue(parser);
      }
    }
    return parser.nextToken() == null
        ? null
        : "more after the request (expected: one JSON object a line)";
  }

  private static JsonNode value(ObjectMapper mapper, JsonParser parser) throws IOException {
    parser.nextToken();
    return mapper.readTree(parser);
  }

  private static void skipValue(JsonParser parser) throws IOException {
    parser.nextToken();
    parser.skipChildren();
  }

  /** Keeps the id in the way it was written, escapes and digits and all. */
  private void readId(JsonParser parser, String line) throws IOException {
    id.clear();
    hasWrongId = false;
    switch (parser.nextToken()) {
      case VALUE_STRING -> {
        int start = (int) parser.currentTokenLocation().getCharOffset();
        parser.finishToken();
        keep(line.substring(start, endOfString(line, start)));
      }
      case VALUE_NULL, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> keep(parser.getText());
      default -> {
        hasWrongId = true;
        parser.skipChildren();
      }
    }
  }

  private void keep(String raw) {
    byte[] bytes = raw.getBytes(StandardCharsets.UTF_8);
    id.set(bytes, 0, bytes.length);
  }

  /** The end of the string at {@code start}, which the parser has found to be well-formed. */
  private static int endOfString(String line, int start) {
    int at = start + 1;
    while (line.charAt(at) != '"') {
      at += line.charAt(at) == '\\' ? 2 : 1;
    }
    return at + 1;
  }
}
