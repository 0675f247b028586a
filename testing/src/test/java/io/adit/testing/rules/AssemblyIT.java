package io.adit.testing.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The distribution holds what this build put there, and nothing that an earlier one left. */
class AssemblyIT {
  private static final Path HOME = Path.of(System.getProperty("adit.distribution"));
  private static final Path BNDRUN = HOME.resolve("../../adit.bndrun");
  private static final Pattern RUN_BUNDLE = Pattern.compile("(?m)^\\t([^;\\s]+);version='\\[");

  @Test
  void itsBundlesAreThoseOfTheBundleSetEachOnce() throws IOException {
    String bndrun = Files.readString(BNDRUN);
    List<String> wanted =
        RUN_BUNDLE
            .matcher(bndrun.substring(bndrun.indexOf("-runbundles:")))
            .results()
            .map(result -> result.group(1))
            .toList();

    assertThat(jarsIn("bundles"))
        .extracting(jar -> BundleJar.read(jar).name())
        .containsExactlyInAnyOrderElementsOf(wanted);
  }

  @Test
  void noLibraryIsOnTheClassPathInTwoVersions() throws IOException {
    assertThat(jarsIn("lib"))
        .extracting(jar -> jar.getFileName().toString().replaceFirst("-\\d.*", ""))
        .contains("adit-launcher")
        .doesNotHaveDuplicates();
  }

  private static List<Path> jarsIn(String directory) throws IOException {
    try (Stream<Path> files = Files.list(HOME.resolve(directory))) {
      return files.toList();
    }
  }
}
