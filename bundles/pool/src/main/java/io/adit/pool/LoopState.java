package io.adit.pool;

import io.adit.api.job.JobManager;
import io.adit.api.pow.PowAlgorithm;
import io.adit.api.stratum.LineBuffer;
import io.adit.api.stratum.StratumRequest.Submit;
import io.adit.api.transport.Connection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What one event loop keeps for the pool: its connections, its work, and objects that are used
 * again for each line. Only that loop's thread touches it, but for the counters.
 */
final class LoopState {
  final LoopCounters counters = new LoopCounters();
  final Set<Connection> connections = new LinkedHashSet<>();
  final Submit submit = new Submit();
  final LineBuffer out = new LineBuffer();
  final byte[] header = new byte[80];
  final byte[] hash = new byte[32];
  final MerkleRootCache roots;

  /** What new miners are given; null while there is nothing worth mining. */
  Work work;

  private Services services = Services.NONE;
  private PowAlgorithm.Hasher hasher;
  private JobManager.MerkleRoots merkleRoots;

  LoopState(int extranonce1Size, int extranonce2Size) {
    roots = new MerkleRootCache(extranonce1Size, extranonce2Size);
  }

  /** Works with {@code current} from now on. */
  void use(Services current) {
    if (services.equals(current)) {
      return;
    }
    if (services.pow() != current.pow()) {
      hasher = current.pow().newHasher();
    }
    if (services.jobs() != current.jobs()) {
      merkleRoots = current.jobs().newMerkleRoots();
    }
    services = current;
  }

  /** Lets go of all services, so that a bundle that is leaving can be collected. */
  void letGo() {
    services = Services.NONE;
    hasher = null;
    merkleRoots = null;
  }

  /** Reads on from every connection that was held back. */
  void resume() {
    List.copyOf(connections).forEach(Connection::resume);
  }

  PowAlgorithm.Hasher hasher() {
    return hasher;
  }

  JobManager.MerkleRoots merkleRoots() {
    return merkleRoots;
  }
}
