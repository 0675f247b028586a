package io.adit.config.yaml;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Set;

/** Gathers what is wrong with one file, and with others that it names. */
final class Problems {
  private static final int MAX_LENGTH = 400;

  private final String file;
  private final Set<Problem> found = new LinkedHashSet<>();

  Problems(String file) {
    this.file = file;
  }

  void add(int line, String key, String what, String expected) {
    found.add(new Problem(file, line, oneLine(key), oneLine(what), expected));
  }

  /** What stands in a file may be of any length, and on several lines. */
  private static String oneLine(String text) {
    String line = text.replaceAll("[\\p{Cc}\\u2028\\u2029]", "?");
    return line.length() <= MAX_LENGTH ? line : line.substring(0, MAX_LENGTH) + "...";
  }

  void add(Values.Place place, String what, String expected) {
    add(place.line(), place.key(), what, expected);
  }

  void addAll(Collection<Problem> ofAnotherFile) {
    found.addAll(ofAnotherFile);
  }

  /**
   * Ends the reading of a file that has problems.
   *
   * @throws ConfigException with all of them, those of the other files last, if there are any
   */
  void throwIfAny() throws ConfigException {
    if (!found.isEmpty()) {
      throw new ConfigException(
          found.stream()
              .sorted(
                  Comparator.comparing((Problem problem) -> !problem.file().equals(file))
                      .thenComparingInt(Problem::line))
              .toList());
    }
  }
}
