package io.adit.config.yaml;

import java.util.List;
import java.util.function.Predicate;

/**
 * A list of the configuration file.
 *
 * @param path with dots: {@code server.ports}
 * @param entry the word for one entry: {@code port}
 * @param keys of an entry, in the order in which they are explained; their paths go on from the
 *     list's
 * @param mayBeEmpty whether a list without entries is as good as none
 * @param meaning a sentence for operators
 * @param example entries, as one would write them
 */
public record ListSection(
    String path,
    String entry,
    List<Key<?>> keys,
    boolean mayBeEmpty,
    String meaning,
    String example) {
  public ListSection {
    keys = List.copyOf(keys);
  }

  String name() {
    return path.substring(path.lastIndexOf('.') + 1);
  }

  /** The section that it stands in; empty at the top. */
  String section() {
    int dot = path.lastIndexOf('.');
    return dot < 0 ? "" : path.substring(0, dot);
  }

  /** The sections within an entry. */
  List<String> sections() {
    return keys.stream().map(Key::section).distinct().filter(Predicate.not(path::equals)).toList();
  }
}
