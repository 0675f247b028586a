package io.adit.testing.wire;

import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.Predicate;

/** Looks for a share by changing one field of another. */
final class Search {
  private static final int TRIES = 50_000_000;

  /** What a share's hash has to be. */
  enum Goal {
    /** Good enough for a share, and no block. */
    SHARE,
    /** Not good enough for a share, but nearly: twice the target would do. */
    LOW,
    /** Good enough for a block, whatever the share's target. */
    BLOCK;

    /** Whether a hash is that; {@code target} is the share's. */
    boolean isMetBy(BigInteger hash, BigInteger target, BigInteger network) {
      if (this == BLOCK) {
        return hash.compareTo(network) <= 0;
      }
      boolean good = hash.compareTo(target) <= 0;
      boolean nearly = hash.compareTo(target.shiftLeft(1)) <= 0;
      return hash.compareTo(network) > 0 && (this == SHARE ? good : !good && nearly);
    }
  }

  /** A field of a share. */
  enum Field {
    NONCE,
    NTIME,
    EXTRANONCE2,
    VERSION;

    static Field of(String name) {
      return valueOf(name.toUpperCase(Locale.ROOT));
    }

    private Share change(Share share, int by, int versionMask) {
      return switch (this) {
        case NONCE -> share.withNonce(share.nonce() + by);
        case NTIME -> share.withNtime(share.ntime() + by);
        case EXTRANONCE2 -> share.withExtranonce2(sum(share.extranonce2(), by));
        case VERSION -> share.withVersionBits(OptionalInt.of(spread(by, versionMask)));
      };
    }

    private static String sum(String hex, int by) {
      String sum = new BigInteger(hex, 16).add(BigInteger.valueOf(by)).toString(16);
      return "0".repeat(Math.max(0, hex.length() - sum.length())) + sum;
    }

    /** The lowest bits of a number, put where the mask has its bits. */
    private static int spread(int number, int mask) {
      int spread = 0;
      int rest = mask;
      for (int bits = number; bits != 0; bits >>>= 1) {
        if (rest == 0) {
          throw new IllegalStateException(
              String.format("no share for any version bits within the mask %08x", mask));
        }
        int lowest = Integer.lowestOneBit(rest);
        spread |= (bits & 1) == 0 ? 0 : lowest;
        rest ^= lowest;
      }
      return spread;
    }
  }

  private Search() {}

  /**
   * The first share, by steps of {@code field} from {@code first} on, that all of {@code wanted}
   * accept.
   */
  static Share from(Share first, Field field, int versionMask, List<Predicate<Share>> wanted) {
    for (int by = 0; by < TRIES; by++) {
      Share share = field.change(first, by, versionMask);
      if (wanted.stream().allMatch(one -> one.test(share))) {
        return share;
      }
    }
    throw new IllegalStateException("no share in " + TRIES + " tries");
  }
}
