package io.adit.ledger;

import java.io.IOException;
import java.nio.file.Path;

/** What on disk is not as it was written, and where: only an operator can tell what to do. */
final class DamageException extends IOException {
  private static final long serialVersionUID = 1;

  DamageException(String message) {
    super(message);
  }

  DamageException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Shares, at a byte of a file. */
  static DamageException at(Path file, long at) {
    return new DamageException(
        file
            + ": damaged at byte "
            + at
            + ": restore it from a copy, or move it away to go on without the shares in it that"
            + " no store has");
  }
}
