package io.adit.ledger;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/**
 * How far the disk has the shares, and whoever waits for that. {@link #sync} is one thread's, the
 * rest any thread's.
 */
final class Durable {
  private final ShareLog shares;
  private final boolean promised;
  private final Runnable wake;
  private final Queue<Waiter> waiters = new ConcurrentLinkedQueue<>();

  /** Up to where the disk has all shares. */
  private volatile long position;

  private volatile boolean ended;

  private record Waiter(long position, Consumer<Boolean> then) {}

  /**
   * Nothing new as yet.
   *
   * @param promised whether shares are answered only when the disk has them
   * @param wake called when somebody waits
   */
  Durable(ShareLog shares, boolean promised, Runnable wake) {
    this.shares = shares;
    this.promised = promised;
    this.wake = wake;
    position = shares.end();
  }

  /** Every share before it would survive a power cut. */
  long position() {
    return position;
  }

  boolean isAwaited() {
    return !waiters.isEmpty();
  }

  boolean isDurable(long share) {
    return !promised || share < position;
  }

  void whenDurable(long share, Consumer<Boolean> then) {
    if (isDurable(share)) {
      then.accept(true);
      return;
    }
    waiters.add(new Waiter(share, then));
    wake.run();
    if (ended) {
      answer();
    }
  }

  /**
   * Has the disk take what there is, all of it at once, and tells those who wait. Does nothing any
   * more after {@link #end}: once a disk has failed, its next answer means nothing.
   *
   * @throws java.io.UncheckedIOException if the disk did not take it
   * @throws InternalError if the file system has failed under the mapped memory
   */
  void sync() {
    if (!ended) {
      position = shares.force(position);
      shares.pin(position);
      answer();
    }
  }

  /** Nothing more becomes durable. */
  void end() {
    ended = true;
    answer();
  }

  /** Tells those who wait what is known; each of them once. */
  private synchronized void answer() {
    boolean never = ended;
    waiters.removeIf(
        waiter -> {
          boolean done = isDurable(waiter.position());
          if (done || never) {
            waiter.then().accept(done);
          }
          return done || never;
        });
  }
}
