package io.adit.storage.redis;

import java.util.List;

/** What an error of Redis means for this server. */
final class Faults {
  /** How errors begin that only an operator can do something about. */
  private static final List<String> REFUSALS =
      List.of(
          "WRONGPASS",
          "NOAUTH",
          "NOPERM",
          "DENIED",
          "ERR invalid password",
          "ERR Client sent AUTH",
          "ERR AUTH",
          "ERR DB index",
          "ERR invalid DB index",
          "ERR SELECT is not allowed");

  private Faults() {}

  /** Whether only an operator can help. */
  static boolean isRefusal(Throwable e) {
    String line = line(e);
    return REFUSALS.stream().anyMatch(line::startsWith);
  }

  /** What went wrong, in one line: the innermost word. */
  static String line(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    String message = cause.getMessage();
    return message == null || message.isBlank()
        ? cause.getClass().getSimpleName()
        : message.strip().lines().findFirst().orElse(message);
  }
}
