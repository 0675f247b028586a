package io.adit.pool;

import io.adit.api.ledger.StatisticsLedger;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Has a pool's statistics kept from time to time, and brings them back after a restart. On the
 * pool's thread, but for the coming and going of the ledger.
 */
final class Memory {
  private static final long KEEP_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final String pool;
  private final WorkerBook book;
  private final PoolThread thread;
  private final Clock clock;
  private volatile StatisticsLedger ledger;
  private final LongSupplier nanos;
  private long tickedNanos;
  private long keptNanos;
  private boolean asked;

  Memory(String pool, WorkerBook book, PoolThread thread, Clock clock, LongSupplier nanos) {
    this.pool = pool;
    this.book = book;
    this.thread = thread;
    this.clock = clock;
    this.nanos = nanos;
    tickedNanos = nanos.getAsLong();
    keptNanos = tickedNanos;
  }

  void use(StatisticsLedger newLedger) {
    ledger = newLedger;
    thread.execute(this::recall);
  }

  void letGo(StatisticsLedger gone) {
    if (ledger == gone) {
      ledger = null;
    }
    thread.pass();
  }

  private void recall() {
    StatisticsLedger current = ledger;
    if (current == null || asked) {
      return;
    }
    asked = true;
    current
        .recall(pool)
        .whenComplete(
            (records, fault) ->
                thread.execute(
                    () -> {
                      if (fault == null) {
                        book.restore(records, clock.millis());
                      } else {
                        // The ledger has gone; its next version is asked at the next tick.
                        asked = false;
                      }
                    }));
  }

  /** Does what is due; called about every second. */
  void tick() {
    long now = nanos.getAsLong();
    book.tick((now - tickedNanos) / 1e9);
    tickedNanos = now;
    recall();
    if (now - keptNanos >= KEEP_NANOS) {
      keptNanos = now;
      keepAll();
    }
  }

  /** Has everything kept that is not yet. */
  void keepAll() {
    StatisticsLedger current = ledger;
    if (current != null) {
      current.keep(book.records(clock.millis()));
    }
  }
}
