package io.adit.ledger;

import io.adit.api.State;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The way to an open journal. It is gone at once if it can be, and else by a thread of its own,
 * again and again: another ledger may have the directory yet, its disk may be full. Only what is
 * damaged stays as it is until an operator has seen to it.
 */
final class Opening {
  private static final Logger LOG = LoggerFactory.getLogger(Opening.class);
  private static final long OTHER_LEDGER_MILLIS = 20;
  private static final long DISK_MILLIS = 500;

  private final Path directory;
  private final Settings settings;
  private final LongSupplier nanos;
  private final Consumer<Journal> opened;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread thread = new Thread(this::retry, "adit-ledger-open");
  private volatile State state;
  private Identity identity;
  private Runnable decided;

  /**
   * A directory that is yet to be opened.
   *
   * @param opened is handed the journal, once
   */
  Opening(Path directory, Settings settings, LongSupplier nanos, Consumer<Journal> opened) {
    this.directory = directory;
    this.settings = settings;
    this.nanos = nanos;
    this.opened = opened;
    state = State.starting("opening " + directory);
    thread.setDaemon(true);
  }

  /** How it stands as long as there is no journal. */
  State state() {
    return state;
  }

  /**
   * Opens the directory now, if that can be, and else as soon as it can.
   *
   * @param decided called once, when no other ledger has the directory any more: on this thread, or
   *     on one of the ledger's
   */
  void start(Runnable decided) {
    this.decided = decided;
    if (!attempt()) {
      thread.start();
    }
  }

  private void retry() {
    try {
      long pause;
      do {
        pause = identity == null ? OTHER_LEDGER_MILLIS : DISK_MILLIS;
      } while (!stopping.await(pause, TimeUnit.MILLISECONDS) && !attempt());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether there is nothing more to be tried. */
  private boolean attempt() {
    try {
      if (identity == null) {
        Optional<Identity> taken = Identity.take(directory);
        if (taken.isEmpty()) {
          become(
              State.waiting(directory + " is in use by another ledger; trying again"), Level.WARN);
          return false;
        }
        identity = taken.get();
      }
      opened.accept(new Journal(directory, settings, identity, nanos));
      identity = null;
      if (state.kind() == State.Kind.WAITING) {
        LOG.info("{} is open", directory);
      }
      decide();
      return true;
    } catch (DamageException e) {
      become(State.refused(String.valueOf(e.getMessage())), Level.ERROR);
      leave();
      decide();
      return true;
    } catch (IOException e) {
      become(
          State.waiting("the ledger's directory cannot be opened: " + e + "; trying again"),
          Level.ERROR);
      decide();
      return false;
    }
  }

  private void become(State next, Level level) {
    if (!next.equals(state)) {
      LOG.atLevel(level).log(next.detail());
    }
    state = next;
  }

  private void decide() {
    Runnable once = decided;
    decided = null;
    if (once != null) {
      once.run();
    }
  }

  private void leave() {
    if (identity != null) {
      identity.close();
      identity = null;
    }
  }

  /** Tries no more; returns when an attempt under way is over. */
  void end() throws InterruptedException {
    stopping.countDown();
    // Not interrupted: that would close files under what is being read.
    thread.join();
    leave();
  }
}
