package io.adit.testing.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * What a message has to be like: JSON in which some strings stand for more than themselves, or one
 * of the short forms. The README beside the cases has the language.
 */
final class MessagePattern {
  private static final ObjectMapper JSON = Lines.JSON;
  private static final String REST = "...";

  private final JsonNode pattern;
  private final String text;

  private MessagePattern(String json, String text) {
    this.text = text;
    try {
      pattern = JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no JSON and no short form: " + text, e);
    }
  }

  /** Reads a pattern. */
  static MessagePattern parse(String text) {
    if (text.startsWith("{")) {
      return new MessagePattern(text, text);
    }
    List<String> words = List.of(text.split(" ", 4));
    return new MessagePattern(
        switch (words.get(0)) {
          case "ok" -> "{\"id\":" + words.get(1) + ",\"result\":true,\"error\":null}";
          case "error" -> error(words);
          case "job" -> job(words);
          case "difficulty" ->
              "{\"method\":\"mining.set_difficulty\",\"params\":[" + words.get(1) + "]}";
          default -> throw new IllegalArgumentException("no such form: " + text);
        },
        text);
  }

  /** Of {@code error ID CODE [~REGEX]}. */
  private static String error(List<String> words) {
    String code = words.get(2).equals("*") ? "\"*\"" : words.get(2);
    String message = words.size() > 3 ? words.get(3) : "*";
    return "{\"id\":" + words.get(1) + ",\"error\":[" + code + "," + quoted(message) + ",null]}";
  }

  /** Of {@code job [$NAME] [clean|refresh]}. */
  private static String job(List<String> words) {
    String name = "*";
    String clean = "\"*\"";
    for (String word : words.subList(1, words.size())) {
      switch (word) {
        case "clean" -> clean = "true";
        case "refresh" -> clean = "false";
        default -> name = word;
      }
    }
    return "{\"method\":\"mining.notify\",\"params\":["
        + quoted(name)
        + ",\"*\",\"*\",\"*\",\"*\",\"*\",\"*\",\"*\","
        + clean
        + "]}";
  }

  private static String quoted(String text) {
    return JSON.getNodeFactory().textNode(text).toString();
  }

  /** Whether a message is like that. The variables take what is captured if it is. */
  boolean matches(JsonNode message, Variables variables) {
    Variables captured = variables.copy();
    boolean matches = matches(pattern, message, captured);
    if (matches) {
      variables.takeAll(captured);
    }
    return matches;
  }

  private static boolean matches(JsonNode wanted, JsonNode actual, Variables variables) {
    if (wanted.isTextual()) {
      return matchesText(wanted.textValue(), actual, variables);
    }
    if (wanted.isObject()) {
      for (Map.Entry<String, JsonNode> field : wanted.properties()) {
        if (!actual.has(field.getKey())
            || !matches(field.getValue(), actual.get(field.getKey()), variables)) {
          return false;
        }
      }
      return actual.isObject();
    }
    if (wanted.isArray()) {
      return actual.isArray() && matchesAll(wanted.iterator(), actual.iterator(), variables);
    }
    if (wanted.isNumber() && actual.isNumber()) {
      return wanted.decimalValue().compareTo(actual.decimalValue()) == 0;
    }
    return wanted.equals(actual);
  }

  private static boolean matchesAll(
      Iterator<JsonNode> wanted, Iterator<JsonNode> actual, Variables variables) {
    while (wanted.hasNext()) {
      JsonNode next = wanted.next();
      if (!wanted.hasNext() && next.asText().equals(REST)) {
        return true;
      }
      if (!actual.hasNext() || !matches(next, actual.next(), variables)) {
        return false;
      }
    }
    return !actual.hasNext();
  }

  private static boolean matchesText(String wanted, JsonNode actual, Variables variables) {
    if (wanted.equals("*")) {
      return true;
    }
    if (wanted.startsWith("$")) {
      return variables.captureOrCompare(wanted.substring(1), actual);
    }
    if (wanted.startsWith("!$")) {
      return !variables.get(wanted.substring(2)).equals(actual);
    }
    if (wanted.startsWith("~")) {
      return text(actual).matches(variables.fill(wanted.substring(1)));
    }
    return actual.isTextual() && actual.textValue().equals(wanted);
  }

  private static String text(JsonNode value) {
    if (value.isNumber()) {
      return value.decimalValue().toPlainString();
    }
    return value.isTextual() ? value.textValue() : value.toString();
  }

  @Override
  public String toString() {
    return text;
  }
}
