package io.adit.bench.ledger;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A record as large as a share's: number 8, writer 4 (in the pool's id's place), height 4, job 8,
 * time 8, two difficulties 8 each, connection 4, worker's name 20. All of it follows from writer
 * and number, so that a reader can tell a wrong byte.
 */
final class ShareRecord {
  static final int SIZE = 72;
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long TIME = 1_764_000_000_000L;
  private static final byte[] NAME =
      "bc1qworkername.rig01".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

  private ShareRecord() {}

  static void fill(byte[] share, int writer, long number) {
    LONGS.set(share, 0, number);
    INTS.set(share, 8, writer);
    INTS.set(share, 12, 900_000 + (int) (number >>> 20));
    LONGS.set(share, 16, number >>> 10);
    LONGS.set(share, 24, TIME + number);
    LONGS.set(share, 32, Double.doubleToRawLongBits(65_536));
    LONGS.set(share, 40, Double.doubleToRawLongBits(65_536 + number * 1.25));
    INTS.set(share, 48, 0x5a000000 | writer);
    System.arraycopy(NAME, 0, share, 52, NAME.length);
  }

  static long number(byte[] share) {
    return (long) LONGS.get(share, 0);
  }

  static int writer(byte[] share) {
    return (int) INTS.get(share, 8);
  }

  static boolean intact(byte[] share) {
    byte[] expected = new byte[SIZE];
    fill(expected, writer(share), number(share));
    return Arrays.equals(expected, share);
  }
}
