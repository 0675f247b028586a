package io.adit.launcher.miner;

import io.adit.api.pow.Target;
import java.math.BigInteger;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.OptionalInt;

/**
 * SHA-256 applied twice to the header. The platform's digest uses the processor's instructions for
 * it, which no Java code of ours could; the state after the header's first 64 bytes, which the
 * nonce is not part of, is kept and cloned.
 */
final class Sha256d implements Algorithm {
  private static final Target DIFFICULTY_ONE = Target.of(BigInteger.valueOf(0xffff).shiftLeft(208));
  private static final int FIRST_BLOCK = 64;
  private static final int HEADER = 80;
  private static final int NONCE = 76;
  private static final int HASH = 32;

  @Override
  public Target difficultyOne() {
    return DIFFICULTY_ONE;
  }

  @Override
  public Scanner newScanner() {
    return new MidstateScanner();
  }

  private static final class MidstateScanner implements Scanner {
    private final MessageDigest second = sha256();
    private final byte[] header = new byte[HEADER];
    private final byte[] inner = new byte[HASH];
    private final byte[] hash = new byte[HASH];
    private MessageDigest midstate = sha256();

    @Override
    public void setHeader(byte[] chosen) {
      System.arraycopy(chosen, 0, header, 0, HEADER);
      midstate = sha256();
      midstate.update(header, 0, FIRST_BLOCK);
    }

    @Override
    public OptionalInt scan(int first, int count, Target target) {
      for (int i = 0; i < count; i++) {
        int nonce = first + i;
        header[NONCE] = (byte) nonce;
        header[NONCE + 1] = (byte) (nonce >>> 8);
        header[NONCE + 2] = (byte) (nonce >>> 16);
        header[NONCE + 3] = (byte) (nonce >>> 24);
        hash();
        if (target.isMetBy(hash)) {
          return OptionalInt.of(nonce);
        }
      }
      return OptionalInt.empty();
    }

    private void hash() {
      try {
        MessageDigest first = (MessageDigest) midstate.clone();
        first.update(header, FIRST_BLOCK, HEADER - FIRST_BLOCK);
        first.digest(inner, 0, HASH);
        second.update(inner, 0, HASH);
        second.digest(hash, 0, HASH);
      } catch (CloneNotSupportedException | DigestException e) {
        throw new IllegalStateException("the platform's SHA-256 can be cloned", e);
      }
    }

    @Override
    public byte[] lastHash() {
      return hash.clone();
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
