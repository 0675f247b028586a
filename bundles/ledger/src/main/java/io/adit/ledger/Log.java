package io.adit.ledger;

import java.util.List;

/**
 * Records in the order in which they were appended, each at a position greater than that of the one
 * before. Holds those from {@link #start} to before {@link #end}, or of those the ones that are
 * still of interest. Any thread may read.
 */
interface Log<T> {
  /**
   * Some records in a row.
   *
   * @param start position that was asked for
   * @param end position after the last of them
   */
  record Batch<T>(List<T> records, long start, long end) {}

  /** Position of the oldest record that is held. */
  long start();

  /** Position after the newest record. */
  long end();

  /**
   * Up to {@code max} records from position {@code from} on. May stop short of {@link #end} while
   * an append is under way.
   */
  Batch<T> read(long from, int max);

  /** How many records are held from position {@code from} on. */
  long count(long from);

  /** Lets go of what is before {@code position}. For one thread at a time. */
  void release(long position);

  /** Whether it holds so much that it should not wait for a reader that may never come back. */
  boolean isCrowded();
}
