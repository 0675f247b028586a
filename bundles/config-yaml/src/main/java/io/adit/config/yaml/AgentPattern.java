package io.adit.config.yaml;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which names of miners' software are meant: a text that is the name from its beginning to its end,
 * in which each {@code *} stands for any characters or none. Upper and lower case are the same.
 *
 * <p>This is less than a regular expression on purpose. It is matched against what strangers send:
 * each part is looked for once, from left to right, and nothing is ever tried again.
 *
 * @param parts what stands between the {@code *}, folded; at least one
 */
record AgentPattern(List<String> parts) {
  static final int MAX_LENGTH = 200;

  /** What would be a regular expression's, and is in no miner's name. */
  private static final String FOREIGN = "^$\\|";

  AgentPattern {
    parts = List.copyOf(parts);
  }

  /** The pattern that {@code text} writes; empty if it writes none. */
  static Optional<AgentPattern> parse(String text) {
    boolean wrong =
        text.isBlank()
            || text.length() > MAX_LENGTH
            || text.chars().anyMatch(c -> Character.isISOControl(c) || FOREIGN.indexOf(c) >= 0);
    return wrong
        ? Optional.empty()
        : Optional.of(new AgentPattern(List.of(folded(text).split("\\*", -1))));
  }

  /** What a name looks like to {@link #matches}. */
  static String folded(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /**
   * Whether a name is meant.
   *
   * @param name folded
   */
  boolean matches(String name) {
    String first = parts.get(0);
    String last = parts.get(parts.size() - 1);
    if (parts.size() == 1) {
      return name.equals(first);
    }
    int end = name.length() - last.length();
    if (end < first.length() || !name.startsWith(first) || !name.endsWith(last)) {
      return false;
    }
    int at = first.length();
    for (String part : parts.subList(1, parts.size() - 1)) {
      int found = name.indexOf(part, at);
      if (found < 0 || found + part.length() > end) {
        return false;
      }
      at = found + part.length();
    }
    return true;
  }
}
