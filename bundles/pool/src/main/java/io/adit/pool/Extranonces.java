package io.adit.pool;

import io.adit.api.session.SentJobs;
import io.adit.api.session.Session;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Gives each connection an extranonce1 that no other open one has. Counts up from a random number,
 * so that one that has just become free is not given to the next miner, nor the same ones again
 * after a restart.
 *
 * <p>A miner that comes back may have its former one again, for as long as its jobs would have
 * paid. It gets the jobs it was sent then, too: with the shares already accepted for them, so that
 * none is accepted twice, and so that what it finds for them still pays.
 */
final class Extranonces {
  private static final int TRIES = 1_000_000;
  private static final int MOST_FORMER = 10_000;

  /** Shares that are remembered of all former ones together. */
  private static final long MOST_SHARES = 1 << 20;

  /** Of a name: what a stranger cannot guess. */
  private static final int TOKEN = 8;

  /** Of the value of an extranonce1 that an open connection has. */
  private static final Former OPEN = new Former(new byte[0], new SentJobs(), 0);

  private final int size;
  private final long mask;
  private final int mostFormer;
  private final long mostShares;
  private final Duration kept;
  private final LongSupplier nanos;
  private final AtomicLong next = new AtomicLong(new SecureRandom().nextLong());
  private final byte[] secret = new byte[32];
  private final AtomicInteger formers = new AtomicInteger();
  private final AtomicLong formerShares = new AtomicLong();
  private final Map<Long, Former> taken = new ConcurrentHashMap<>();

  /** What a miner had that is gone. */
  static final class Former {
    private final byte[] extranonce1;
    private final SentJobs jobs;
    private final int shares;
    private final long untilNanos;

    private Former(byte[] extranonce1, SentJobs jobs, long untilNanos) {
      this.extranonce1 = extranonce1;
      this.jobs = jobs;
      this.untilNanos = untilNanos;
      shares = jobs.seenShares();
    }

    byte[] extranonce1() {
      return extranonce1;
    }

    /** The jobs that it was sent. */
    SentJobs jobs() {
      return jobs;
    }
  }

  /**
   * Extranonces of {@code size} bytes.
   *
   * @param kept how long a former one is kept for the miner that had it
   */
  Extranonces(int size, Duration kept, LongSupplier nanos) {
    this(size, kept, nanos, MOST_SHARES);
  }

  Extranonces(int size, Duration kept, LongSupplier nanos, long mostShares) {
    this.mostShares = mostShares;
    this.size = size;
    this.mask = size >= Long.BYTES ? -1 : (1L << (8 * size)) - 1;
    this.mostFormer = mask < 0 ? MOST_FORMER : (int) Math.min(MOST_FORMER, (mask + 1) / 4);
    this.kept = kept;
    this.nanos = nanos;
    new SecureRandom().nextBytes(secret);
  }

  /** A free one; empty if there is none. */
  Optional<byte[]> take() {
    long capacity = mask == -1 ? Long.MAX_VALUE : mask + 1;
    if (taken.size() >= capacity) {
      return Optional.empty();
    }
    for (int i = 0; i < TRIES; i++) {
      long value = next.getAndIncrement() & mask;
      if (taken.putIfAbsent(value, OPEN) == null) {
        return Optional.of(bytes(value));
      }
    }
    return Optional.empty();
  }

  /**
   * The name of the subscription with that extranonce1, by which it can be resumed. Only the miner
   * that was told it knows it.
   */
  String sessionOf(byte[] extranonce1) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      String token = HexFormat.of().formatHex(mac.doFinal(extranonce1), 0, TOKEN);
      return HexFormat.of().formatHex(extranonce1) + token;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }

  /** Takes what the subscription of that name had; empty if it is not known, or in use. */
  Optional<Former> resume(String session) {
    if (session.length() != 2 * (size + TOKEN)
        || !session.chars().allMatch(HexFormat::isHexDigit)) {
      return Optional.empty();
    }
    byte[] extranonce1 = HexFormat.of().parseHex(session, 0, 2 * size);
    if (!session.equalsIgnoreCase(sessionOf(extranonce1))) {
      return Optional.empty();
    }
    long value = value(extranonce1);
    Former former = taken.get(value);
    if (former == null || former == OPEN || !taken.replace(value, former, OPEN)) {
      return Optional.empty();
    }
    forgotten(former);
    return Optional.of(former);
  }

  /** Marks one as taken that an adopted connection has; false if another one has it. */
  boolean keep(byte[] extranonce1) {
    return extranonce1.length == size && taken.putIfAbsent(value(extranonce1), OPEN) == null;
  }

  /** Lets go of one, and keeps it with its jobs for the same miner. */
  void release(byte[] extranonce1, SentJobs jobs) {
    long value = value(extranonce1);
    Former former = new Former(extranonce1, jobs, nanos.getAsLong() + kept.toNanos());
    boolean few = formers.incrementAndGet() <= mostFormer;
    boolean small = formerShares.addAndGet(former.shares) <= mostShares;
    if (few && small) {
      taken.put(value, former);
    } else {
      taken.remove(value);
      forgotten(former);
    }
  }

  private void forgotten(Former former) {
    formers.decrementAndGet();
    formerShares.addAndGet(-former.shares);
  }

  /** Forgets one that is in use, for the connection goes on elsewhere. */
  void free(Session session) {
    session.extranonce1().ifPresent(extranonce1 -> taken.remove(value(extranonce1), OPEN));
  }

  /** Forgets former ones whose time has passed. */
  void expire() {
    long now = nanos.getAsLong();
    taken.forEach(
        (value, former) -> {
          if (former != OPEN && former.untilNanos - now < 0 && taken.remove(value, former)) {
            forgotten(former);
          }
        });
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
