package io.adit.pool;

import java.security.SecureRandom;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Gives each connection an extranonce1 that no other open one has. Counts up from a random number,
 * so that one that has just become free is not given to the next miner, nor the same ones again
 * after a restart.
 */
final class Extranonces {
  private static final int TRIES = 1_000_000;

  private final int size;
  private final long mask;
  private final AtomicLong next = new AtomicLong(new SecureRandom().nextLong());
  private final Set<Long> taken = ConcurrentHashMap.newKeySet();

  Extranonces(int size) {
    this.size = size;
    this.mask = size >= Long.BYTES ? -1 : (1L << (8 * size)) - 1;
  }

  /** A free one; empty if there is none. */
  Optional<byte[]> take() {
    long capacity = mask == -1 ? Long.MAX_VALUE : mask + 1;
    if (taken.size() >= capacity) {
      return Optional.empty();
    }
    for (int i = 0; i < TRIES; i++) {
      long value = next.getAndIncrement() & mask;
      if (taken.add(value)) {
        return Optional.of(bytes(value));
      }
    }
    return Optional.empty();
  }

  /** Marks one as taken that an adopted connection has. */
  void keep(byte[] extranonce1) {
    taken.add(value(extranonce1));
  }

  void release(byte[] extranonce1) {
    taken.remove(value(extranonce1));
  }

  private byte[] bytes(long value) {
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) (value >>> (8 * (size - 1 - i)));
    }
    return bytes;
  }

  private static long value(byte[] bytes) {
    long value = 0;
    for (byte b : bytes) {
      value = (value << 8) | (b & 0xff);
    }
    return value;
  }
}
