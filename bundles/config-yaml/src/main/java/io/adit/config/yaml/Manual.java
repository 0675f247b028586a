package io.adit.config.yaml;

/** Explains every key, from the {@link Schema}: for people, and as a file to start from. */
public final class Manual {
  private static final int WIDTH = 96;

  private Manual() {}

  /** Every key with its meaning, unit and default. */
  public static String text() {
    StringBuilder out = new StringBuilder();
    for (Section section : Schema.SECTIONS) {
      out.append('\n').append(section.path()).append(": ").append(section.meaning()).append('\n');
      for (Key<?> key : section.keys()) {
        out.append("  ").append(key.path()).append("  [").append(key.unit()).append("; default ");
        out.append(key.byDefault().isEmpty() ? "empty" : key.byDefault()).append("]\n");
        wrap(out, "      ", key.meaning());
      }
    }
    out.append("\npools: a list, for more than one pool in one server.\n  name  [")
        .append(MiningKeys.POOL_NAME.unit())
        .append("; default ")
        .append(MiningKeys.POOL_NAME.byDefault())
        .append(" where there is no list]\n");
    wrap(out, "      ", MiningKeys.POOL_NAME.meaning());
    out.append("  server, mining, node\n");
    wrap(out, "      ", POOLS);
    return out.toString();
  }

  private static final String POOLS =
      "Each entry has a name and whatever differs from the sections at the top of the file, in"
          + " sections server (without metrics), mining and node of its own.";

  /** A complete file: every key, commented, with its default. */
  public static String exampleFile() {
    StringBuilder out = new StringBuilder();
    wrap(
        out,
        "# ",
        "Configuration of Adit. Every key is here with its default: what you do not need, leave"
            + " out. Values may hold ${NAME} or ${NAME:default}, which environment variables"
            + " replace. Durations are written 500ms, 10s, 2m or 1h; files are relative to the"
            + " directory that adit is started in. Check a file with: adit check-config FILE");
    for (Section section : Schema.SECTIONS) {
      boolean nested = section.path().contains(".");
      String indent = nested ? "  " : "";
      out.append('\n');
      wrap(out, indent + "# ", section.meaning());
      out.append(indent).append(section.name()).append(":\n");
      for (Key<?> key : section.keys()) {
        wrap(out, indent + "  # ", key.meaning() + " [" + key.unit() + "]");
        boolean off = section.offInExample() && key.name().equals("enabled");
        out.append(indent).append("  ").append(key.name()).append(": ");
        out.append(off ? "false" : quoted(key.byDefault())).append('\n');
      }
    }
    out.append('\n');
    wrap(out, "# ", "More than one pool in one server. " + POOLS);
    out.append(
        """
        # pools:
        #   - name: main
        #   - name: second
        #     server:
        #       port: 3334
        #     mining:
        #       initial_difficulty: 65536
        """);
    return out.toString();
  }

  private static String quoted(String value) {
    return value.matches("[A-Za-z0-9_./-]+") ? value : "\"" + value + "\"";
  }

  private static void wrap(StringBuilder out, String indent, String text) {
    int column = 0;
    for (String word : text.split(" ", -1)) {
      if (column > 0 && column + 1 + word.length() > WIDTH) {
        out.append('\n');
        column = 0;
      }
      out.append(column == 0 ? indent : " ").append(word);
      column += (column == 0 ? indent.length() : 1) + word.length();
    }
    out.append('\n');
  }
}
