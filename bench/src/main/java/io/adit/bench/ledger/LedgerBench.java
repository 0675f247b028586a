package io.adit.bench.ledger;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Compares what the ledger could be built on. Each figure comes from a process of its own, so that
 * no candidate profits or suffers from what the compiler learned of another.
 *
 * <p>Arguments: {@code all}, or any of {@code default group kill damage full}, then names of
 * candidates if not all of them.
 */
public final class LedgerBench {
  static final int SEGMENT = 16 << 20;

  /** Where little is written: a file system of 16 MB. */
  static final int SMALL_SEGMENT = 2 << 20;

  private static final List<String> MEASURES =
      List.of("default", "group", "kill", "damage", "full");
  private static final int KILLS = 10;
  private static final int DAMAGES = 20;

  private LedgerBench() {}

  /**
   * Prints rows of tables. Directory: {@code target/ledger} of the working directory, whose file
   * system is the one measured.
   */
  public static void main(String[] args) throws Exception {
    Locale.setDefault(Locale.ROOT);
    switch (args.length == 0 ? "all" : args[0]) {
      case "one" ->
          one(
              Candidates.of(args[2]),
              args[1],
              Path.of(args[3]),
              Arrays.copyOfRange(args, 4, args.length));
      case "write-until-killed" ->
          Child.untilKilled(
              Candidates.of(args[1]),
              Path.of(args[2]),
              new long[] {Long.parseLong(args[3]), Long.parseLong(args[4])});
      case "write-until-full" -> Child.untilFull(Candidates.of(args[1]), Path.of(args[2]));
      default -> compare(args[0].split(","));
    }
  }

  private static void one(Candidates kind, String measure, Path directory, String[] more)
      throws Exception {
    String row =
        switch (measure) {
          case "default" -> DefaultMode.measure(kind, Integer.parseInt(more[0]), directory);
          case "group" ->
              GroupCommit.measure(
                  kind,
                  Integer.parseInt(more[0]),
                  Integer.parseInt(more[2]),
                  more[1].equals("disk"),
                  directory);
          case "kill" -> KillTest.run(kind, directory, KILLS, Long.parseLong(more[0]));
          case "damage" -> DamageTest.run(kind, directory, DAMAGES, Long.parseLong(more[0]));
          case "full" -> FullTest.run(kind, directory);
          default ->
              throw new IllegalArgumentException(
                  "measure: " + measure + " (one of " + MEASURES + ")");
        };
    System.out.println("\n=| " + row + " |");
    System.out.flush();
    // A library's threads need not end by themselves.
    Runtime.getRuntime().halt(0);
  }

  private static void compare(String[] args) throws Exception {
    List<String> measures = new ArrayList<>();
    List<Candidates> kinds = new ArrayList<>();
    long seed = new Random().nextLong();
    for (String arg : args) {
      if (MEASURES.contains(arg)) {
        measures.add(arg);
      } else if (arg.startsWith("seed=")) {
        seed = Long.parseLong(arg.substring(5));
      } else if (!arg.equals("all")) {
        kinds.add(Candidates.of(arg));
      }
    }
    Path directory = Files.createDirectories(Path.of("target", "ledger"));
    System.out.printf("seed %d, file system %s%n", seed, Files.getFileStore(directory).type());
    System.out.printf("4 KiB overwritten, then fdatasync, microseconds: %s%n", syncs(directory));
    for (String measure : measures.isEmpty() ? MEASURES : measures) {
      System.out.println("\n" + heading(measure));
      for (Candidates kind : kinds.isEmpty() ? compared(measure) : kinds) {
        for (String[] more : variants(measure, seed)) {
          row(measure, kind, directory, more);
        }
      }
    }
  }

  private static List<Candidates> compared(String measure) {
    return measure.equals("full") ? List.of(Candidates.values()) : Candidates.compared();
  }

  private static List<String[]> variants(String measure, long seed) {
    return switch (measure) {
      case "default" -> List.of(new String[] {"1"}, new String[] {"2"});
      case "group" ->
          List.of(
              new String[] {"1", "OS", "200"},
              new String[] {"1", "disk", "200"},
              new String[] {"2", "OS", "200"},
              new String[] {"2", "disk", "200"},
              new String[] {"2", "disk", "2000"});
      case "full" -> List.<String[]>of(new String[0]);
      default -> List.<String[]>of(new String[] {Long.toString(seed)});
    };
  }

  private static String heading(String measure) {
    return switch (measure) {
      case "default" ->
          "| candidate | writers | records/s | ns/append | p50 / p99 / p99.9 / max µs, at 25,000/s a writer "
              + "| bytes allocated an append: writer / process | bytes on disk a record |";
      case "group" ->
          "| candidate | durable in | writers | clients | records/s | p50 / p99 / p99.9 / max µs to durable | records a commit |";
      case "kill" -> "| candidate | SIGKILL | slowest start to first append | slowest read |";
      case "damage" -> "| candidate | one bit turned over | first error |";
      default -> "| candidate | full | room again | opened again |";
    };
  }

  private static void row(String measure, Candidates kind, Path directory, String[] more)
      throws Exception {
    Path own = Files.createDirectories(directory.resolve(kind.title()));
    LedgerFiles.empty(own);
    List<String> words = new ArrayList<>(List.of("one", measure, kind.title(), own.toString()));
    words.addAll(List.of(more));
    Process process = child(words.toArray(String[]::new)).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = process.waitFor();
    System.out.println(
        out.lines()
            .filter(line -> line.startsWith("=| "))
            .map(line -> line.substring(1))
            .findFirst()
            .orElse(
                "| %s | failed, exit code %d; see target/ledger.err |"
                    .formatted(kind.title(), code)));
    LedgerFiles.empty(own);
  }

  /** This program again, with the same flags. What it prints as errors goes to a file. */
  static ProcessBuilder child(String... args) {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    words.addAll(
        List.of("-cp", System.getProperty("java.class.path"), LedgerBench.class.getName()));
    words.addAll(List.of(args));
    return new ProcessBuilder(words)
        .redirectError(ProcessBuilder.Redirect.appendTo(Path.of("target", "ledger.err").toFile()));
  }

  /** What the disk can do at best. */
  private static Latencies syncs(Path directory) throws IOException {
    Latencies latencies = new Latencies();
    Path file = directory.resolve("sync");
    ByteBuffer page = ByteBuffer.allocateDirect(4096);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      for (int i = 0; i < 1_000; i++) {
        page.clear();
        channel.write(page, 0);
        long start = System.nanoTime();
        channel.force(false);
        latencies.add(System.nanoTime() - start);
      }
    } finally {
      Files.deleteIfExists(file);
    }
    return latencies;
  }
}
