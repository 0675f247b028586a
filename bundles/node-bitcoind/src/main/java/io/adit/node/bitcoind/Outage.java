package io.adit.node.bitcoind;

import io.adit.api.State;
import java.io.IOException;

/**
 * Why a node cannot be mined for.
 *
 * @param state for people
 * @param cause the same for as long as nothing new has happened, for the log to say it once
 */
record Outage(State state, String cause) {
  /** Made of what came of a question to the node at {@code where}. */
  static Outage of(Exception failure, String where) {
    if (failure instanceof RefusedException) {
      return new Outage(State.refused(failure.getMessage()), failure.getMessage());
    }
    if (failure instanceof RpcException error) {
      String detail = where + " says: " + error.getMessage();
      return new Outage(error.isPassing() ? State.waiting(detail) : State.refused(detail), detail);
    }
    if (failure instanceof IOException) {
      // One cause: a node that dies first resets connections, then refuses them.
      return new Outage(State.waiting(failure.getMessage() + "; trying again"), "unreachable");
    }
    // A fault of ours.
    String detail = where + ": " + failure;
    return new Outage(State.waiting(detail), detail);
  }

  /** A node that is behind its network and knows it; {@code progress} changes all the time. */
  static Outage ofSyncing(String progress) {
    return new Outage(State.waiting(progress), "syncing");
  }
}
