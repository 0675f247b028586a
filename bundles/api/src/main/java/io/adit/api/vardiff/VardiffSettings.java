package io.adit.api.vardiff;

import java.time.Duration;

/**
 * What an operator wants of the difficulty.
 *
 * @param minDifficulty never below
 * @param maxDifficulty never above
 * @param targetShareTime wanted time between two shares of a miner
 * @param retargetTime how often to judge
 * @param variancePercent how far, in percent, the share time may be off before the difficulty
 *     changes
 */
public record VardiffSettings(
    double minDifficulty,
    double maxDifficulty,
    Duration targetShareTime,
    Duration retargetTime,
    double variancePercent) {
  /** {@code difficulty}, or the limit that it passes. */
  public double clamp(double difficulty) {
    return Math.max(minDifficulty, Math.min(maxDifficulty, difficulty));
  }
}
