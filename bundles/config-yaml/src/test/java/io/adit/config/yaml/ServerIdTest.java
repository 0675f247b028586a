package io.adit.config.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The number of a server among several. */
class ServerIdTest {
  @TempDir private Path directory;

  private List<Map<String, Object>> pools(AditConfig config) {
    return Configurations.of(config, directory).stream()
        .filter(entry -> entry.pid().equals("io.adit.pool"))
        .map(Configurations.Entry::properties)
        .toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 255})
  void everyPoolIsToldIt(int number) throws ConfigException {
    String text = "server: {port: 0, server_id: " + number + "}\npools: [{name: a}, {name: b}]\n";

    assertThat(pools(TestFile.of(directory, text).load()))
        .hasSize(2)
        .allSatisfy(pool -> assertThat(pool).containsEntry("serverNumber", number));
  }

  @Test
  void aServerOnItsOwnHasNone() throws ConfigException {
    AditConfig empty = TestFile.of(directory, "server: {server_id: ''}\n").load();

    assertThat(pools(ConfigFile.defaults()).get(0)).doesNotContainKey("serverNumber");
    assertThat(pools(empty).get(0)).doesNotContainKey("serverNumber");
  }

  @ParameterizedTest
  @ValueSource(strings = {"256", "-1", "one", "1.0"})
  void itIsAByte(String number) {
    assertThat(TestFile.of(directory, "server: {server_id: " + number + "}\n").problems())
        .containsExactly(
            "1 server.server_id: \"" + number + "\"; a whole number from 0 to 255, or nothing");
  }

  @Test
  void poolsHaveNoneOfTheirOwn() {
    String text = "pools:\n  - name: a\n    server: {server_id: 1}\n";

    assertThat(TestFile.of(directory, text).problems())
        .containsExactly(
            "3 pools[0].server.server_id: stands in a pool; only at the top of the file");
  }
}
