package io.adit.config.yaml;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration file that must not be used, with everything that is wrong with it. */
public final class ConfigException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient List<Problem> problems;

  ConfigException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** All problems, in the order of their lines; at least one. */
  public List<Problem> problems() {
    return problems;
  }
}
