package io.adit.config.yaml;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Which keys and sections may stand at a place of the file: at its top, or in an entry of {@code
 * pools}. What is here is the one source of the manual, the example, the defaults and the checks.
 */
public final class Schema {
  /** The list of pools, beside the sections at the top. */
  static final String POOLS = "pools";

  /** All sections; a section within another comes after it. */
  public static final List<Section> SECTIONS =
      List.of(
          new Section("server", ServerKeys.SERVER, true, false, "Where miners connect."),
          new Section(
              "server.tls", ServerKeys.TLS, true, false, "Encryption of miners' connections."),
          new Section(
              "server.metrics", ServerKeys.METRICS, false, false, "HTTP, for the whole server."),
          new Section("mining", MiningKeys.MINING, true, false, "Coin, payout, difficulty, jobs."),
          new Section(
              "node",
              MiningKeys.NODE,
              true,
              false,
              "The full node to mine for; without this section, devnet."),
          new Section(
              "postgres",
              StoreKeys.POSTGRES,
              false,
              true,
              "PostgreSQL as the store of shares and blocks; in use when this section is there."
                  + " Without it, an H2 file in the data directory."),
          new Section(
              "redis",
              StoreKeys.REDIS,
              false,
              true,
              "Redis for live worker status; in use when this section is there. Not built yet."),
          new Section("logging", ServerKeys.LOGGING, false, false, "The server's log."));

  /** What may stand at the top of the file. */
  static final Schema TOP = new Schema(SECTIONS, List.of(), List.of(POOLS));

  /** What may stand in an entry of {@code pools}. */
  static final Schema POOL =
      new Schema(
          SECTIONS.stream().filter(Section::ofPool).toList(),
          List.of(MiningKeys.POOL_NAME),
          List.of());

  private final Map<String, Section> sections;
  private final Map<String, Key<?>> keys;
  private final List<String> paths = new ArrayList<>();

  private Schema(List<Section> sections, List<Key<?>> loose, List<String> others) {
    this.sections = sections.stream().collect(Collectors.toMap(Section::path, Function.identity()));
    List<Key<?>> all = new ArrayList<>(loose);
    sections.forEach(section -> all.addAll(section.keys()));
    keys = all.stream().collect(Collectors.toMap(Key::path, Function.identity()));
    all.forEach(key -> paths.add(key.path()));
    sections.forEach(section -> paths.add(section.path()));
    paths.addAll(others);
  }

  Optional<Key<?>> key(String path) {
    return Optional.ofNullable(keys.get(path));
  }

  boolean isSection(String path) {
    return sections.containsKey(path);
  }

  /** What may stand in a section, as a message lists it. */
  String namesIn(String section) {
    return paths.stream()
        .filter(inSection(section))
        .map(Schema::lastWord)
        .collect(Collectors.joining(", "));
  }

  /**
   * The known path that someone who wrote {@code path} most likely meant: the same name elsewhere,
   * else the closest name in the same section.
   */
  String nearest(String path) {
    String word = lastWord(path);
    String section = path.equals(word) ? "" : path.substring(0, path.length() - word.length() - 1);
    return paths.stream()
        .filter(known -> lastWord(known).equals(word))
        .findFirst()
        .orElseGet(
            () ->
                paths.stream()
                    .filter(inSection(section))
                    .min(
                        java.util.Comparator.comparingInt(
                            known -> EditDistance.between(lastWord(known), word)))
                    .orElse(section));
  }

  private static Predicate<String> inSection(String section) {
    String start = section.isEmpty() ? "" : section + ".";
    return path -> path.startsWith(start) && path.indexOf('.', start.length()) < 0;
  }

  private static String lastWord(String path) {
    return path.substring(path.lastIndexOf('.') + 1);
  }
}
