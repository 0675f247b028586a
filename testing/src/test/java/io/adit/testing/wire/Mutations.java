package io.adit.testing.wire;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;

/** Shares that differ from a good one in one byte. */
final class Mutations {
  private static final int WORD = 4;
  private static final int BYTES = 256;
  private static final String DIGITS = "0123456789abcdefg";
  private static final HexFormat HEX = HexFormat.of();

  private Mutations() {}

  /** Every byte of every field, in all of its other values; every letter of the job's name. */
  static List<Share> of(Share share) {
    List<Share> mutations = new ArrayList<>();
    for (int flip = 1; flip < BYTES; flip++) {
      for (int at = 0; at < WORD; at++) {
        int flipped = flip << (8 * at);
        mutations.add(share.withNtime(share.ntime() ^ flipped));
        mutations.add(share.withNonce(share.nonce() ^ flipped));
        int bits = share.versionBits().orElse(0) ^ flipped;
        mutations.add(share.withVersionBits(OptionalInt.of(bits)));
      }
      for (int at = 0; at < share.extranonce2().length() / 2; at++) {
        byte[] bytes = HEX.parseHex(share.extranonce2());
        bytes[at] ^= (byte) flip;
        mutations.add(share.withExtranonce2(HEX.formatHex(bytes)));
      }
    }
    for (int at = 0; at < share.job().length(); at++) {
      for (int i = 0; i < DIGITS.length(); i++) {
        if (share.job().charAt(at) != DIGITS.charAt(i)) {
          StringBuilder job = new StringBuilder(share.job());
          job.setCharAt(at, DIGITS.charAt(i));
          mutations.add(share.withJob(job.toString()));
        }
      }
    }
    return mutations;
  }
}
