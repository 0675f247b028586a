package io.adit.testing.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a miner knows from the lines that it has heard on a connection. It tells replies by their
 * form, as it does not know the questions.
 */
public final class Miner {
  private static final BigInteger DIFFICULTY_ONE = BigInteger.valueOf(0xffff).shiftLeft(208);
  private static final BigInteger MAX = BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE);

  private final Map<String, MinerJob> jobs = new LinkedHashMap<>();
  private String extranonce1 = "";
  private int extranonce2Size;
  private double difficulty = 1;
  private int versionMask;
  private Optional<MinerJob> lastJob = Optional.empty();

  /** A miner on a new connection that still has the jobs that another one was sent. */
  public static Miner withJobsOf(Miner former) {
    Miner miner = new Miner();
    miner.jobs.putAll(former.jobs);
    return miner;
  }

  /** Takes a line of the server's. */
  public void hear(JsonNode message) {
    if (message.has("method")) {
      heard(message.path("method").asText(), message.path("params"));
      return;
    }
    JsonNode result = message.path("result");
    if (isSubscription(result)) {
      extranonce(result.path(1), result.path(2));
    } else if (result.has("version-rolling")) {
      versionMask = 0;
      if (result.path("version-rolling").asBoolean()) {
        versionMask(result.path("version-rolling.mask"));
      }
    }
  }

  static boolean isSubscription(JsonNode result) {
    return result.isArray()
        && result.path(0).isArray()
        && result.path(1).isTextual()
        && result.path(2).isInt();
  }

  private void heard(String method, JsonNode params) {
    switch (method) {
      case "mining.set_difficulty" -> difficulty = params.path(0).asDouble();
      case "mining.set_extranonce" -> extranonce(params.path(0), params.path(1));
      case "mining.set_version_mask" -> versionMask(params.path(0));
      case "mining.notify" -> {
        MinerJob job = new MinerJob(params, extranonce1, extranonce2Size, difficulty);
        jobs.put(job.id(), job);
        lastJob = Optional.of(job);
      }
      default -> {
        // Nothing that the work depends on.
      }
    }
  }

  private void extranonce(JsonNode first, JsonNode secondSize) {
    extranonce1 = first.asText();
    extranonce2Size = secondSize.asInt();
  }

  private void versionMask(JsonNode mask) {
    versionMask = Integer.parseUnsignedInt(mask.asText(), 16);
  }

  /** The largest number that a hash of that difficulty may be. */
  public static BigInteger targetOf(double difficulty) {
    return new BigDecimal(DIFFICULTY_ONE)
        .divide(new BigDecimal(difficulty), 0, RoundingMode.FLOOR)
        .toBigInteger()
        .min(MAX);
  }

  /** How difficult it is to find a hash that is no larger. */
  public static double difficultyOf(BigInteger hash) {
    return new BigDecimal(DIFFICULTY_ONE)
        .divide(new BigDecimal(hash), MathContext.DECIMAL64)
        .doubleValue();
  }

  /** In hexadecimal digits; empty before the subscription. */
  public String extranonce1() {
    return extranonce1;
  }

  /** Header version bits that may be rolled; 0 for none. */
  public int versionMask() {
    return versionMask;
  }

  /** Bytes of extranonce2 in the next job. */
  public int extranonce2Size() {
    return extranonce2Size;
  }

  /** The job of that name. */
  public Optional<MinerJob> job(String id) {
    return Optional.ofNullable(jobs.get(id));
  }

  /**
   * Whether a share is for a job that came, of version bits that may be rolled, and meets its
   * target.
   */
  boolean isGood(Share share) {
    // Bits that may not be rolled are not hashed: they would go unnoticed in the hash.
    boolean mayRoll = (share.versionBits().orElse(0) & ~versionMask) == 0;
    return mayRoll
        && job(share.job())
            .filter(job -> job.hash(share, versionMask).compareTo(job.target()) <= 0)
            .isPresent();
  }

  /** Names of all jobs, in the order in which they came. */
  public List<String> jobs() {
    return List.copyOf(jobs.keySet());
  }

  /** The job that came last. */
  public Optional<MinerJob> lastJob() {
    return lastJob;
  }
}
