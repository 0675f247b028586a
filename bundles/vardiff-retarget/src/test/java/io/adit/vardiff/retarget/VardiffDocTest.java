package io.adit.vardiff.retarget;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The figures in the documentation are those of the simulation. */
class VardiffDocTest {
  private static final Path DOC = Path.of("..", "..", "docs", "vardiff.md");
  private static final Path RENEWED = Path.of("target", "vardiff.md");

  @Test
  void theTablesOfTheDocumentationAreWhatTheSimulationYields() throws IOException {
    String doc = Files.readString(DOC);
    String renewed = doc;
    for (Map.Entry<String, String> table : VardiffTables.all().entrySet()) {
      String head = "<!-- simulated: " + table.getKey() + " -->\n";
      assertThat(doc).contains(head);
      renewed =
          Pattern.compile(Pattern.quote(head) + "(\\|.*\n)*")
              .matcher(renewed)
              .replaceFirst(Matcher.quoteReplacement(head + table.getValue()));
    }
    Files.writeString(RENEWED, renewed);
    assertThat(doc).as("docs/vardiff.md; as it should be: %s", RENEWED).isEqualTo(renewed);
  }
}
