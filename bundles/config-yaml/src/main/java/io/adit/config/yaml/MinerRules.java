package io.adit.config.yaml;

import io.adit.api.miner.MinerProfile;
import io.adit.api.miner.MinerProfiles;
import java.util.List;
import java.util.stream.Stream;

/**
 * Profiles found by what miners call themselves; the first rule that means a miner decides.
 *
 * @param rules in their order
 */
record MinerRules(List<Rule> rules) implements MinerProfiles {
  /** Names that are longer are matched by their beginning. */
  private static final int MAX_NAME = 300;

  record Rule(AgentPattern agent, MinerProfile profile) {}

  MinerRules {
    rules = List.copyOf(rules);
  }

  /** These rules, then those. */
  MinerRules before(MinerRules others) {
    return new MinerRules(Stream.concat(rules.stream(), others.rules.stream()).toList());
  }

  @Override
  public MinerProfile of(String userAgent) {
    String name =
        AgentPattern.folded(
            userAgent.length() > MAX_NAME ? userAgent.substring(0, MAX_NAME) : userAgent);
    for (Rule rule : rules) {
      if (rule.agent().matches(name)) {
        return rule.profile();
      }
    }
    return MinerProfile.UNKNOWN;
  }
}
