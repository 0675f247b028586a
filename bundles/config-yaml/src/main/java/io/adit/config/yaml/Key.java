package io.adit.config.yaml;

import java.util.Optional;

/**
 * A configuration key: everything that is known about it, for reading, checking and explaining it.
 *
 * @param path with dots: {@code server.tls.enabled}
 * @param type what its value may be
 * @param byDefault its value where the file says nothing, as one would write it
 * @param inherited the key whose value it has where the file says nothing
 * @param unit of the value, or its kind where it has none
 * @param meaning for operators, a sentence or two
 * @param secret whether its value must not be shown
 */
public record Key<T>(
    String path,
    ValueType<T> type,
    Optional<String> byDefault,
    Optional<Key<T>> inherited,
    String unit,
    String meaning,
    boolean secret) {
  static <T> Key<T> of(
      String path, ValueType<T> type, String byDefault, String unit, String meaning) {
    return new Key<>(path, type, Optional.of(byDefault), Optional.empty(), unit, meaning, false);
  }

  /** One that each entry of a list must have. */
  static <T> Key<T> required(String path, ValueType<T> type, String unit, String meaning) {
    return new Key<>(path, type, Optional.empty(), Optional.empty(), unit, meaning, false);
  }

  /** One that an entry of a list may say otherwise than the rest of the file. */
  static <T> Key<T> like(Key<T> other, String path, String meaning) {
    return new Key<>(
        path, other.type, Optional.empty(), Optional.of(other), other.unit, meaning, other.secret);
  }

  Key<T> asSecret() {
    return new Key<>(path, type, byDefault, inherited, unit, meaning, true);
  }

  boolean isRequired() {
    return byDefault.isEmpty() && inherited.isEmpty();
  }

  /** The section that it stands in: {@code server.tls}. Empty for a key outside of any. */
  public String section() {
    int dot = path.lastIndexOf('.');
    return dot < 0 ? "" : path.substring(0, dot);
  }

  /** Its last word: {@code enabled}. */
  public String name() {
    return path.substring(path.lastIndexOf('.') + 1);
  }

  T defaultValue() {
    return read(
        byDefault.orElseThrow(
            () -> new IllegalStateException(path + " has no default of its own")));
  }

  /** What the manual says of its default. */
  String describeDefault() {
    return inherited
        .map(other -> "default that of " + other.path())
        .or(() -> byDefault.map(text -> "default " + (text.isEmpty() ? "empty" : text)))
        .orElse("required");
  }

  /** The value of a text that has been checked. */
  T read(String text) {
    return type.reader()
        .apply(text)
        .orElseThrow(() -> new IllegalArgumentException(path + ": expected: " + type.expected()));
  }
}
