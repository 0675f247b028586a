package io.adit.storage.jdbc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What docs/database.md tells people to type, so that it is what was tested. */
final class Documentation {
  private static final Path FILE = Path.of("../../docs/database.md");

  private Documentation() {}

  /** The block of SQL whose first line is a comment that says so. */
  static String sql(String title) {
    try {
      Matcher block =
          Pattern.compile("```sql\n-- " + Pattern.quote(title) + "\\b.*?\n(.*?)```", Pattern.DOTALL)
              .matcher(Files.readString(FILE));
      if (!block.find()) {
        throw new IllegalStateException(FILE + ": no SQL with the title " + title);
      }
      return block.group(1).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
