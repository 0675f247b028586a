package io.adit.bench.ledger;

import java.io.IOException;

/**
 * A durable record of shares, as the ledger would use it. Errors of the library come out as they
 * are, or as IOException.
 */
interface Candidate extends AutoCloseable {
  /** One per writing thread. */
  interface Appender {
    /**
     * Appends a copy of the record, {@link ShareRecord#SIZE} bytes. In the operating system's hands
     * when this returns only if {@link Candidate#handsOverOnAppend()}.
     */
    void append(byte[] share) throws Exception;
  }

  /** Takes what was kept, in the ledger's order. The array is good until the call returns. */
  interface Sink {
    void accept(byte[] share);
  }

  Appender appender() throws Exception;

  /** Whether a record survives a kill as soon as {@link Appender#append} returned. */
  default boolean handsOverOnAppend() {
    return true;
  }

  /**
   * Everything whose append returned before is in the operating system's hands when this returns.
   * From any thread.
   */
  default void handOver() throws Exception {}

  /**
   * Everything whose append returned before is on the disk when this returns. Called by one thread
   * at a time.
   */
  void sync() throws Exception;

  /** Before the first append only. Throws if what is kept is damaged and the candidate noticed. */
  void replay(Sink sink) throws Exception;

  @Override
  void close() throws IOException;
}
