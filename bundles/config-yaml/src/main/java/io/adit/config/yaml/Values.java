package io.adit.config.yaml;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a file, or an entry of one of its lists, says. An entry that does not say a thing says what
 * it stands in says; a file that does not, the default.
 */
final class Values {
  /** Where something stands, and its key with all that is before it. */
  record Place(int line, String key) {
    Place at(String name) {
      return new Place(line, key.isEmpty() ? name : key + "." + name);
    }
  }

  private record Scalar(Place place, String text) {}

  private final Optional<Values> parent;
  private final Place place;
  private final Map<String, Scalar> scalars;
  private final Map<String, Place> sections;
  private final Map<String, List<Values>> lists;
  private final Set<String> faulty;

  Values(Optional<Values> parent, Place place) {
    this.parent = parent;
    this.place = place;
    scalars = new HashMap<>();
    sections = new HashMap<>();
    lists = new HashMap<>();
    faulty = new HashSet<>();
  }

  private Values(Values said, Values parent) {
    this.parent = Optional.of(parent);
    place = said.place;
    scalars = said.scalars;
    sections = said.sections;
    lists = said.lists;
    faulty = said.faulty;
  }

  /** What a file without content says. */
  static Values empty() {
    return new Values(Optional.empty(), new Place(1, ""));
  }

  /** The same said within something else. */
  Values within(Values other) {
    return new Values(this, other);
  }

  void put(Key<?> key, Place at, String text) {
    scalars.put(key.path(), new Scalar(at, text));
  }

  void putSection(String path, Place at) {
    sections.put(path, at);
  }

  void putList(ListSection list, List<Values> entries) {
    lists.put(list.path(), new ArrayList<>(entries));
  }

  void putFaulty(Key<?> key) {
    faulty.add(key.path());
  }

  <T> T get(Key<T> key) {
    return find(key)
        .map(scalar -> key.read(scalar.text()))
        .or(() -> key.inherited().map(this::get))
        .orElseGet(key::defaultValue);
  }

  boolean isSet(Key<?> key) {
    return find(key).isPresent();
  }

  /** Whether it is set, and not to an empty text. */
  boolean isGiven(Key<?> key) {
    return find(key).filter(scalar -> !scalar.text().isEmpty()).isPresent();
  }

  /** Whether it says so itself, rightly or wrongly, and not what it stands in. */
  boolean says(Key<?> key) {
    return scalars.containsKey(key.path()) || faulty.contains(key.path());
  }

  /** Whether it has the list itself, and not what it stands in. */
  boolean says(ListSection list) {
    return lists.containsKey(list.path());
  }

  /** Whether a problem with the value has been noted, so that the default stands in its place. */
  boolean isFaulty(Key<?> key) {
    if (says(key)) {
      return faulty.contains(key.path());
    }
    return parent.filter(values -> values.isFaulty(key)).isPresent()
        || key.inherited().filter(this::isFaulty).isPresent();
  }

  boolean anyFaulty(Key<?>... keys) {
    return Stream.of(keys).anyMatch(this::isFaulty);
  }

  /** Whether it has the section itself, and not what it stands in. */
  boolean saysSection(String path) {
    return sections.containsKey(path);
  }

  boolean hasSection(String path) {
    return sections.containsKey(path)
        || parent.filter(values -> values.hasSection(path)).isPresent();
  }

  /** The entries of a list that it has itself. */
  List<Values> list(ListSection list) {
    return lists.getOrDefault(list.path(), List.of());
  }

  /**
   * The entries of a list, its own or that of what it stands in; empty where there is none, or
   * where {@code instead} is said nearer.
   */
  Optional<List<Values>> listUnless(Key<?> instead, ListSection list) {
    if (says(list)) {
      return Optional.of(list(list));
    }
    return says(instead)
        ? Optional.empty()
        : parent.flatMap(values -> values.listUnless(instead, list));
  }

  /** Where the key stands; if nowhere, where it would have to. */
  Place placeOf(Key<?> key) {
    Optional<Place> stands = find(key).map(Scalar::place);
    if (stands.isEmpty() && !sections.containsKey(key.section()) && key.inherited().isPresent()) {
      return placeOf(key.inherited().get());
    }
    return stands.or(() -> placeIn(key.section(), key)).orElseGet(() -> place.at(key.path()));
  }

  private Optional<Scalar> find(Key<?> key) {
    if (faulty.contains(key.path())) {
      return Optional.empty();
    }
    return Optional.ofNullable(scalars.get(key.path()))
        .or(() -> parent.flatMap(values -> values.find(key)));
  }

  /** Where a key would stand in a section, or in the next one around it that there is. */
  private Optional<Place> placeIn(String section, Key<?> key) {
    if (section.isEmpty()) {
      return Optional.empty();
    }
    return placeOfSection(section)
        .map(at -> at.at(key.path().substring(section.length() + 1)))
        .or(() -> placeIn(section.substring(0, Math.max(0, section.lastIndexOf('.'))), key));
  }

  private Optional<Place> placeOfSection(String path) {
    return Optional.ofNullable(sections.get(path))
        .or(() -> parent.flatMap(values -> values.placeOfSection(path)));
  }
}
