package io.adit.config.yaml;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Gathers what is wrong with one file. */
final class Problems {
  private final String file;
  private final List<Problem> found = new ArrayList<>();

  Problems(String file) {
    this.file = file;
  }

  void add(int line, String key, String what, String expected) {
    found.add(new Problem(file, line, key, what, expected));
  }

  void add(Values.Place place, String what, String expected) {
    add(place.line(), place.key(), what, expected);
  }

  /**
   * Ends the reading of a file that has problems.
   *
   * @throws ConfigException with all of them, if there are any
   */
  void throwIfAny() throws ConfigException {
    if (!found.isEmpty()) {
      throw new ConfigException(
          found.stream().sorted(Comparator.comparingInt(Problem::line)).toList());
    }
  }
}
