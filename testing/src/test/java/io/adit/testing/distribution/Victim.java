package io.adit.testing.distribution;

/** What can be killed, as the kernel does when memory is short, and can come back with its data. */
interface Victim extends AutoCloseable {
  void kill();

  void revive();

  boolean isDown();

  @Override
  void close();
}
