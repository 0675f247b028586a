package io.adit.api.miner;

import java.util.Objects;

/**
 * What a kind of miner can do and cannot.
 *
 * @param name of the kind, for people
 * @param maxCoinbaseSize bytes of a coinbase transaction without its witness that it can work on
 * @param versionMask when it is told which version bits it may roll
 * @param minDifficulty it is never given less, 0 for no such limit
 * @param fractionalDifficulty whether it works at fractions; it is given whole numbers otherwise
 * @param extranonceChange whether it may be sent mining.set_extranonce without having asked for it
 */
public record MinerProfile(
    String name,
    int maxCoinbaseSize,
    VersionMask versionMask,
    double minDifficulty,
    boolean fractionalDifficulty,
    boolean extranonceChange) {
  /** When a miner is told which version bits it may roll. */
  public enum VersionMask {
    /** In the reply to mining.configure only. */
    ON_CONFIGURE,
    /** Also by mining.set_version_mask, after the reply to mining.authorize. */
    AFTER_AUTHORIZE
  }

  /** Of a miner that nothing is known about. */
  public static final MinerProfile UNKNOWN =
      new MinerProfile("unknown", 6500, VersionMask.ON_CONFIGURE, 0, true, false);

  public MinerProfile {
    Objects.requireNonNull(name);
    Objects.requireNonNull(versionMask);
  }
}
