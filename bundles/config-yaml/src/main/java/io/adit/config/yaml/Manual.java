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
      section.keys().forEach(key -> explain(out, key));
    }
    for (ListSection list : Schema.LISTS) {
      out.append('\n');
      wrap(out, "", list.path() + ": a list. " + list.meaning());
      list.keys().forEach(key -> explain(out, key));
    }
    out.append('\n');
    wrap(out, "", "miners: in a file of miner profiles, a list. " + MinerKeys.MINERS.meaning());
    MinerKeys.MINERS.keys().forEach(key -> explain(out, key));
    out.append("\npools: a list.\n  name  [")
        .append(MiningKeys.POOL_NAME.unit())
        .append("; ")
        .append(MiningKeys.POOL_NAME.describeDefault())
        .append(" where there is no list]\n");
    wrap(out, "      ", MiningKeys.POOL_NAME.meaning());
    out.append("  server, mining, node\n");
    wrap(out, "      ", Schema.POOLS.meaning());
    return out.toString();
  }

  private static void explain(StringBuilder out, Key<?> key) {
    out.append("  ").append(key.path()).append("  [").append(key.unit()).append("; ");
    out.append(key.describeDefault()).append("]\n");
    wrap(out, "      ", key.meaning());
  }

  /** A complete file: every key, commented, with its default; and of each list an example. */
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
      if (!section.path().contains(".")) {
        example(out, section, "");
        Schema.SECTIONS.stream()
            .filter(inner -> inner.path().startsWith(section.path() + "."))
            .forEach(inner -> example(out, inner, "  "));
        lists(out, section.path(), "  ");
      }
    }
    lists(out, "", "");
    example(out, Schema.POOLS, "");
    return out.toString();
  }

  private static void example(StringBuilder out, Section section, String indent) {
    out.append('\n');
    wrap(out, indent + "# ", section.meaning());
    out.append(indent).append(section.name()).append(":\n");
    for (Key<?> key : section.keys()) {
      wrap(out, indent + "  # ", key.meaning() + " [" + key.unit() + "]");
      boolean off = section.offInExample() && key.name().equals("enabled");
      out.append(indent).append("  ").append(key.name()).append(": ");
      out.append(off ? "false" : quoted(key.byDefault().orElse(""))).append('\n');
    }
  }

  private static void lists(StringBuilder out, String section, String indent) {
    Schema.LISTS.stream()
        .filter(list -> list.section().equals(section))
        .forEach(list -> example(out, list, indent));
  }

  /** Commented out: a list has no default. */
  private static void example(StringBuilder out, ListSection list, String indent) {
    out.append('\n');
    wrap(out, indent + "# ", list.meaning());
    for (Key<?> key : list.keys()) {
      String name = key.path().substring(list.path().length() + 1);
      String kind = " [" + key.unit() + "; " + key.describeDefault() + "]";
      wrap(out, indent + "#   ", name + ": " + key.meaning() + kind);
    }
    out.append(indent).append("# ").append(list.name()).append(":\n");
    list.example()
        .lines()
        .forEach(line -> out.append(indent).append("#   ").append(line).append('\n'));
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
