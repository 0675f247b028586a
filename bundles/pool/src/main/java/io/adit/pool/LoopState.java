package io.adit.pool;

import io.adit.api.Hash;
import io.adit.api.job.JobManager;
import io.adit.api.pow.PowAlgorithm;
import io.adit.api.session.Session;
import io.adit.api.stratum.LineBuffer;
import io.adit.api.stratum.StratumRequest.Submit;
import io.adit.api.transport.Connection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one event loop keeps for a port: its connections, its work, and objects that are used again
 * for each line. Only that loop's thread touches it, but for the counters.
 */
final class LoopState {
  private static final Logger log = LoggerFactory.getLogger(LoopState.class);

  final LoopCounters counters;
  final Set<Connection> connections = new LinkedHashSet<>();

  /** Those whose next job should come soon, as its difficulty is another. */
  final Set<Session> urgent = Collections.newSetFromMap(new IdentityHashMap<>());

  /** Those that no job can be made for; it was said of each. */
  final Set<Session> unfit = Collections.newSetFromMap(new IdentityHashMap<>());

  /** Those that wait for this server's number, without which they get no extranonce1. */
  final Set<Connection> unnumbered = new LinkedHashSet<>();

  /** What is being asked of other servers for those that want to resume a session. */
  final Map<Connection, Taking> takings = new HashMap<>();

  /** What other servers were told. */
  final Map<Session, SessionKeeper.Told> told = new HashMap<>();

  final HeldReplies held = new HeldReplies();
  final Submit submit = new Submit();
  final LineBuffer out = new LineBuffer();
  final byte[] header = new byte[80];
  final byte[] hash = new byte[32];
  final MerkleRootCache roots;

  /** What new miners are given; null while there is nothing worth mining. */
  Work work;

  /** The server's number that its connections' extranonce1 were last seen to begin with. */
  OptionalInt number = OptionalInt.empty();

  /** What jobs have to build on to be worth something; null before the first news of it. */
  Hash tip;

  /** Whether miners that were adopted are not heard before the tip is known. */
  boolean waitsForTip = true;

  private Services services = Services.NONE;
  private PowAlgorithm.Hasher hasher;
  private JobManager.MerkleRoots merkleRoots;

  LoopState(int extranonce1Size, int extranonce2Size, LoopCounters counters) {
    roots = new MerkleRootCache(extranonce1Size, extranonce2Size);
    this.counters = counters;
  }

  /** Forgets a connection; false if it is not here. */
  boolean remove(Connection connection) {
    urgent.remove(connection.session());
    unfit.remove(connection.session());
    unnumbered.remove(connection);
    takings.remove(connection);
    told.remove(connection.session());
    held.forget(connection);
    return connections.remove(connection);
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
    // Who comes in place of one that was told may know nothing of it.
    told.clear();
  }

  /** Reads on from every connection that was held back. */
  void resume() {
    forEach(Connection::resume);
  }

  /** Does something for each connection; one for which it fails is closed, and the others go on. */
  void forEach(Consumer<Connection> action) {
    for (Connection connection : List.copyOf(connections)) {
      try {
        action.accept(connection);
      } catch (RuntimeException e) {
        log.error("{}: closed for a fault of the server's", connection.remote(), e);
        connection.close();
      }
    }
  }

  PowAlgorithm.Hasher hasher() {
    return hasher;
  }

  JobManager.MerkleRoots merkleRoots() {
    return merkleRoots;
  }
}
