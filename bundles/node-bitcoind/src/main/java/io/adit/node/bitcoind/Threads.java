package io.adit.node.bitcoind;

/** Making threads. */
final class Threads {
  private Threads() {}

  /** Daemons, for looking up a host name cannot be broken off, and must not keep the JVM. */
  static Thread daemon(String name, Runnable task) {
    Thread thread = new Thread(task, "adit-node-" + name);
    thread.setDaemon(true);
    return thread;
  }
}
