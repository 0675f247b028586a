package io.adit.api.session;

/**
 * The shares accepted for one job on one connection, so that none is accepted twice. What tells two
 * shares apart is compared whole: extranonce2, ntime, nonce and the version of the header.
 *
 * <p>An open-addressing table of four longs a share, the first of which holds the extranonce2's
 * length and a mark, so that a free place is all zeros.
 */
public final class SeenShares {
  private static final int WIDTH = 4;
  private static final long MARK = 1L << 63;

  /** Shares of one job that are remembered, at most: 16 MiB. */
  public static final int CAPACITY = 1 << 18;

  private long[] table = new long[0];
  private int size;

  /** How many shares there are. */
  public int size() {
    return size;
  }

  /** Whether that share is here. */
  public boolean contains(byte[] extranonce2, int length, int ntime, int nonce, int version) {
    return size > 0
        && table[
                place(
                    table,
                    head(length, version),
                    low(extranonce2, length),
                    high(extranonce2, length),
                    work(ntime, nonce))]
            != 0;
  }

  /** Whether it takes no more. */
  public boolean isFull() {
    return size >= CAPACITY;
  }

  /** Adds a share that is not here. */
  public void add(byte[] extranonce2, int length, int ntime, int nonce, int version) {
    if (WIDTH * 2 * (size + 1) > table.length) {
      grow();
    }
    insert(
        table,
        head(length, version),
        low(extranonce2, length),
        high(extranonce2, length),
        work(ntime, nonce));
    size++;
  }

  private void grow() {
    long[] larger = new long[Math.max(WIDTH * 8, 2 * table.length)];
    for (int i = 0; i < table.length; i += WIDTH) {
      if (table[i] != 0) {
        insert(larger, table[i], table[i + 1], table[i + 2], table[i + 3]);
      }
    }
    table = larger;
  }

  private static void insert(long[] table, long head, long low, long high, long work) {
    int at = place(table, head, low, high, work);
    table[at] = head;
    table[at + 1] = low;
    table[at + 2] = high;
    table[at + 3] = work;
  }

  /** Where that share is, or the free place where it belongs. */
  private static int place(long[] table, long head, long low, long high, long work) {
    long mixed = (head * 31 + low) * 31 + high;
    mixed = (mixed ^ work) * 0x9e3779b97f4a7c15L;
    int mask = table.length / WIDTH - 1;
    int slot = (int) (mixed >>> 32) & mask;
    while (true) {
      int at = slot * WIDTH;
      if (table[at] == 0
          || (table[at] == head
              && table[at + 1] == low
              && table[at + 2] == high
              && table[at + 3] == work)) {
        return at;
      }
      slot = slot + 1 & mask;
    }
  }

  private static long head(int length, int version) {
    return MARK | ((long) length << 32) | Integer.toUnsignedLong(version);
  }

  private static long low(byte[] extranonce2, int length) {
    return bytes(extranonce2, 0, Math.min(length, 8));
  }

  private static long high(byte[] extranonce2, int length) {
    return bytes(extranonce2, 8, length);
  }

  private static long bytes(byte[] source, int from, int to) {
    long value = 0;
    for (int i = from; i < to; i++) {
      value = (value << 8) | (source[i] & 0xff);
    }
    return value;
  }

  private static long work(int ntime, int nonce) {
    return ((long) ntime << 32) | Integer.toUnsignedLong(nonce);
  }
}
