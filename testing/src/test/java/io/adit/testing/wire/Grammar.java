package io.adit.testing.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** What every message of a server has to be like, whatever it is about. */
final class Grammar {
  private static final int LOWEST_CODE = 20;
  private static final int HIGHEST_CODE = 25;
  private static final int MAX_EXTRANONCE2 = 8;
  private static final String HEX = "([0-9a-fA-F]{2})*";
  private static final String HASH = "[0-9a-fA-F]{64}";
  private static final String WORD = "[0-9a-fA-F]{8}";

  /** Forms of the params of mining.notify, but the branch and clean_jobs. */
  private static final String[] JOB = {".+", HASH, HEX, HEX, "", WORD, WORD, WORD};

  private static final int BRANCH = 4;

  private Grammar() {}

  /** What is wrong with a message. */
  static Optional<String> fault(JsonNode message) {
    if (!message.isObject()) {
      return Optional.of("no JSON object");
    }
    return message.has("method") ? faultOfCall(message) : faultOfReply(message);
  }

  private static Optional<String> faultOfReply(JsonNode reply) {
    if (!reply.has("id") || !reply.has("result") || !reply.has("error")) {
      return Optional.of("a reply without id, result or error");
    }
    JsonNode error = reply.get("error");
    if (error.isNull()) {
      JsonNode result = reply.get("result");
      return Miner.isSubscription(result) && result.path(2).asInt() > MAX_EXTRANONCE2
          ? Optional.of("an extranonce2 of more than 8 bytes, which breaks cgminer")
          : Optional.empty();
    }
    int code = error.path(0).asInt();
    boolean told = error.path(1).isTextual() && !error.path(1).textValue().isBlank();
    if (!error.isArray() || error.size() != 3 || !told) {
      return Optional.of("an error that is not [code, message, null]");
    }
    if (code < LOWEST_CODE || code > HIGHEST_CODE) {
      return Optional.of("an error code that no miner knows");
    }
    return reply.get("result").asBoolean()
        ? Optional.of("a result and an error")
        : Optional.empty();
  }

  private static Optional<String> faultOfCall(JsonNode call) {
    JsonNode params = call.path("params");
    if (!call.get("method").isTextual() || !params.isArray()) {
      return Optional.of("a call without a method or params");
    }
    boolean wrong =
        switch (call.get("method").textValue()) {
          case "mining.notify" -> !isJob(params);
          case "mining.set_difficulty" -> !(params.path(0).asDouble() > 0);
          case "mining.set_version_mask" -> !params.path(0).asText().matches(WORD);
          case "mining.set_extranonce" -> !params.path(0).asText().matches(HEX);
          default -> false;
        };
    return wrong ? Optional.of("params of a wrong form") : Optional.empty();
  }

  private static boolean isJob(JsonNode params) {
    if (params.size() != JOB.length + 1 || !params.get(JOB.length).isBoolean()) {
      return false;
    }
    for (int i = 0; i < JOB.length; i++) {
      if (i != BRANCH
          && !(params.get(i).isTextual() && params.get(i).textValue().matches(JOB[i]))) {
        return false;
      }
    }
    for (JsonNode hash : params.get(BRANCH)) {
      if (!hash.asText().matches(HASH)) {
        return false;
      }
    }
    return params.get(BRANCH).isArray();
  }
}
