package io.adit.config.yaml;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a file, or an entry of its pools, says. An entry that does not say a thing says what the
 * file says; a file that does not, the default.
 */
final class Values {
  /** Where something stands, and its key with all that is before it. */
  record Place(int line, String key) {}

  private record Scalar(Place place, String text) {}

  private final Optional<Values> parent;
  private final Place place;
  private final Map<String, Scalar> scalars = new HashMap<>();
  private final Map<String, Place> sections = new HashMap<>();
  private final Set<String> faulty = new HashSet<>();

  Values(Optional<Values> parent, Place place) {
    this.parent = parent;
    this.place = place;
  }

  /** What a file without content says. */
  static Values empty() {
    return new Values(Optional.empty(), new Place(1, ""));
  }

  void put(Key<?> key, Place at, String text) {
    scalars.put(key.path(), new Scalar(at, text));
  }

  void putSection(String path, Place at) {
    sections.put(path, at);
  }

  void putFaulty(Key<?> key) {
    faulty.add(key.path());
  }

  <T> T get(Key<T> key) {
    return find(key).map(scalar -> key.read(scalar.text())).orElseGet(key::defaultValue);
  }

  boolean isSet(Key<?> key) {
    return find(key).isPresent();
  }

  /** Whether a problem with the value has been noted, so that the default stands in its place. */
  boolean isFaulty(Key<?> key) {
    return faulty.contains(key.path())
        || (!scalars.containsKey(key.path())
            && parent.filter(values -> values.isFaulty(key)).isPresent());
  }

  boolean hasSection(String path) {
    return sections.containsKey(path)
        || parent.filter(values -> values.hasSection(path)).isPresent();
  }

  /** Where the key stands; if nowhere, where it would have to. */
  Place placeOf(Key<?> key) {
    return find(key)
        .map(Scalar::place)
        .orElseGet(
            () -> {
              Place section = placeOfSection(key.section());
              String prefix = section.key().isEmpty() ? "" : section.key() + ".";
              boolean named = section.key().endsWith(key.section());
              return new Place(section.line(), prefix + (named ? key.name() : key.path()));
            });
  }

  private Optional<Scalar> find(Key<?> key) {
    if (faulty.contains(key.path())) {
      return Optional.empty();
    }
    return Optional.ofNullable(scalars.get(key.path()))
        .or(() -> parent.flatMap(values -> values.find(key)));
  }

  private Place placeOfSection(String path) {
    Place own = sections.get(path);
    if (own != null) {
      return own;
    }
    return parent
        .filter(values -> values.hasSection(path))
        .map(values -> values.placeOfSection(path))
        .orElse(place);
  }
}
