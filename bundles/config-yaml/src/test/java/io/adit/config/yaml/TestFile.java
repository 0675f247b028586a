package io.adit.config.yaml;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A configuration file for a test, named {@code adit.yaml}. */
record TestFile(Path path, Map<String, String> env) {
  static TestFile of(Path directory, String text) {
    return of(directory, text, Map.of());
  }

  static TestFile of(Path directory, String text, Map<String, String> env) {
    try {
      return new TestFile(Files.writeString(directory.resolve("adit.yaml"), text), env);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  AditConfig load() throws ConfigException {
    return ConfigFile.load(path, env);
  }

  PoolConfig onlyPool() throws ConfigException {
    List<PoolConfig> pools = load().pools();
    if (pools.size() != 1) {
      throw new AssertionError(pools);
    }
    return pools.get(0);
  }

  /** What is wrong with it: line, key, what was found, what was expected. */
  List<String> problems() {
    return catchThrowableOfType(ConfigException.class, this::load).problems().stream()
        .map(
            problem ->
                problem.line()
                    + " "
                    + problem.key()
                    + ": "
                    + problem.found()
                    + "; "
                    + problem.expected())
        .toList();
  }
}
