package io.adit.api.vardiff;

import java.util.OptionalDouble;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Chooses a miner's difficulty. A function of what it is handed: it keeps nothing, so that it can
 * be swapped for another at any time. Asked about every miner about once a second, also about those
 * that submit nothing; called from many threads at once; must not block.
 */
@ConsumerType
public interface VardiffPolicy {
  /** Service property: the policy's name in configuration. */
  String NAME = "adit.vardiff";

  /**
   * Judges a window of a miner's statistics.
   *
   * @return the difficulty for the jobs to come, which may be the one in force; a new window
   *     begins. Empty to let the window go on. The server keeps the answer within the limits.
   */
  OptionalDouble judge(ShareStatistics statistics, VardiffSettings settings);
}
