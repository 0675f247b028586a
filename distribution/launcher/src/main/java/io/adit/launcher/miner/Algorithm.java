package io.adit.launcher.miner;

import io.adit.api.pow.Target;
import java.util.OptionalInt;

/** A proof of work that the miner can do. */
interface Algorithm {
  /** The target at difficulty 1. */
  Target difficultyOne();

  /** A scanner for one thread. */
  Scanner newScanner();

  /** Tries nonces of block headers. */
  interface Scanner {
    /** Chooses the header to work on: 80 bytes as in the block; its nonce does not matter. */
    void setHeader(byte[] header);

    /**
     * Tries {@code count} nonces from {@code first} on.
     *
     * @return the first whose hash meets the target
     */
    OptionalInt scan(int first, int count, Target target);

    /** The hash that the last scan ended with: 32 bytes, least significant first. */
    byte[] lastHash();
  }
}
