package io.adit.jobs;

import io.adit.api.Hash;
import io.adit.api.Sha256d;
import java.util.ArrayList;
import java.util.List;

/** The merkle tree of a block's transactions. */
final class Merkle {
  private Merkle() {}

  /**
   * What to hash the first leaf with, from the leaf up, to reach the root.
   *
   * @param others the leaves but the first
   */
  static List<Hash> branch(List<Hash> others) {
    Sha256d sha256d = new Sha256d();
    List<Hash> branch = new ArrayList<>();
    List<Hash> level = others;
    while (!level.isEmpty()) {
      branch.add(level.get(0));
      // The first node of each level is that of the coinbase, not known yet: pairs begin after it.
      List<Hash> above = new ArrayList<>(level.size() / 2);
      for (int i = 1; i < level.size(); i += 2) {
        // A node without a partner is hashed with itself.
        Hash right = i + 1 < level.size() ? level.get(i + 1) : level.get(i);
        above.add(parent(sha256d, level.get(i), right));
      }
      level = above;
    }
    return branch;
  }

  private static Hash parent(Sha256d sha256d, Hash left, Hash right) {
    byte[] pair = new byte[2 * Hash.SIZE];
    right.wire().copyTo(pair, left.wire().copyTo(pair, 0));
    byte[] hash = new byte[Hash.SIZE];
    sha256d.hash(pair, 0, pair.length, hash, 0);
    return Hash.ofWire(hash);
  }
}
