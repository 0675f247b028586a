package io.adit.config.yaml;

import io.adit.config.yaml.Values.Place;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Reads YAML against the {@link Schema}: which keys there are, on which lines, and whether each has
 * a value of its type. What the values mean together is not its matter.
 */
final class YamlReader {
  private static final int MAX_ALIASES = 50;
  private static final int MAX_DEPTH = 20;
  private static final int MAX_CHARACTERS = 1_000_000;

  private final Problems problems;
  private final Environment environment;

  YamlReader(Problems problems, Environment environment) {
    this.problems = problems;
    this.environment = environment;
  }

  /**
   * A file's values.
   *
   * @param top what stands outside of {@code pools}
   * @param pools the entries of {@code pools}; empty if there is no such list
   */
  record Document(Values top, List<Values> pools) {}

  Document read(String text) {
    Values top = Values.empty();
    List<Values> pools = new ArrayList<>();
    Node root = compose(text);
    if (root instanceof MappingNode mapping) {
      walk(mapping, "", "", Schema.TOP, top).ifPresent(node -> pools.addAll(readPools(node, top)));
    } else if (root != null) {
      problems.add(line(root), "", describe(root), "sections such as server: and mining:");
    }
    return new Document(top, pools);
  }

  private Node compose(String text) {
    LoaderOptions options = new LoaderOptions();
    options.setMaxAliasesForCollections(MAX_ALIASES);
    options.setNestingDepthLimit(MAX_DEPTH);
    options.setCodePointLimit(MAX_CHARACTERS);
    try {
      return new Yaml(new SafeConstructor(options)).compose(new StringReader(text));
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
      problems.add(line, "", "not YAML: " + e.getProblem(), "YAML");
    } catch (YAMLException e) {
      problems.add(1, "", "not YAML: " + firstLine(e), "YAML");
    }
    return null;
  }

  private static String firstLine(YAMLException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  /** Reads a mapping into {@code values}; returns the list of pools if it holds one. */
  private Optional<Node> walk(
      MappingNode mapping, String path, String shown, Schema schema, Values values) {
    Map<String, Integer> lines = new HashMap<>();
    Optional<Node> pools = Optional.empty();
    for (NodeTuple tuple : mapping.getValue()) {
      Node keyNode = tuple.getKeyNode();
      if (!(keyNode instanceof ScalarNode word)) {
        problems.add(line(keyNode), shown, describe(keyNode), "a key");
        continue;
      }
      String name = word.getValue();
      String key = path.isEmpty() ? name : path + "." + name;
      Place place = new Place(line(keyNode), shown.isEmpty() ? name : shown + "." + name);
      Integer before = lines.putIfAbsent(name, place.line());
      if (before != null) {
        problems.add(place, "here again", "each key once; it stands on line " + before + " too");
      } else if (schema.key(key).isPresent()) {
        scalar(schema.key(key).get(), place, tuple.getValueNode(), values);
      } else if (schema.isSection(key)) {
        section(tuple.getValueNode(), key, place, schema, values);
      } else if (schema == Schema.TOP && key.equals(Schema.POOLS)) {
        pools = Optional.of(tuple.getValueNode());
      } else {
        unknown(key, place, path, schema);
      }
    }
    return pools;
  }

  private void unknown(String key, Place place, String path, Schema schema) {
    problems.add(
        place,
        "unknown key",
        schema.nearest(key)
            + "? "
            + (path.isEmpty() ? "known here: " : "known in " + path + ": ")
            + schema.namesIn(path));
  }

  private void section(Node node, String path, Place place, Schema schema, Values values) {
    values.putSection(path, place);
    if (node instanceof MappingNode mapping) {
      walk(mapping, path, place.key(), schema, values);
    } else if (!isNull(node)) {
      problems.add(
          line(node), place.key(), describe(node), "a section with " + schema.namesIn(path));
    }
  }

  private List<Values> readPools(Node node, Values top) {
    List<Values> pools = new ArrayList<>();
    if (!(node instanceof SequenceNode list) || list.getValue().isEmpty()) {
      String found = node instanceof SequenceNode ? "an empty list" : describe(node);
      problems.add(
          line(node), Schema.POOLS, found, "a list of pools, each with " + Schema.POOL.namesIn(""));
      return pools;
    }
    for (Node entry : list.getValue()) {
      Place place = new Place(line(entry), Schema.POOLS + "[" + pools.size() + "]");
      Values values = new Values(Optional.of(top), place);
      pools.add(values);
      if (entry instanceof MappingNode mapping) {
        walk(mapping, "", place.key(), Schema.POOL, values);
      } else {
        problems.add(place, describe(entry), "a pool with " + Schema.POOL.namesIn(""));
      }
    }
    return pools;
  }

  private void scalar(Key<?> key, Place place, Node node, Values values) {
    if (!(node instanceof ScalarNode scalar)) {
      problems.add(place, describe(node), key.type().expected());
      values.putFaulty(key);
      return;
    }
    try {
      String text = isNull(node) ? "" : environment.resolve(scalar.getValue());
      if (key.type().reader().apply(text).isPresent()) {
        values.put(key, place, text);
      } else {
        problems.add(place, shown(key, text), key.type().expected());
        values.putFaulty(key);
      }
    } catch (Environment.UnresolvedException e) {
      problems.add(place, String.valueOf(e.getMessage()), e.expected());
      values.putFaulty(key);
    }
  }

  private static String shown(Key<?> key, String text) {
    if (key.secret()) {
      return "a value that is not shown here";
    }
    return text.isEmpty() ? "nothing" : "\"" + text + "\"";
  }

  private static boolean isNull(Node node) {
    return node instanceof ScalarNode && node.getTag().equals(Tag.NULL);
  }

  private static int line(Node node) {
    return node.getStartMark().getLine() + 1;
  }

  private static String describe(Node node) {
    return switch (node.getNodeId()) {
      case mapping -> "a section";
      case sequence -> "a list";
      default -> isNull(node) ? "nothing" : "\"" + ((ScalarNode) node).getValue() + "\"";
    };
  }
}
