package io.adit.api.miner;

import org.osgi.annotation.versioning.ConsumerType;

/** Tells kinds of miners apart. Immutable, called from many threads at once; must not block. */
@ConsumerType
public interface MinerProfiles {
  /**
   * The profile of the miner that calls itself that.
   *
   * @param userAgent as in mining.subscribe or as the answer to client.get_version; may be empty
   */
  MinerProfile of(String userAgent);
}
