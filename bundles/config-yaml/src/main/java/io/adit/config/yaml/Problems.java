package io.adit.config.yaml;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Set;

/** Gathers what is wrong with one file, and with others that it names. */
final class Problems {
  private final String file;
  private final Set<Problem> found = new LinkedHashSet<>();

  Problems(String file) {
    this.file = file;
  }

  void add(int line, String key, String what, String expected) {
    found.add(new Problem(file, line, key, what, expected));
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
