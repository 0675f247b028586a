package io.adit.bench.ledger;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A process that appends until it is killed or cannot. On its output, messages of nine bytes: the
 * writer and the number that is now in the operating system's hands; or {@link #FAILED} and a
 * length, followed by that many bytes of text.
 */
final class Child {
  static final int MESSAGE = 9;
  static final byte FAILED = -1;
  private final Candidate ledger;
  private final OutputStream out;

  private Child(Candidate ledger, OutputStream out) {
    this.ledger = ledger;
    this.out = out;
  }

  /** Both writers append from the numbers given, until killed. */
  static void untilKilled(Candidates kind, Path directory, long[] from) throws Exception {
    OutputStream out = takeOutput();
    try (Candidate ledger = kind.open(directory, LedgerBench.SEGMENT, false)) {
      Child child = new Child(ledger, out);
      Writers.run(
          ledger,
          from.length,
          (writer, appender) -> {
            for (long number = from[writer]; ; number++) {
              child.appendAndTell(appender, writer, number);
            }
          });
    }
  }

  /** One writer appends until it fails, waits for a line, then tries again. */
  static void untilFull(Candidates kind, Path directory) throws Exception {
    OutputStream out = takeOutput();
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    // Not closed: that could fail again, and the process ends anyway.
    Candidate ledger = kind.open(directory, LedgerBench.SMALL_SEGMENT, false);
    Child child = new Child(ledger, out);
    Candidate.Appender appender = ledger.appender();
    long number = 0;
    String why = null;
    while (why == null) {
      why = child.attempt(appender, number);
      number += why == null ? 1 : 0;
    }
    child.tell(FAILED, why);
    in.readLine();
    long end = System.nanoTime() + 3_000_000_000L;
    do {
      why = child.attempt(appender, number);
    } while (why != null && System.nanoTime() < end);
    for (int more = 0; why == null && more < 20_000; more++) {
      why = child.attempt(appender, ++number);
    }
    child.tell(FAILED, why == null ? "goes on" : why);
    Runtime.getRuntime().halt(0);
  }

  /** Null or what went wrong. Whatever is thrown is a result here, an error of the machine too. */
  private String attempt(Candidate.Appender appender, long number) throws IOException {
    try {
      appendAndTell(appender, 0, number);
      return null;
    } catch (Throwable e) {
      Throwable cause = e;
      while (cause.getCause() != null) {
        cause = cause.getCause();
      }
      return e == cause ? e.toString() : e + " <- " + cause;
    }
  }

  private void appendAndTell(Candidate.Appender appender, int writer, long number)
      throws Exception {
    byte[] share = new byte[ShareRecord.SIZE];
    ShareRecord.fill(share, writer, number);
    appender.append(share);
    if (!ledger.handsOverOnAppend()) {
      ledger.handOver();
    }
    // One write of so few bytes into a pipe is whole or not at all.
    out.write(ByteBuffer.allocate(MESSAGE).put((byte) writer).putLong(number).array());
  }

  private void tell(byte kind, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.write(
        ByteBuffer.allocate(MESSAGE + bytes.length)
            .put(kind)
            .putLong(bytes.length)
            .put(bytes)
            .array());
  }

  /** Libraries that print must not print into the messages. */
  private static OutputStream takeOutput() {
    System.setOut(System.err);
    return new FileOutputStream(FileDescriptor.out);
  }
}
