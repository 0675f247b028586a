package io.adit.config.yaml;

import java.io.StringReader;
import java.util.Locale;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.reader.ReaderException;

/** Makes nodes of YAML. None of them is made an object: that would be a guess at what is meant. */
final class YamlText {
  private static final int MAX_ALIASES = 50;
  private static final int MAX_DEPTH = 20;
  private static final int MAX_CHARACTERS = 1_000_000;

  private YamlText() {}

  /** The one document of a text; empty if it has no content, or is not YAML, which is a problem. */
  static Optional<Node> compose(String text, Problems problems) {
    LoaderOptions options = new LoaderOptions();
    options.setMaxAliasesForCollections(MAX_ALIASES);
    options.setNestingDepthLimit(MAX_DEPTH);
    options.setCodePointLimit(MAX_CHARACTERS);
    try {
      Yaml yaml = new Yaml(new SafeConstructor(options));
      return Optional.ofNullable(yaml.compose(new StringReader(text)))
          .filter(node -> !node.getTag().equals(Tag.NULL));
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
      if (String.valueOf(e.getProblem()).contains("another document")) {
        problems.add(line, "", "a second document", "one document in a file");
      } else {
        problems.add(line, "", "not YAML: " + e.getProblem(), "YAML");
      }
    } catch (ReaderException e) {
      String code = String.format(Locale.ROOT, "U+%04X", e.getCodePoint());
      problems.add(lineOf(e.getCodePoint(), text), "", "the character " + code, "text");
    } catch (YAMLException e) {
      problems.add(1, "", "not YAML: " + firstLine(e), "YAML");
    }
    return Optional.empty();
  }

  private static int lineOf(int codePoint, String text) {
    String before = text.substring(0, Math.max(0, text.indexOf(codePoint)));
    return 1 + (int) before.chars().filter(c -> c == '\n').count();
  }

  private static String firstLine(YAMLException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
