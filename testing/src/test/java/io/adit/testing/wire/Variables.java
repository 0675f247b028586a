package io.adit.testing.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a case has captured from the server's lines, or was given, by name. */
final class Variables {
  private static final Pattern USE =
      Pattern.compile("\\$([a-z][a-z0-9]*)(?:\\.(upper|short|number))?");

  private final Map<String, JsonNode> values = new HashMap<>();

  Variables copy() {
    Variables copy = new Variables();
    copy.takeAll(this);
    return copy;
  }

  void takeAll(Variables others) {
    values.putAll(others.values);
  }

  void set(String name, String value) {
    values.put(name, TextNode.valueOf(value));
  }

  JsonNode get(String name) {
    JsonNode value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("nothing has set $" + name);
    }
    return value;
  }

  /** Takes the value if there is none of that name; else, whether it is the same. */
  boolean captureOrCompare(String name, JsonNode value) {
    JsonNode known = values.putIfAbsent(name, value);
    return known == null || known.equals(value);
  }

  /** The text with a value in the place of each name. */
  String fill(String text) {
    return USE.matcher(text)
        .replaceAll(match -> Matcher.quoteReplacement(form(get(match.group(1)), match.group(2))));
  }

  private static String form(JsonNode value, String form) {
    String text = value.isTextual() ? value.textValue() : value.toString();
    if (form == null) {
      return text;
    }
    return switch (form) {
      case "upper" -> text.toUpperCase(Locale.ROOT);
      case "short" -> Long.toHexString(Long.parseLong(text, 16));
      default -> Long.toString(Long.parseLong(text, 16));
    };
  }
}
