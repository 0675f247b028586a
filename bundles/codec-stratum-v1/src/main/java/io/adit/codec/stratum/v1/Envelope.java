package io.adit.codec.stratum.v1;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.adit.api.stratum.RequestId;
import java.io.IOException;

/** The JSON-RPC object that a line holds. A key that comes twice counts as it came last. */
final class Envelope {
  /** As it came; absent if there was none. */
  final RequestId id = new RequestId();

  JsonNode method = MissingNode.getInstance();
  JsonNode params = MissingNode.getInstance();
  boolean isReply;
  boolean isBlank;

  private Envelope() {}

  /**
   * Reads a line.
   *
   * @throws IOException if it is not JSON
   * @throws BadRequestException if it is not an object, or its id not one that can be sent back
   */
  static Envelope read(ObjectMapper mapper, byte[] line, int offset, int length)
      throws IOException, BadRequestException {
    Envelope envelope = new Envelope();
    try (JsonParser parser = mapper.createParser(line, offset, length)) {
      JsonToken first = parser.nextToken();
      if (first == null) {
        envelope.isBlank = true;
        return envelope;
      }
      if (first != JsonToken.START_OBJECT) {
        // Whatever follows: an array or a lone value is no request, even if its rest is broken.
        throw new BadRequestException(
            "not a request (expected: one JSON object with id, method and params a line)");
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String key = parser.currentName();
        JsonToken token = parser.nextToken();
        switch (key) {
          case "id" -> envelope.readId(parser, token, line, offset, offset + length);
          case "method" -> envelope.method = mapper.readTree(parser);
          case "params" -> envelope.params = mapper.readTree(parser);
          default -> {
            envelope.isReply |= key.equals("result") || key.equals("error");
            parser.skipChildren();
          }
        }
      }
      if (parser.nextToken() != null) {
        throw new BadRequestException("more after the request (expected: one JSON object a line)");
      }
    }
    return envelope;
  }

  /** Keeps the bytes of the id, whatever way the number or string was written. */
  private void readId(JsonParser parser, JsonToken token, byte[] line, int offset, int end)
      throws IOException, BadRequestException {
    int start = offset + (int) parser.currentTokenLocation().getByteOffset();
    if (token != JsonToken.VALUE_STRING && token != JsonToken.VALUE_NULL && !token.isNumeric()) {
      throw new BadRequestException("wrong id (expected: a number, a string or null)");
    }
    parser.finishToken();
    id.set(line, start, rawEnd(line, start, end) - start);
  }

  /** The end of the scalar at {@code start}, which the parser has found to be well-formed. */
  private static int rawEnd(byte[] line, int start, int end) {
    int at = start + 1;
    if (line[start] == '"') {
      while (line[at] != '"') {
        at += line[at] == '\\' ? 2 : 1;
      }
      return at + 1;
    }
    while (at < end && line[at] > ' ' && line[at] != ',' && line[at] != '}') {
      at++;
    }
    return at;
  }
}
