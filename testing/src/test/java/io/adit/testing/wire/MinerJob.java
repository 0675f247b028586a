package io.adit.testing.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Work as a miner has it: a {@code mining.notify}, and what was in force on the connection when it
 * came. SHA-256d. For one thread.
 */
public final class MinerJob {
  private static final HexFormat HEX = HexFormat.of();
  private static final int HASH_SIZE = 32;
  private static final int HEADER_SIZE = 80;

  private final JsonNode params;
  private final String extranonce1;
  private final int extranonce2Size;
  private final double difficulty;
  private final BigInteger target;
  private final MessageDigest sha256;

  private String rootOf = "";
  private byte[] root = {};

  /**
   * Reads a job.
   *
   * @param params of the {@code mining.notify}
   * @param difficulty that a share has to reach
   */
  MinerJob(JsonNode params, String extranonce1, int extranonce2Size, double difficulty) {
    this.params = params;
    this.extranonce1 = extranonce1;
    this.extranonce2Size = extranonce2Size;
    this.difficulty = difficulty;
    target = Miner.targetOf(difficulty);
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /** The same job as another miner would have it that got it, too. */
  public MinerJob on(Miner other) {
    return new MinerJob(params, other.extranonce1(), other.extranonce2Size(), difficulty);
  }

  public String id() {
    return params.path(0).asText();
  }

  public int ntime() {
    return word(7);
  }

  public int version() {
    return word(5);
  }

  public boolean isClean() {
    return params.path(8).asBoolean();
  }

  /** Bytes of extranonce2. */
  public int extranonce2Size() {
    return extranonce2Size;
  }

  /** The block that this job's would follow, in the form that it has on the wire. */
  public String previous() {
    return params.path(1).asText();
  }

  /** What a share has to reach. */
  public double difficulty() {
    return difficulty;
  }

  /** What the hash of a share must not exceed. */
  public BigInteger target() {
    return target;
  }

  /** What the hash of a block must not exceed: {@code nbits}, as consensus reads them. */
  public BigInteger networkTarget() {
    int bits = word(6);
    return BigInteger.valueOf(bits & 0x7fffff).shiftLeft(8 * ((bits >>> 24) - 3));
  }

  /**
   * The hash of a share's header as a number.
   *
   * @param versionMask the version bits that the miner may roll; those of the share replace the
   *     job's there
   */
  public BigInteger hash(Share share, int versionMask) {
    byte[] hash = sha256d(header(share, versionMask));
    byte[] number = new byte[HASH_SIZE];
    for (int i = 0; i < HASH_SIZE; i++) {
      number[i] = hash[HASH_SIZE - 1 - i];
    }
    return new BigInteger(1, number);
  }

  /** The 80 bytes that are hashed. */
  public byte[] header(Share share, int versionMask) {
    int version = version();
    if (share.versionBits().isPresent()) {
      version = (version & ~versionMask) | (share.versionBits().getAsInt() & versionMask);
    }
    ByteBuffer header = ByteBuffer.allocate(HEADER_SIZE).order(ByteOrder.LITTLE_ENDIAN);
    header.putInt(version);
    String previous = previous();
    for (int at = 0; at < 2 * HASH_SIZE; at += 8) {
      header.putInt(Integer.parseUnsignedInt(previous, at, at + 8, 16));
    }
    header.put(merkleRoot(share.extranonce2()));
    return header.putInt(share.ntime()).putInt(word(6)).putInt(share.nonce()).array();
  }

  /** The coinbase transaction without its witness. */
  public byte[] coinbase(String extranonce2) {
    return HEX.parseHex(
        params.path(2).asText() + extranonce1 + extranonce2 + params.path(3).asText());
  }

  private byte[] merkleRoot(String extranonce2) {
    if (!rootOf.equals(extranonce2)) {
      byte[] hash = sha256d(coinbase(extranonce2));
      for (JsonNode branch : params.path(4)) {
        sha256.update(hash);
        sha256.update(HEX.parseHex(branch.asText()));
        hash = sha256.digest(sha256.digest());
      }
      root = hash;
      rootOf = extranonce2;
    }
    return root;
  }

  private byte[] sha256d(byte[] data) {
    return sha256.digest(sha256.digest(data));
  }

  private int word(int param) {
    return Integer.parseUnsignedInt(params.path(param).asText(), 16);
  }
}
