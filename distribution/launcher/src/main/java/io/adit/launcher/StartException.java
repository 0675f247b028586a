package io.adit.launcher;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Why the server cannot run; the message is one line for an operator. */
public final class StartException extends Exception {
  private static final long serialVersionUID = 1;

  StartException(String message) {
    super(message);
  }

  StartException(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * A file or directory cannot be used.
   *
   * @param what cannot be done with what
   */
  static StartException of(String what, IOException cause) {
    return new StartException(what + ": " + reason(cause), cause);
  }

  private static String reason(IOException cause) {
    if (!(cause instanceof FileSystemException fault)) {
      return cause.toString();
    }
    String reason = fault.getReason();
    if (fault instanceof AccessDeniedException) {
      reason = "permission denied";
    } else if (fault instanceof FileAlreadyExistsException) {
      reason = "not a directory";
    } else if (fault instanceof NoSuchFileException) {
      reason = "cannot be made";
    }
    return fault.getFile() + ": " + (reason == null ? fault.toString() : reason);
  }
}
