package io.adit.config.yaml;

/**
 * Something wrong with a configuration file.
 *
 * @param file as it was named
 * @param line in it, from 1
 * @param key with dots, empty where it is about the whole file
 * @param found what is there
 * @param expected what should be there
 */
public record Problem(String file, int line, String key, String found, String expected) {
  /** One line for people. */
  @Override
  public String toString() {
    return file
        + ":"
        + line
        + ": "
        + (key.isEmpty() ? "" : key + ": ")
        + found
        + " (expected: "
        + expected
        + ")";
  }
}
