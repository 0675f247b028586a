package io.adit.bench.ledger;

import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A file system of 16 MB fills up under a writing process; then there is room again. */
final class FullTest {
  private static final int PATIENCE_SECONDS = 8;

  private FullTest() {}

  /** One row of the table. */
  static String run(Candidates kind, Path directory) throws Exception {
    if (command("mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", directory.toString()) != 0) {
      return kind.title() + " | mount -t tmpfs is not permitted here";
    }
    // Lazily, for a mapping may still be there; also when the measure throws.
    try (SmallFileSystem mounted = new SmallFileSystem(directory)) {
      return onSmallFileSystem(kind, mounted.directory());
    }
  }

  private record SmallFileSystem(Path directory) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      if (command("umount", "-l", directory.toString()) != 0) {
        throw new IOException("cannot unmount " + directory);
      }
    }
  }

  private static String onSmallFileSystem(Candidates kind, Path directory) throws Exception {
    Path ballast = directory.resolve("ballast");
    Files.write(ballast, new byte[5 << 20]);
    Path ledger = Files.createDirectory(directory.resolve("ledger"));
    Process child = LedgerBench.child("write-until-full", kind.title(), ledger.toString()).start();
    long[] acknowledged = {-1};
    BlockingQueue<String> failures = new LinkedBlockingQueue<>();
    Thread reader = new Thread(() -> read(child, acknowledged, failures), "messages");
    reader.start();
    String whenFull;
    String withRoom = "";
    try {
      whenFull = failures.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      Files.delete(ballast);
      if (whenFull == null) {
        whenFull = "append does not return";
      } else if (child.isAlive()) {
        try (OutputStream out = child.getOutputStream()) {
          out.write('\n');
        }
        withRoom = failures.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      }
    } finally {
      child.destroyForcibly().waitFor();
      reader.join();
    }
    return "%s | %s | %s | %s"
        .formatted(kind.title(), whenFull, withRoom, reopened(kind, ledger, acknowledged));
  }

  /** Whatever is thrown is a result here, an error of the machine too. */
  private static String reopened(Candidates kind, Path ledger, long[] acknowledged) {
    try {
      Kept kept = Kept.read(kind, ledger, LedgerBench.SMALL_SEGMENT, 1);
      return kept + "; acknowledged ones missing: " + kept.missing(acknowledged);
    } catch (Throwable e) {
      return e.toString().lines().findFirst().orElse("");
    }
  }

  private static void read(Process child, long[] acknowledged, BlockingQueue<String> failures) {
    try (DataInputStream in =
        new DataInputStream(new java.io.BufferedInputStream(child.getInputStream()))) {
      for (int kind = in.read(); kind >= 0; kind = in.read()) {
        if (kind != 0 && (byte) kind != Child.FAILED) {
          // The machine's last words when it is killed by a signal of its own.
          in.readAllBytes();
          break;
        }
        long number = in.readLong();
        if ((byte) kind == Child.FAILED) {
          failures.add(new String(in.readNBytes((int) number), StandardCharsets.UTF_8));
        } else {
          acknowledged[0] = number;
        }
      }
    } catch (IOException e) {
      failures.add(e.toString());
    }
    // What the next to ask shall hear: no message comes any more.
    failures.add("process ended, exit code " + child.onExit().join().exitValue());
  }

  private static int command(String... words) throws IOException {
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
      out.lines().forEach(System.err::println);
    }
    return process.onExit().join().exitValue();
  }
}
