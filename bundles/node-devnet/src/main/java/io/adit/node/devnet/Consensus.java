package io.adit.node.devnet;

import io.adit.api.Bytes;
import io.adit.api.Hash;
import io.adit.api.Sha256d;
import java.util.ArrayList;
import java.util.List;

/** What Bitcoin's rules calculate. */
final class Consensus {
  static final long MAX_SATOSHIS = 21_000_000L * 100_000_000L;

  private static final long FIRST_SUBSIDY = 50L * 100_000_000L;
  private static final int HALVING_INTERVAL = 210_000;

  /** OP_RETURN, a push of 36 bytes, and the mark of a witness commitment (BIP 141). */
  private static final Bytes COMMITMENT_START = Bytes.ofHex("6a24aa21a9ed");

  private static final int COMMITMENT_SCRIPT_SIZE = COMMITMENT_START.size() + Hash.SIZE;

  private Consensus() {}

  /** New satoshis of the block of that height. */
  static long subsidy(int height) {
    int halvings = height / HALVING_INTERVAL;
    return halvings < Long.SIZE ? FIRST_SUBSIDY >>> halvings : 0;
  }

  /** The root of the merkle tree with those leaves, of which there is at least one. */
  static Hash merkleRoot(List<Hash> leaves) {
    List<Hash> level = leaves;
    while (level.size() > 1) {
      List<Hash> above = new ArrayList<>((level.size() + 1) / 2);
      for (int i = 0; i < level.size(); i += 2) {
        above.add(hashOfBoth(level.get(i), level.get(Math.min(i + 1, level.size() - 1))));
      }
      level = above;
    }
    return level.get(0);
  }

  /** The hash of two hashes, one after the other. */
  static Hash hashOfBoth(Hash first, Hash second) {
    byte[] both = new byte[2 * Hash.SIZE];
    second.wire().copyTo(both, first.wire().copyTo(both, 0));
    return new Sha256d().hash(Bytes.copyOf(both));
  }

  /** The output script that commits to {@code commitment}. */
  static Bytes commitmentScript(Hash commitment) {
    byte[] script = new byte[COMMITMENT_SCRIPT_SIZE];
    commitment.wire().copyTo(script, COMMITMENT_START.copyTo(script, 0));
    return Bytes.copyOf(script);
  }

  /** Whether a script commits to witnesses. It may go on after the commitment. */
  static boolean isCommitment(Bytes script) {
    if (script.size() < COMMITMENT_SCRIPT_SIZE) {
      return false;
    }
    for (int i = 0; i < COMMITMENT_START.size(); i++) {
      if (script.get(i) != COMMITMENT_START.get(i)) {
        return false;
      }
    }
    return true;
  }

  /** The hash that a committing script holds. */
  static Hash commitmentOf(Bytes script) {
    return Hash.ofWire(
        Bytes.copyOf(script.toArray(), COMMITMENT_START.size(), Hash.SIZE).toArray());
  }

  /** How the input's script of a block of that height starts (BIP 34). */
  static Bytes heightScript(int height) {
    if (height == 0) {
      return Bytes.ofHex("00");
    }
    if (height <= 16) {
      return Bytes.copyOf(new byte[] {(byte) (0x50 + height)});
    }
    byte[] push = new byte[6];
    int size = 0;
    int rest = height;
    // The top bit of the last byte is a sign.
    while (rest > 0 || push[size] < 0) {
      push[++size] = (byte) rest;
      rest >>>= 8;
    }
    push[0] = (byte) size;
    return Bytes.copyOf(push, 0, size + 1);
  }
}
