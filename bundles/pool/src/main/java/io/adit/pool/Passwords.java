package io.adit.pool;

import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What miners' owners write into the password field: {@code d=512}, {@code x;d=512}, {@code
 * diff=512}.
 */
final class Passwords {
  private static final Pattern DIFFICULTY =
      Pattern.compile(
          "(?:^|[;,\\s])(?:d|diff)\\s*=\\s*"
              + "((?:[0-9]{1,15}(?:\\.[0-9]{0,15})?|\\.[0-9]{1,15})(?:e[-+]?[0-9]{1,3})?)(?=$|[;,\\s])",
          Pattern.CASE_INSENSITIVE);

  private Passwords() {}

  /** The difficulty asked for. */
  static OptionalDouble difficulty(String password) {
    Matcher matcher = DIFFICULTY.matcher(password);
    if (!matcher.find()) {
      return OptionalDouble.empty();
    }
    double difficulty = Double.parseDouble(matcher.group(1));
    return difficulty > 0 && difficulty < Double.POSITIVE_INFINITY
        ? OptionalDouble.of(difficulty)
        : OptionalDouble.empty();
  }
}
