package io.adit.config.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.adit.api.miner.MinerProfile;
import io.adit.api.miner.MinerProfile.VersionMask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MinersFileTest {
  @TempDir private Path directory;

  private Path file(String text) throws IOException {
    return Files.writeString(directory.resolve("miners.yaml"), text);
  }

  private MinerRules load(String text) throws IOException, ConfigException {
    return MinersFile.load(file(text), Map.of());
  }

  private List<String> problems(String text) throws IOException {
    Path file = file(text);
    return catchThrowableOfType(ConfigException.class, () -> MinersFile.load(file, Map.of()))
        .problems()
        .stream()
        .map(problem -> problem.toString().replace(file.toString(), "FILE"))
        .toList();
  }

  @Test
  void aProfileHasWhatItsEntrySays() throws Exception {
    MinerRules rules =
        load(
            """
            miners:
              - name: Toaster
                agent: toaster/*
                max_coinbase_size: 300
                version_mask: after_authorize
                min_difficulty: 0.5
                fractional_difficulty: false
                extranonce_change: true
            """);

    assertThat(rules.of("Toaster/1.0"))
        .isEqualTo(new MinerProfile("Toaster", 300, VersionMask.AFTER_AUTHORIZE, 0.5, false, true));
  }

  @Test
  void whatAnEntryLeavesOutIsAsOfAnUnknownMiner() throws Exception {
    MinerProfile unknown = MinerProfile.UNKNOWN;

    assertThat(load("miners: [{name: T, agent: t}]\n").of("t"))
        .isEqualTo(
            new MinerProfile(
                "T",
                unknown.maxCoinbaseSize(),
                unknown.versionMask(),
                unknown.minDifficulty(),
                unknown.fractionalDifficulty(),
                unknown.extranonceChange()));
  }

  @Test
  void theFirstEntryThatFitsDecides() throws Exception {
    MinerRules rules =
        load("miners: [{name: A, agent: x1*}, {name: B, agent: x*}, {name: C, agent: x2*}]\n");

    assertThat(List.of(rules.of("x1"), rules.of("x2"), rules.of("y")))
        .extracting(MinerProfile::name)
        .containsExactly("A", "B", "unknown");
  }

  @Test
  void aMinerThatDoesNotSayWhatItIsIsUnknown() throws Exception {
    assertThat(load("miners: [{name: A, agent: x*}]\n").of("")).isEqualTo(MinerProfile.UNKNOWN);
  }

  @Test
  void aVeryLongNameIsKnownByItsBeginning() throws Exception {
    assertThat(load("miners: [{name: A, agent: x*}]\n").of("x".repeat(1_000_000)).name())
        .isEqualTo("A");
  }

  @Test
  void aFileMayBeEmpty() throws Exception {
    assertThat(load("").rules()).isEmpty();
    assertThat(load("miners:\n").rules()).isEmpty();
    assertThat(load("# nothing yet\nminers: []\n").rules()).isEmpty();
  }

  @Test
  void anUnknownKeyIsNamedWithTheNearestKnownOne() throws IOException {
    assertThat(problems("miners:\n  - name: A\n    agent: a\n    max_coinbase: 1\n"))
        .containsExactly(
            "FILE:4: miners[0].max_coinbase: unknown key (expected: miners.max_coinbase_size? known"
                + " in miners: name, agent, max_coinbase_size, version_mask, min_difficulty,"
                + " fractional_difficulty, extranonce_change)");
  }

  @Test
  void everyWrongValueIsNamedWithItsPlace() throws IOException {
    assertThat(
            problems(
                """
                miners:
                  - name: A
                    agent: a
                  - name: ""
                    agent: "^b$"
                    max_coinbase_size: 100
                    version_mask: never
                    min_difficulty: low
                    fractional_difficulty: 1
                    extranonce_change: yes
                """))
        .containsExactly(
            "FILE:4: miners[1].name: nothing (expected: a text of 1 to 64 bytes)",
            "FILE:5: miners[1].agent: \"^b$\" (expected: a text of 1 to 200 characters in which *"
                + " stands for any others, such as cgminer/*; no regular expression)",
            "FILE:6: miners[1].max_coinbase_size: \"100\" (expected: a whole number from 200 to"
                + " 1000000)",
            "FILE:7: miners[1].version_mask: \"never\" (expected: configure or after_authorize)",
            "FILE:8: miners[1].min_difficulty: \"low\" (expected: a number from 0 to 1.0E15)",
            "FILE:9: miners[1].fractional_difficulty: \"1\" (expected: true or false)",
            "FILE:10: miners[1].extranonce_change: \"yes\" (expected: true or false)");
  }

  @Test
  void nameAndAgentAreRequired() throws IOException {
    assertThat(problems("miners:\n  - min_difficulty: 1\n"))
        .extracting(problem -> problem.substring(0, problem.indexOf(" (")))
        .containsExactly("FILE:2: miners[0].name: nothing", "FILE:2: miners[0].agent: nothing");
  }

  @Test
  void twoEntriesForTheSameMinersAreAnError() throws IOException {
    assertThat(problems("miners:\n  - {name: A, agent: a*}\n  - {name: B, agent: A*}\n"))
        .containsExactly(
            "FILE:3: miners[1].agent: the same as on line 2 (expected: one entry for each agent)");
  }

  @Test
  void aListWithoutItsNameIsAnError() throws IOException {
    assertThat(problems("- {name: A, agent: a}\n"))
        .containsExactly("FILE:1: a list (expected: keys such as miners:)");
  }

  @Test
  void whatIsNotYamlIsNamedWithItsLine() throws IOException {
    assertThat(problems("miners:\n  - name: [\n"))
        .singleElement()
        .asString()
        .contains("not YAML: ");
  }

  @Test
  void aConfigurationNamesTheFileThatIsWrong() throws IOException {
    Path miners = file("miners:\n  - {name: A, agnet: a}\n");
    TestFile config =
        TestFile.of(
            directory, "miners: {profiles_file: " + miners + "}\nserver: {port: x, prt: 1}\n");

    ConfigException e = catchThrowableOfType(ConfigException.class, config::load);

    assertThat(e.problems())
        .extracting(Problem::file, Problem::line, Problem::key)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(config.path().toString(), 2, "server.port"),
            org.assertj.core.groups.Tuple.tuple(config.path().toString(), 2, "server.prt"),
            org.assertj.core.groups.Tuple.tuple(miners.toString(), 2, "miners[0].agnet"),
            org.assertj.core.groups.Tuple.tuple(miners.toString(), 2, "miners[0].agent"));
  }

  @Test
  void aFileThatIsNotThereIsSaidAtTheKeyThatNamesIt() {
    assertThat(TestFile.of(directory, "miners:\n  profiles_file: /no/such.yaml\n").problems())
        .containsExactly(
            "2 miners.profiles_file: \"/no/such.yaml\" cannot be read; a YAML file to read");
  }

  @Test
  void profilesInTheConfigurationItselfAreAnError() {
    assertThat(TestFile.of(directory, "miners:\n  - {name: A, agent: a}\n").problems())
        .containsExactly("2 miners: a list; a section with profiles_file");
  }
}
