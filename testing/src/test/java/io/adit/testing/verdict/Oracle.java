package io.adit.testing.verdict;

import io.adit.api.node.BlockTemplate;
import io.adit.testing.wire.Miner;
import io.adit.testing.wire.MinerJob;
import io.adit.testing.wire.Share;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a submission deserves by the protocol: from the lines that the miner has heard, and from
 * what the node wants, of which only the smallest time and the tip are not on the wire.
 */
final class Oracle {
  private static final int OTHER = 20;
  private static final int STALE = 21;
  private static final int DUPLICATE = 22;
  private static final int LOW_DIFFICULTY = 23;
  private static final int UNAUTHORIZED = 24;
  private static final long MAX_AHEAD_SECONDS = 7200;

  private final Map<String, Long> minTimes = new HashMap<>();
  private final Set<BigInteger> accepted = new HashSet<>();
  private String tip = "";

  /** The node wants that from now on. */
  void template(BlockTemplate template) {
    tip = onTheWire(template.previous().wire().toArray());
    minTimes.put(tip, template.minTime());
  }

  /** Eight words, the bytes of each in the opposite order. */
  private static String onTheWire(byte[] hash) {
    StringBuilder words = new StringBuilder();
    for (int word = 0; word < hash.length; word += 4) {
      for (int i = 3; i >= 0; i--) {
        words.append(HexFormat.of().toHexDigits(hash[word + i]));
      }
    }
    return words.toString();
  }

  /**
   * The codes of all errors that a submission deserves; none if it is to be accepted. Which of
   * several is told is the server's choice.
   *
   * @param miner who hands it in
   * @param now seconds since 1970
   */
  Set<Integer> errors(Miner miner, String worker, Share share, long now) {
    Set<Integer> errors = new TreeSet<>();
    if (!worker.equals(TestPool.WORKER)) {
      errors.add(UNAUTHORIZED);
    }
    Optional<MinerJob> known = miner.job(share.job());
    if (known.isEmpty()) {
      errors.add(STALE);
      return errors;
    }
    MinerJob job = known.get();
    if (!job.previous().equals(tip)) {
      errors.add(STALE);
    }
    long ntime = Integer.toUnsignedLong(share.ntime());
    if (ntime < minTimes.get(job.previous()) || ntime > now + MAX_AHEAD_SECONDS) {
      errors.add(OTHER);
    }
    if ((share.versionBits().orElse(0) & ~miner.versionMask()) != 0) {
      errors.add(OTHER);
    }
    if (share.extranonce2().length() != 2 * job.extranonce2Size()) {
      errors.add(OTHER);
      return errors;
    }
    BigInteger hash = job.hash(share, miner.versionMask());
    if (accepted.contains(hash)) {
      errors.add(DUPLICATE);
    } else if (hash.compareTo(job.target()) > 0 && !isBlock(hash, job)) {
      errors.add(LOW_DIFFICULTY);
    }
    return errors;
  }

  private static boolean isBlock(BigInteger hash, MinerJob job) {
    return hash.compareTo(job.networkTarget()) <= 0;
  }

  /** A submission that is to be accepted was accepted. Whether it is a block. */
  boolean accepted(Miner miner, Share share) {
    MinerJob job = miner.job(share.job()).orElseThrow();
    BigInteger hash = job.hash(share, miner.versionMask());
    accepted.add(hash);
    return isBlock(hash, job);
  }
}
