package io.adit.storage.redis;

import io.lettuce.core.ScriptOutputType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * What Redis does in one go, or not at all. The text is sent each time, which Redis knows again: it
 * need not be there already, whatever has become of the server.
 */
enum Script {
  SHARES,
  BLOCK,
  REPLACE,
  SEEN,
  LEASE,
  RENEW,
  TAKE;

  private final String text;

  Script() {
    String name = name().toLowerCase(Locale.ROOT) + ".lua";
    try (InputStream in = Script.class.getResourceAsStream(name)) {
      text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(name, e);
    }
  }

  /** The script as a command that answers a text. */
  Redis.Command<String> with(List<String> keys, List<String> arguments) {
    return run(ScriptOutputType.VALUE, keys, arguments);
  }

  /** The script as a command that answers texts. */
  Redis.Command<List<String>> withMany(List<String> keys, List<String> arguments) {
    return run(ScriptOutputType.MULTI, keys, arguments);
  }

  private <T> Redis.Command<T> run(
      ScriptOutputType type, List<String> keys, List<String> arguments) {
    return commands ->
        commands.eval(text, type, keys.toArray(String[]::new), arguments.toArray(String[]::new));
  }
}
