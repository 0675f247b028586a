package io.adit.config.yaml;

import java.util.List;

/**
 * A section of the configuration file.
 *
 * @param path with dots: {@code server.tls}
 * @param keys in the order in which they are explained
 * @param ofPool whether each pool may have its own
 * @param offInExample whether the example has it switched off
 * @param meaning a sentence for operators
 */
public record Section(
    String path, List<Key<?>> keys, boolean ofPool, boolean offInExample, String meaning) {
  public Section {
    keys = List.copyOf(keys);
  }

  String name() {
    return path.substring(path.lastIndexOf('.') + 1);
  }
}
