package io.adit.pool;

import com.fasterxml.jackson.databind.JsonNode;
import io.adit.pool.TestMiner.Solution;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Hashes what the lines of a job say, as a miner does. */
final class HeaderSearch {
  private static final BigInteger DIFFICULTY_ONE = BigInteger.valueOf(0xffff).shiftLeft(208);

  private HeaderSearch() {}

  private static BigInteger targetOf(double difficulty) {
    return new BigDecimal(DIFFICULTY_ONE)
        .divide(new BigDecimal(difficulty), 0, RoundingMode.FLOOR)
        .toBigInteger();
  }

  /** A solution of a job whose hash meets {@code difficulty}, or one whose hash does not. */
  static Solution search(
      JsonNode job,
      String extranonce1,
      Integer versionBits,
      int versionMask,
      String extranonce2,
      int ntime,
      double difficulty,
      boolean meet) {
    BigInteger target = targetOf(difficulty);
    for (int nonce = 0; nonce < 10_000_000; nonce++) {
      byte[] hash =
          sha256d(
              header(job, extranonce1, versionBits, versionMask, extranonce2, ntime, nonce)
                  .array());
      if ((new BigInteger(1, reversed(hash)).compareTo(target) <= 0) == meet) {
        return new Solution(job.get(0).asText(), extranonce2, ntime, nonce, versionBits);
      }
    }
    throw new AssertionError("no solution in ten million nonces");
  }

  private static ByteBuffer header(
      JsonNode job,
      String extranonce1,
      Integer versionBits,
      int versionMask,
      String extranonce2,
      int ntime,
      int nonce) {
    HexFormat hex = HexFormat.of();
    byte[] coinbase =
        hex.parseHex(job.get(2).asText() + extranonce1 + extranonce2 + job.get(3).asText());
    byte[] root = sha256d(coinbase);
    for (JsonNode branch : job.get(4)) {
      byte[] pair = new byte[64];
      System.arraycopy(root, 0, pair, 0, 32);
      System.arraycopy(hex.parseHex(branch.asText()), 0, pair, 32, 32);
      root = sha256d(pair);
    }
    int version = Integer.parseUnsignedInt(job.get(5).asText(), 16);
    if (versionBits != null) {
      version = (version & ~versionMask) | (versionBits & versionMask);
    }
    ByteBuffer header = ByteBuffer.allocate(80).order(ByteOrder.LITTLE_ENDIAN);
    header.putInt(version);
    ByteBuffer previous = ByteBuffer.wrap(hex.parseHex(job.get(1).asText()));
    while (previous.hasRemaining()) {
      header.putInt(previous.getInt());
    }
    header.put(root);
    header.putInt(ntime);
    header.putInt(Integer.parseUnsignedInt(job.get(6).asText(), 16));
    return header.putInt(nonce);
  }

  private static byte[] sha256d(byte[] data) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return sha.digest(sha.digest(data));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] reversed(byte[] bytes) {
    byte[] result = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      result[i] = bytes[bytes.length - 1 - i];
    }
    return result;
  }
}
