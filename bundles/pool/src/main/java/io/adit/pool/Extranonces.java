package io.adit.pool;

import io.adit.api.session.SentJobs;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Gives each connection an extranonce1 that no other open one has. Counts up from a random number,
 * so that one that has just become free is not given to the next miner, nor the same ones again
 * after a restart. Of several servers, each gives those only that begin with its number.
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
  private static final Former OPEN = new Former("", new byte[0], new SentJobs(), 0);

  private final int size;
  private final long mostShares;
  private final Duration kept;
  private final LongSupplier nanos;
  private final SecureRandom random = new SecureRandom();
  private final AtomicLong next = new AtomicLong(random.nextLong());
  private final AtomicInteger formers = new AtomicInteger();
  private final AtomicLong formerShares = new AtomicLong();
  private final Map<Long, Former> taken = new ConcurrentHashMap<>();
  private volatile int mostFormer;

  /** What a miner had that is gone. */
  static final class Former {
    private final String session;
    private final byte[] extranonce1;
    private final SentJobs jobs;
    private final int shares;
    private final long untilNanos;

    private Former(String session, byte[] extranonce1, SentJobs jobs, long untilNanos) {
      this.session = session;
      this.extranonce1 = extranonce1;
      this.jobs = jobs;
      this.untilNanos = untilNanos;
      shares = jobs.seenShares();
    }

    /** The name of its session; empty if it had none here. */
    String session() {
      return session;
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
    this.kept = kept;
    this.nanos = nanos;
    mostFormer = mostFormer(size);
  }

  /** A quarter of what that many bytes tell apart, at most. */
  private static int mostFormer(int bytes) {
    return bytes >= Integer.BYTES ? MOST_FORMER : Math.min(MOST_FORMER, (1 << (8 * bytes)) / 4);
  }

  /** A free one; empty if there is none. With a number, that is its first byte. */
  Optional<byte[]> take(OptionalInt number) {
    int counted = number.isPresent() ? size - 1 : size;
    mostFormer = mostFormer(counted);
    long mask = counted >= Long.BYTES ? -1 : (1L << (8 * counted)) - 1;
    long first = number.isPresent() ? (long) number.getAsInt() << (8 * counted) : 0;
    long tries = mask == -1 ? TRIES : Math.min(TRIES, mask + 1);
    for (long i = 0; i < tries; i++) {
      long value = first | (next.getAndIncrement() & mask);
      if (taken.putIfAbsent(value, OPEN) == null) {
        return Optional.of(bytes(value));
      }
    }
    return Optional.empty();
  }

  /**
   * A new name for the subscription with that extranonce1, by which it can be resumed. Only the
   * miner that is told it knows it.
   */
  String newName(byte[] extranonce1) {
    byte[] token = new byte[TOKEN];
    random.nextBytes(token);
    return HexFormat.of().formatHex(extranonce1) + HexFormat.of().formatHex(token);
  }

  /** Whether another server might know a subscription of that name, and nobody has it here. */
  boolean mayBeElsewhere(String session) {
    return extranonce1Of(session).map(bytes -> taken.get(value(bytes)) != OPEN).orElse(false);
  }

  /** Takes what the subscription of that name had; empty if it is not known here, or in use. */
  Optional<Former> resume(String session) {
    return extranonce1Of(session)
        .map(bytes -> taken.get(value(bytes)))
        .filter(former -> former.session.equalsIgnoreCase(session) && reopen(former));
  }

  /**
   * Takes one that a miner has had elsewhere, with what it was sent if it was here not long ago;
   * empty if it is in use, or of another size than those of this pool.
   */
  Optional<Former> claim(byte[] extranonce1) {
    if (extranonce1.length != size) {
      return Optional.empty();
    }
    Former former = taken.putIfAbsent(value(extranonce1), OPEN);
    if (former == null) {
      return Optional.of(new Former("", extranonce1, new SentJobs(), 0));
    }
    return former != OPEN && reopen(former) ? Optional.of(former) : Optional.empty();
  }

  private boolean reopen(Former former) {
    boolean mine = taken.replace(value(former.extranonce1), former, OPEN);
    if (mine) {
      forgotten(former);
    }
    return mine;
  }

  private Optional<byte[]> extranonce1Of(String session) {
    return session.length() == 2 * (size + TOKEN) && session.chars().allMatch(HexFormat::isHexDigit)
        ? Optional.of(HexFormat.of().parseHex(session, 0, 2 * size))
        : Optional.empty();
  }

  /** Marks one as taken that an adopted connection has; false if another one has it. */
  boolean keep(byte[] extranonce1) {
    return extranonce1.length == size && taken.putIfAbsent(value(extranonce1), OPEN) == null;
  }

  /** Lets go of one, and keeps it with its jobs for the same miner. */
  void release(String session, byte[] extranonce1, SentJobs jobs) {
    long value = value(extranonce1);
    Former former = new Former(session, extranonce1, jobs, nanos.getAsLong() + kept.toNanos());
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

  /** Forgets one that is in use, for the connection goes on elsewhere, or with another one. */
  void free(byte[] extranonce1) {
    taken.remove(value(extranonce1), OPEN);
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
