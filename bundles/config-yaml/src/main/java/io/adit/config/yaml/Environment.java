package io.adit.config.yaml;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Replaces <code>${NAME}</code> and <code>${NAME:default}</code> by variables. */
final class Environment {
  private static final Pattern REFERENCE =
      Pattern.compile("\\$\\{(?:([A-Za-z_][A-Za-z0-9_]*)(?::([^}]*))?\\})?");

  private final Map<String, String> variables;

  Environment(Map<String, String> variables) {
    this.variables = Map.copyOf(variables);
  }

  /** A reference that has no value; the message says which. */
  static final class UnresolvedException extends Exception {
    private static final long serialVersionUID = 1;

    private final String expected;

    UnresolvedException(String found, String expected) {
      super(found);
      this.expected = expected;
    }

    String expected() {
      return expected;
    }
  }

  /** The text with every reference replaced; what replaces one is not searched again. */
  String resolve(String text) throws UnresolvedException {
    Matcher matcher = REFERENCE.matcher(text);
    StringBuilder result = new StringBuilder();
    while (matcher.find()) {
      String name = matcher.group(1);
      if (name == null) {
        throw new UnresolvedException(
            "\"${\" without a name and a closing brace", "${NAME} or ${NAME:default}");
      }
      String value = variables.getOrDefault(name, matcher.group(2));
      if (value == null) {
        throw new UnresolvedException(
            "the environment variable " + name + " is not set",
            name + " in the environment, or a default: ${" + name + ":default}");
      }
      matcher.appendReplacement(result, Matcher.quoteReplacement(value));
    }
    return matcher.appendTail(result).toString();
  }
}
