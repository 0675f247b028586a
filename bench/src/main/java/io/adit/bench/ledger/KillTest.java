package io.adit.bench.ledger;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A writing process is killed by SIGKILL, again and again on the same ledger, which is read after
 * each kill.
 */
final class KillTest {
  private static final int WRITERS = 2;

  private KillTest() {}

  /** One row of the table. */
  static String run(Candidates kind, Path directory, int kills, long seed) throws Exception {
    Random random = new Random(seed);
    long[] acknowledged = {-1, -1};
    long unacknowledged = 0;
    long slowestStart = 0;
    long slowestRead = 0;
    for (int kill = 1; kill <= kills; kill++) {
      String[] from =
          Arrays.stream(acknowledged).mapToObj(a -> Long.toString(a + 1)).toArray(String[]::new);
      Process child =
          LedgerBench.child(
                  "write-until-killed", kind.title(), directory.toString(), from[0], from[1])
              .start();
      try {
        long start = System.nanoTime();
        CompletableFuture<Void> first = new CompletableFuture<>();
        CompletableFuture<Void> reader =
            CompletableFuture.runAsync(() -> acknowledge(child, acknowledged, first));
        first.get(30, TimeUnit.SECONDS);
        slowestStart = Math.max(slowestStart, System.nanoTime() - start);
        Thread.sleep(50 + random.nextInt(300));
        // SIGKILL. By the handle, since the process itself would throw away what is in the pipe.
        child.toHandle().destroyForcibly();
        child.waitFor();
        reader.get(10, TimeUnit.SECONDS);
      } finally {
        child.destroyForcibly();
      }
      long start = System.nanoTime();
      Kept kept = Kept.read(kind, directory, LedgerBench.SEGMENT, WRITERS);
      slowestRead = Math.max(slowestRead, System.nanoTime() - start);
      if (!kept.whole() || kept.missing(acknowledged) != 0) {
        return "%s | kill %d of %d: %s; %d acknowledged ones are missing"
            .formatted(kind.title(), kill, kills, kept, kept.missing(acknowledged));
      }
      unacknowledged += kept.unacknowledged(acknowledged);
      System.arraycopy(kept.last, 0, acknowledged, 0, WRITERS);
    }
    return "%s | %d kills, %,d records: none missing, doubled or out of order; %d kept that were not acknowledged | %,d ms | %,d ms"
        .formatted(
            kind.title(),
            kills,
            acknowledged[0] + acknowledged[1] + 2,
            unacknowledged,
            slowestStart / 1_000_000,
            slowestRead / 1_000_000);
  }

  private static void acknowledge(
      Process child, long[] acknowledged, CompletableFuture<Void> first) {
    try (DataInputStream in =
        new DataInputStream(new java.io.BufferedInputStream(child.getInputStream(), 1 << 16))) {
      while (true) {
        int writer = in.readByte();
        long number = in.readLong();
        if (number != acknowledged[writer] + 1) {
          throw new IOException(
              "writer " + writer + " acknowledged " + number + " after " + acknowledged[writer]);
        }
        acknowledged[writer] = number;
        if (acknowledged[0] >= 0 && acknowledged[1] >= 0) {
          first.complete(null);
        }
      }
    } catch (EOFException e) {
      first.completeExceptionally(e); // of no effect after the first message
    } catch (IOException e) {
      first.completeExceptionally(e);
      throw new java.io.UncheckedIOException(e);
    }
  }
}
