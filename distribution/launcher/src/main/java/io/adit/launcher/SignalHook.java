package io.adit.launcher;

import java.util.function.IntSupplier;

/** What a signal such as Ctrl-C's does instead of merely ending the process. */
final class SignalHook {
  private final Thread thread;

  private SignalHook(Thread thread) {
    this.thread = thread;
  }

  /**
   * From now on, {@code end} runs when the process is told to end.
   *
   * @param name of the thread that it runs on
   * @param end brings everything to its end; the process's exit code, which a signal would decide
   */
  static SignalHook add(String name, IntSupplier end) {
    Thread thread = new Thread(() -> halt(end), name);
    Runtime.getRuntime().addShutdownHook(thread);
    return new SignalHook(thread);
  }

  private static void halt(IntSupplier end) {
    int code = Main.FAILED;
    try {
      code = end.getAsInt();
    } finally {
      Runtime.getRuntime().halt(code);
    }
  }

  /**
   * From now on, this process ends with the exit code that it is given. Does not return if the
   * signal has come: the process is ending then.
   */
  void remove() throws InterruptedException {
    try {
      Runtime.getRuntime().removeShutdownHook(thread);
    } catch (IllegalStateException e) {
      Thread.currentThread().join();
    }
  }
}
