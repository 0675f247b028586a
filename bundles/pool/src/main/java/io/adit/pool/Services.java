package io.adit.pool;

import io.adit.api.fleet.ServerNumber;
import io.adit.api.fleet.SharedSessions;
import io.adit.api.job.JobManager;
import io.adit.api.ledger.BlockLedger;
import io.adit.api.ledger.ShareLedger;
import io.adit.api.miner.MinerProfiles;
import io.adit.api.pow.PowAlgorithm;
import io.adit.api.stratum.StratumCodec;
import io.adit.api.vardiff.VardiffPolicy;

/**
 * The services that a pool works with at one moment; null for one that is not there. A line is
 * handled with one of these from beginning to end.
 */
record Services(
    StratumCodec codec,
    PowAlgorithm pow,
    JobManager jobs,
    VardiffPolicy vardiff,
    ShareLedger shares,
    BlockLedger blocks,
    MinerProfiles profiles,
    ServerNumber number,
    SharedSessions sessions) {
  static final Services NONE = new Services(null, null, null, null, null, null, null, null, null);

  /**
   * Whether a line can be handled. What is known of miners' software, and of other servers, helps,
   * but need not be there.
   */
  boolean isComplete() {
    return codec != null
        && pow != null
        && jobs != null
        && vardiff != null
        && shares != null
        && blocks != null;
  }

  Services withCodec(StratumCodec newCodec) {
    return new Services(newCodec, pow, jobs, vardiff, shares, blocks, profiles, number, sessions);
  }

  Services withPow(PowAlgorithm newPow) {
    return new Services(codec, newPow, jobs, vardiff, shares, blocks, profiles, number, sessions);
  }

  Services withJobs(JobManager newJobs) {
    return new Services(codec, pow, newJobs, vardiff, shares, blocks, profiles, number, sessions);
  }

  Services withVardiff(VardiffPolicy newVardiff) {
    return new Services(codec, pow, jobs, newVardiff, shares, blocks, profiles, number, sessions);
  }

  Services withShares(ShareLedger newShares) {
    return new Services(codec, pow, jobs, vardiff, newShares, blocks, profiles, number, sessions);
  }

  Services withBlocks(BlockLedger newBlocks) {
    return new Services(codec, pow, jobs, vardiff, shares, newBlocks, profiles, number, sessions);
  }

  Services withProfiles(MinerProfiles newProfiles) {
    return new Services(codec, pow, jobs, vardiff, shares, blocks, newProfiles, number, sessions);
  }

  Services withNumber(ServerNumber newNumber) {
    return new Services(codec, pow, jobs, vardiff, shares, blocks, profiles, newNumber, sessions);
  }

  Services withSessions(SharedSessions newSessions) {
    return new Services(codec, pow, jobs, vardiff, shares, blocks, profiles, number, newSessions);
  }
}
