package io.adit.config.yaml;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Which keys, sections and lists may stand at a place of a file: at its top, or in an entry of
 * {@code pools}. What is here is the one source of the manual, the example, the defaults and the
 * checks.
 */
public final class Schema {
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
              "miners",
              ServerKeys.MINERS,
              false,
              false,
              "What is known of miners' software: what it can do, and what it cannot."),
          new Section(
              "ledger",
              LedgerKeys.LEDGER,
              false,
              false,
              "The record on disk of shares and blocks, from which the stores are fed."),
          new Section(
              "storage",
              StoreKeys.STORAGE,
              false,
              false,
              "What the database keeps, be it PostgreSQL or H2."),
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

  /** All lists but {@code pools}. */
  public static final List<ListSection> LISTS =
      List.of(PortKeys.PORTS, BackupKeys.BACKUPS, CoinKeys.COINS);

  /** The list of pools. An entry holds what the top of the file may hold, as far as it differs. */
  public static final ListSection POOLS =
      new ListSection(
          "pools",
          "pool",
          List.of(),
          false,
          "More than one pool in one server. Each entry has a name and whatever differs from the"
              + " sections at the top of the file, in sections server (without metrics and"
              + " server_id), mining and node of its own.",
          """
          - name: main
          - name: second
            server:
              port: 3334
            mining:
              initial_difficulty: 65536
          """);

  /** What may stand at the top of a configuration file. */
  static final Schema TOP =
      new Schema(
          Optional.empty(),
          SECTIONS,
          List.of(),
          List.of(PortKeys.PORTS, BackupKeys.BACKUPS, CoinKeys.COINS, POOLS));

  /** What may stand in an entry of {@code pools}. */
  static final Schema POOL =
      new Schema(
          Optional.of(TOP),
          SECTIONS.stream().filter(Section::ofPool).toList(),
          List.of(MiningKeys.POOL_NAME),
          List.of(PortKeys.PORTS, BackupKeys.BACKUPS));

  /** What may stand at the top of a file of miner profiles. */
  static final Schema MINERS =
      new Schema(Optional.empty(), List.of(), List.of(), List.of(MinerKeys.MINERS));

  private final Optional<Schema> outer;
  private final Set<String> sections = new HashSet<>();
  private final Map<String, ListSection> lists;
  private final Map<String, Key<?>> keys;
  private final List<String> paths = new ArrayList<>();

  private Schema(
      Optional<Schema> outer, List<Section> sections, List<Key<?>> loose, List<ListSection> lists) {
    this.outer = outer;
    this.lists = lists.stream().collect(Collectors.toMap(ListSection::path, Function.identity()));
    sections.forEach(section -> this.sections.add(section.path()));
    List<Key<?>> all = new ArrayList<>(loose);
    sections.forEach(section -> all.addAll(section.keys()));
    all.forEach(key -> paths.add(key.path()));
    sections.forEach(section -> paths.add(section.path()));
    for (ListSection list : lists) {
      paths.add(list.path());
      list.keys().forEach(key -> paths.add(key.path()));
      paths.addAll(list.sections());
      all.addAll(list.keys());
      this.sections.addAll(list.sections());
    }
    keys = all.stream().collect(Collectors.toMap(Key::path, Function.identity()));
  }

  Optional<Key<?>> key(String path) {
    return Optional.ofNullable(keys.get(path));
  }

  Optional<ListSection> list(String path) {
    return Optional.ofNullable(lists.get(path));
  }

  boolean isSection(String path) {
    return sections.contains(path);
  }

  /** Whether it may stand, not here, but in what an entry that has this schema is in. */
  boolean isOfOuter(String path) {
    return outer.filter(schema -> schema.paths.contains(path)).isPresent();
  }

  /** What may stand in a section, or in an entry of a list, as a message lists it. */
  String namesIn(String section) {
    return paths.stream()
        .filter(inSection(section))
        .map(Schema::lastWord)
        .collect(Collectors.joining(", "));
  }

  /**
   * The known path that someone who wrote {@code path} most likely meant: that with the closest
   * name, in the same section rather than in another. Empty if there is none that has anything of
   * it.
   */
  Optional<String> nearest(String path) {
    String word = lastWord(path);
    String section = path.equals(word) ? "" : path.substring(0, path.length() - word.length() - 1);
    Predicate<String> near = inSection(section);
    return paths.stream()
        .filter(known -> distance(word, known, near.test(known)) < word.length())
        .min(
            Comparator.comparingInt((String known) -> distance(word, known, near.test(known)))
                .thenComparing(near::test, Comparator.reverseOrder()));
  }

  /** In its section, a name may be cut short: {@code cert} is {@code cert_file}. */
  private static int distance(String word, String known, boolean near) {
    String name = lastWord(known);
    boolean isPart = near && List.of(name.split("_", -1)).contains(word);
    return isPart ? 0 : EditDistance.between(name, word);
  }

  private static Predicate<String> inSection(String section) {
    String start = section.isEmpty() ? "" : section + ".";
    return path -> path.startsWith(start) && path.indexOf('.', start.length()) < 0;
  }

  private static String lastWord(String path) {
    return path.substring(path.lastIndexOf('.') + 1);
  }
}
