package io.adit.testing.node;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Has npm install what {@code testing/bcoin} needs, once. */
final class BcoinInstallation {
  /** Tests run in the directory of their module. */
  static final Path DIRECTORY = Path.of("bcoin").toAbsolutePath();

  /** Written by npm when it has installed everything. */
  private static final Path INSTALLED = DIRECTORY.resolve("node_modules/.package-lock.json");

  private static final Path LOCK = DIRECTORY.resolve("package-lock.json");

  private BcoinInstallation() {}

  /** Skips the test where there is no Node.js, and says so where it is seen; fails it in CI. */
  static synchronized void ensure() {
    boolean ci = !System.getenv().getOrDefault("CI", "").isEmpty();
    require(isRunnable("node") && isRunnable("npm"), ci);
    try {
      if (!Files.exists(INSTALLED)
          || Files.getLastModifiedTime(INSTALLED).compareTo(Files.getLastModifiedTime(LOCK)) < 0) {
        install();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void require(boolean there, boolean ci) {
    if (!there && ci) {
      throw new AssertionError(
          "`node` or `npm` (Node.js) does not run, and with CI set the test against a real node is"
              + " not skipped");
    }
    if (!there) {
      System.err.println(
          "\n*** SKIPPED: no test against a real node, for `node` or `npm` (Node.js) is not on the"
              + " PATH ***\n");
    }
    assumeTrue(there, "node and npm (Node.js) are not on the PATH");
  }

  private static boolean isRunnable(String program) {
    try {
      return run(
              new ProcessBuilder(program, "--version")
                  .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                  .redirectError(ProcessBuilder.Redirect.DISCARD))
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static void install() throws IOException {
    int status =
        run(
            new ProcessBuilder("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
                .directory(DIRECTORY.toFile())
                // What goes wrong it says on stderr; stdout belongs to the test runner.
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT));
    if (status != 0) {
      throw new IOException("npm ci in " + DIRECTORY + " ended with " + status);
    }
  }

  private static int run(ProcessBuilder builder) throws IOException {
    Process process = builder.start();
    try {
      if (!process.waitFor(5, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new IOException(builder.command() + " does not end");
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
