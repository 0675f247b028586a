package io.adit.config.yaml;

/**
 * A configuration key: everything that is known about it, for reading, checking and explaining it.
 *
 * @param path with dots: {@code server.tls.enabled}
 * @param type what its value may be
 * @param byDefault its value where the file says nothing, as one would write it
 * @param unit of the value, or its kind where it has none
 * @param meaning for operators, a sentence or two
 * @param secret whether its value must not be shown
 */
public record Key<T>(
    String path, ValueType<T> type, String byDefault, String unit, String meaning, boolean secret) {
  static <T> Key<T> of(
      String path, ValueType<T> type, String byDefault, String unit, String meaning) {
    return new Key<>(path, type, byDefault, unit, meaning, false);
  }

  Key<T> asSecret() {
    return new Key<>(path, type, byDefault, unit, meaning, true);
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
    return read(byDefault);
  }

  /** The value of a text that has been checked. */
  T read(String text) {
    return type.reader()
        .apply(text)
        .orElseThrow(() -> new IllegalArgumentException(path + ": expected: " + type.expected()));
  }
}
