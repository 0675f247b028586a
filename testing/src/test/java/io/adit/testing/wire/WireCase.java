package io.adit.testing.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A case of the corpus, as its file has it. The README beside the cases has the language.
 *
 * @param name of the file, without its ending
 * @param title the file's first line
 * @param pool which pool of the server it is for
 */
public record WireCase(String name, String title, String pool, List<Step> steps) {
  private static final String ENDING = ".wire";
  private static final String POOL = "pool ";
  private static final String MAIN_POOL = "main";

  public WireCase {
    steps = List.copyOf(steps);
  }

  /**
   * A line of a case.
   *
   * @param number of the line in its file
   * @param verb a directive, or one of the signs that stand for sending and expecting
   * @param text the rest of the line
   */
  public record Step(int number, String verb, String text) {
    static Step parse(int number, String line) {
      int end = line.indexOf(' ');
      return end < 0
          ? new Step(number, line, "")
          : new Step(number, line.substring(0, end), line.substring(end + 1));
    }

    @Override
    public String toString() {
      return text.isEmpty() ? verb : verb + " " + text;
    }
  }

  /** All cases of a directory, by name. */
  public static List<WireCase> in(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(ENDING))
          .sorted()
          .map(WireCase::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static WireCase read(Path file) {
    String fileName = file.getFileName().toString();
    String name = fileName.substring(0, fileName.length() - ENDING.length());
    try {
      return parse(name, Files.readAllLines(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads the lines of a case. */
  static WireCase parse(String name, List<String> lines) {
    if (lines.isEmpty() || !lines.get(0).startsWith("# ")) {
      throw new IllegalArgumentException(name + ":1: no title (expected: # and what is shown)");
    }
    String pool = MAIN_POOL;
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.startsWith(POOL)) {
        pool = line.substring(POOL.length());
      } else if (!line.isBlank() && !line.startsWith("#")) {
        steps.add(Step.parse(i + 1, line));
      }
    }
    for (Step step : steps) {
      if (!Dialogue.VERBS.contains(step.verb())) {
        throw new IllegalArgumentException(
            name
                + ":"
                + step.number()
                + ": "
                + step.verb()
                + " (expected: "
                + Dialogue.VERBS
                + ")");
      }
    }
    return new WireCase(name, lines.get(0).substring(2), pool, steps);
  }
}
