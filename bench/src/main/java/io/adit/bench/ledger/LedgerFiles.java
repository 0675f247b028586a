package io.adit.bench.ledger;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A candidate's directory, from outside. */
final class LedgerFiles {
  private LedgerFiles() {}

  /** Bytes that the file system gave, which for files with holes are fewer than their length. */
  static long used(Path directory) throws IOException, InterruptedException {
    Process du = new ProcessBuilder("du", "-s", "-B1", directory.toString()).start();
    String line = new String(du.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    if (du.waitFor() != 0) {
      throw new IOException("du -s " + directory + ": exit code " + du.exitValue());
    }
    return Long.parseLong(line.split("\\s", 2)[0]);
  }

  static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  static void copy(Path from, Path to) throws IOException {
    for (Path file : files(from)) {
      Path target = to.resolve(from.relativize(file).toString());
      Files.createDirectories(target.getParent());
      Files.copy(file, target);
    }
  }

  /** What is in it; the directory itself stays. */
  static void empty(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        if (!each.equals(directory)) {
          Files.delete(each);
        }
      }
    }
  }
}
