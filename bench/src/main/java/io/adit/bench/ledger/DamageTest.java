package io.adit.bench.ledger;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** One bit of a closed ledger's file is turned over, where there is content; then it is read. */
final class DamageTest {
  private static final int RECORDS = 20_000;

  private DamageTest() {}

  /** One row of the table. */
  static String run(Candidates kind, Path directory, int times, long seed) throws Exception {
    Path clean = Files.createDirectories(directory.resolve("clean"));
    write(kind, clean);
    Random random = new Random(seed);
    Map<String, Integer> outcomes = new TreeMap<>();
    List<String> messages = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      Path damaged = Files.createDirectories(directory.resolve("damaged" + i));
      LedgerFiles.copy(clean, damaged);
      turnOver(damaged, random);
      outcomes.merge(outcome(kind, damaged, messages), 1, Integer::sum);
    }
    return kind.title() + " | " + outcomes + " | " + (messages.isEmpty() ? "" : messages.get(0));
  }

  private static void write(Candidates kind, Path directory) throws Exception {
    try (Candidate ledger = kind.open(directory, LedgerBench.SMALL_SEGMENT, false)) {
      Candidate.Appender appender = ledger.appender();
      byte[] share = new byte[ShareRecord.SIZE];
      for (int number = 0; number < RECORDS; number++) {
        ShareRecord.fill(share, 0, number);
        appender.append(share);
        if (number % 100 == 99) {
          ledger.handOver();
        }
      }
      ledger.handOver();
      ledger.sync();
    }
  }

  private static void turnOver(Path directory, Random random) throws Exception {
    List<Path> files = LedgerFiles.files(directory);
    Path largest = files.get(0);
    for (Path file : files) {
      if (LedgerFiles.used(file) > LedgerFiles.used(largest)) {
        largest = file;
      }
    }
    try (RandomAccessFile file = new RandomAccessFile(largest.toFile(), "rw")) {
      while (true) {
        long at = (long) (random.nextDouble() * Math.min(file.length(), RECORDS * 200L));
        file.seek(at);
        int value = file.read();
        if (value > 0) {
          file.seek(at);
          file.write(value ^ 1 << random.nextInt(8));
          return;
        }
      }
    }
  }

  /** Whatever is thrown is a result here, an error of the machine too. */
  private static String outcome(Candidates kind, Path directory, List<String> messages) {
    try {
      Kept kept = Kept.read(kind, directory, LedgerBench.SMALL_SEGMENT, 1);
      if (kept.whole() && kept.total() == RECORDS) {
        return "not noticed, no record touched";
      }
      return (kept.wrong() > 0 ? "a record altered" : "records missing") + ", no error";
    } catch (Throwable e) {
      messages.add(e.toString().lines().findFirst().orElse(""));
      return "error";
    }
  }
}
