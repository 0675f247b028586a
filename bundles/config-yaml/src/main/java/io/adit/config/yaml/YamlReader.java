package io.adit.config.yaml;

import io.adit.config.yaml.Values.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
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
  private final Problems problems;
  private final Environment environment;

  YamlReader(Problems problems, Environment environment) {
    this.problems = problems;
    this.environment = environment;
  }

  /** The values of a file that {@code schema} describes. */
  Values read(String text, Schema schema) {
    Values top = Values.empty();
    YamlText.compose(text, problems).ifPresent(root -> top(root, schema, top));
    return top;
  }

  private void top(Node root, Schema schema, Values top) {
    if (root instanceof MappingNode mapping) {
      walk(mapping, new Position("", new Place(line(root), ""), schema, false), top);
    } else {
      problems.add(line(root), "", describe(root), "keys such as " + schema.namesIn("") + ":");
    }
  }

  /**
   * Where the reader is.
   *
   * @param path in the schema
   * @param place in the file
   * @param off whether the section is switched off
   */
  private record Position(String path, Place place, Schema schema, boolean off) {
    Position at(String name, int line) {
      return new Position(
          path.isEmpty() ? name : path + "." + name,
          new Place(line, place.at(name).key()),
          schema,
          off);
    }

    Position switchedOff() {
      return new Position(path, place, schema, true);
    }
  }

  /** Reads a mapping into {@code values}. */
  private void walk(MappingNode mapping, Position position, Values values) {
    Map<String, Integer> lines = new HashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      Node keyNode = tuple.getKeyNode();
      if (!(keyNode instanceof ScalarNode word)) {
        problems.add(line(keyNode), position.place().key(), describe(keyNode), "a key");
        continue;
      }
      Position at = position.at(word.getValue(), line(keyNode));
      Integer before = lines.putIfAbsent(word.getValue(), line(keyNode));
      if (before == null) {
        read(tuple.getValueNode(), at, position.path(), values);
      } else {
        problems.add(
            at.place(), "here again", "each key once; it stands on line " + before + " too");
      }
    }
  }

  private void read(Node node, Position at, String section, Values values) {
    Schema schema = at.schema();
    Optional<Key<?>> key = schema.key(at.path());
    Optional<ListSection> list = schema.list(at.path());
    if (isTagged(node)) {
      String tag = node.getTag().getValue().replace(Tag.PREFIX, "!!");
      problems.add(at.place(), "the tag " + tag, "a value without a tag");
      key.ifPresent(values::putFaulty);
    } else if (key.isPresent()) {
      value(key.get(), at, node, values);
    } else if (list.isPresent()) {
      list(list.get(), node, at, values);
    } else if (schema.isSection(at.path())) {
      section(node, at, values);
    } else if (schema.isOfOuter(at.path())) {
      problems.add(at.place(), "stands in a pool", "only at the top of the file");
    } else {
      problems.add(
          at.place(),
          "unknown key",
          schema.nearest(at.path()).map(known -> known + "? ").orElse("")
              + (section.isEmpty() ? "known here: " : "known in " + section + ": ")
              + schema.namesIn(section));
    }
  }

  private void section(Node node, Position at, Values values) {
    values.putSection(at.path(), at.place());
    if (node instanceof MappingNode mapping) {
      walk(mapping, isOff(mapping) ? at.switchedOff() : at, values);
    } else if (!isNull(node)) {
      problems.add(
          line(node),
          at.place().key(),
          describe(node),
          "a section with " + at.schema().namesIn(at.path()));
    }
  }

  /** Whether a section says that it is as if it were not there. */
  private boolean isOff(MappingNode section) {
    return section.getValue().stream()
        .filter(tuple -> tuple.getKeyNode() instanceof ScalarNode key && is(key, "enabled"))
        .anyMatch(tuple -> tuple.getValueNode() instanceof ScalarNode value && is(value, "false"));
  }

  private boolean is(ScalarNode node, String text) {
    try {
      return environment.resolve(node.getValue()).equals(text);
    } catch (Environment.UnresolvedException e) {
      return false;
    }
  }

  private void list(ListSection list, Node node, Position at, Values values) {
    Position inEntry =
        list.equals(Schema.POOLS) ? new Position("", at.place(), Schema.POOL, at.off()) : at;
    String content = " with " + inEntry.schema().namesIn(inEntry.path());
    List<Node> nodes = node instanceof SequenceNode sequence ? sequence.getValue() : List.of();
    if (nodes.isEmpty()) {
      if (!list.mayBeEmpty() || !(node instanceof SequenceNode || isNull(node))) {
        String found = node instanceof SequenceNode ? "an empty list" : describe(node);
        String expected = "a list of " + list.entry() + "s, each" + content;
        problems.add(line(node), at.place().key(), found, expected);
      } else {
        values.putList(list, List.of());
      }
      return;
    }
    List<Values> entries = new ArrayList<>();
    for (Node entry : nodes) {
      Place place = new Place(line(entry), at.place().key() + "[" + entries.size() + "]");
      Values own = new Values(Optional.of(values), place);
      entries.add(own);
      own.putSection(inEntry.path(), place);
      if (entry instanceof MappingNode mapping) {
        walk(mapping, new Position(inEntry.path(), place, inEntry.schema(), at.off()), own);
        require(list, at.off(), own);
      } else {
        problems.add(place, describe(entry), "a " + list.entry() + content);
        list.keys().forEach(own::putFaulty);
      }
    }
    values.putList(list, entries);
  }

  private void require(ListSection list, boolean off, Values entry) {
    for (Key<?> key : list.keys()) {
      if (key.isRequired() && !off && !entry.says(key)) {
        problems.add(entry.placeOf(key), "nothing", key.type().expected());
        entry.putFaulty(key);
      }
    }
  }

  private void value(Key<?> key, Position at, Node node, Values values) {
    Place place = at.place();
    boolean several = key.type().isList() && node instanceof SequenceNode;
    List<Node> parts = several ? ((SequenceNode) node).getValue() : List.of(node);
    Optional<Node> foreign =
        parts.stream().filter(part -> !(part instanceof ScalarNode)).findFirst();
    if (foreign.isPresent()) {
      problems.add(place, describe(foreign.get()), key.type().expected());
      values.putFaulty(key);
      return;
    }
    try {
      String text = textOf(parts);
      if (text.chars().anyMatch(Character::isISOControl)) {
        problems.add(place, "a line break or another control character", key.type().expected());
        values.putFaulty(key);
      } else if (key.type().reader().apply(text).isPresent()) {
        values.put(key, place, text);
      } else {
        problems.add(place, shown(key, text), key.type().expected());
        values.putFaulty(key);
      }
    } catch (Environment.UnresolvedException e) {
      if (at.off()) {
        // As if it were not there: nobody needs the variable.
        return;
      }
      problems.add(place, String.valueOf(e.getMessage()), e.expected());
      values.putFaulty(key);
    }
  }

  private String textOf(List<Node> parts) throws Environment.UnresolvedException {
    StringJoiner text = new StringJoiner(" ");
    for (Node part : parts) {
      text.add(isNull(part) ? "" : environment.resolve(((ScalarNode) part).getValue()));
    }
    return text.toString();
  }

  private static String shown(Key<?> key, String text) {
    if (key.secret()) {
      return "a value that is not shown here";
    }
    return text.isEmpty() ? "nothing" : "\"" + text + "\"";
  }

  /** Whether it says itself what it is to be read as: {@code !!binary aGk=}. */
  private static boolean isTagged(Node node) {
    Tag tag = node.getTag();
    return tag.equals(Tag.BINARY) || !tag.startsWith(Tag.PREFIX);
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
