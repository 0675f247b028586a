package io.adit.config.yaml;

import io.adit.api.miner.MinerProfile;
import io.adit.config.yaml.Values.Place;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads files of miner profiles. */
final class MinersFile {
  /** Of this package; {@code configs/miners.yaml} is a copy. It explains the format. */
  static final String BUILT_IN = "miners.yaml";

  private MinersFile() {}

  /**
   * Reads and checks a file.
   *
   * @param env variables that values may refer to
   * @throws ConfigException if anything is wrong with it, naming all that is
   */
  static MinerRules load(Path file, Map<String, String> env) throws ConfigException {
    Problems problems = new Problems(file.toString());
    String text = ConfigFile.read(file, problems);
    problems.throwIfAny();
    return parse(text, env, problems);
  }

  /** The profiles that come with this bundle. */
  static MinerRules builtIn() {
    try (InputStream in = MinersFile.class.getResourceAsStream(BUILT_IN)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return parse(text, Map.of(), new Problems(BUILT_IN));
    } catch (IOException | ConfigException e) {
      throw new IllegalStateException("the built-in profiles are valid", e);
    }
  }

  private static MinerRules parse(String text, Map<String, String> env, Problems problems)
      throws ConfigException {
    Values top = new YamlReader(problems, new Environment(env)).read(text, Schema.MINERS);
    List<Values> miners = top.list(MinerKeys.MINERS);
    agents(miners, problems);
    problems.throwIfAny();
    return new MinerRules(miners.stream().map(MinersFile::rule).toList());
  }

  /** Of two entries for the same miners, the second would never be used. */
  private static void agents(List<Values> miners, Problems problems) {
    Map<AgentPattern, Place> seen = new HashMap<>();
    for (Values miner : miners) {
      if (miner.isFaulty(MinerKeys.AGENT)) {
        continue;
      }
      Place place = miner.placeOf(MinerKeys.AGENT);
      Place before = seen.putIfAbsent(miner.get(MinerKeys.AGENT), place);
      if (before != null) {
        problems.add(place, "the same as on line " + before.line(), "one entry for each agent");
      }
    }
  }

  private static MinerRules.Rule rule(Values miner) {
    return new MinerRules.Rule(
        miner.get(MinerKeys.AGENT),
        new MinerProfile(
            miner.get(MinerKeys.NAME),
            miner.get(MinerKeys.MAX_COINBASE_SIZE),
            miner.get(MinerKeys.VERSION_MASK).equals("after_authorize")
                ? MinerProfile.VersionMask.AFTER_AUTHORIZE
                : MinerProfile.VersionMask.ON_CONFIGURE,
            miner.get(MinerKeys.MIN_DIFFICULTY),
            miner.get(MinerKeys.FRACTIONAL_DIFFICULTY),
            miner.get(MinerKeys.EXTRANONCE_CHANGE)));
  }
}
