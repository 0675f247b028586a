package io.adit.pool;

import io.adit.api.ledger.ShareLedger;
import io.adit.api.transport.Connection;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.Map;

/**
 * The connections of one loop whose replies wait until what they say is on disk. For the thread of
 * that loop.
 */
final class HeldReplies {
  private final IdentityHashMap<Connection, Held> connections = new IdentityHashMap<>();

  /** Up to where a question to the ledger is open; {@link ShareLedger#REFUSED} for none. */
  private long asked = ShareLedger.REFUSED;

  private static final class Held {
    private ShareLedger ledger;
    private long position = ShareLedger.REFUSED;
    private int blocks;

    boolean isOver() {
      return position == ShareLedger.REFUSED && blocks == 0;
    }
  }

  /** Holds what a connection is sent until the share at {@code position} is durable. */
  void untilDurable(Connection connection, long position, ShareLedger ledger) {
    if (ledger.isDurable(position)) {
      return;
    }
    Held held = hold(connection);
    held.ledger = ledger;
    held.position = position;
    if (asked == ShareLedger.REFUSED) {
      ask(connection, position, ledger);
    }
  }

  /**
   * Holds what a connection is sent until a block is recorded.
   *
   * @return to be called then, on any thread
   */
  Runnable untilRecorded(Connection connection) {
    hold(connection).blocks++;
    return () -> connection.loop().execute(() -> recorded(connection));
  }

  /**
   * One hold for all that is waited for here; whoever had the connection before may have another.
   */
  private Held hold(Connection connection) {
    return connections.computeIfAbsent(
        connection,
        key -> {
          key.hold();
          return new Held();
        });
  }

  private void recorded(Connection connection) {
    Held held = connections.get(connection);
    if (held != null) {
      held.blocks--;
      if (held.isOver()) {
        connections.remove(connection);
        connection.release();
      }
    }
  }

  private void ask(Connection connection, long position, ShareLedger ledger) {
    asked = position;
    ledger.whenDurable(
        position, durable -> connection.loop().execute(() -> answered(position, ledger, durable)));
  }

  private void answered(long position, ShareLedger ledger, boolean durable) {
    asked = ShareLedger.REFUSED;
    Connection next = null;
    Iterator<Map.Entry<Connection, Held>> all = connections.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<Connection, Held> entry = all.next();
      Connection connection = entry.getKey();
      Held held = entry.getValue();
      if (held.ledger == ledger && held.position <= position) {
        held.position = ShareLedger.REFUSED;
        if (!durable) {
          all.remove();
          connection.abort();
        } else if (held.isOver()) {
          all.remove();
          connection.release();
        }
      } else if (held.position != ShareLedger.REFUSED
          && (next == null || held.position > connections.get(next).position)) {
        next = connection;
      }
    }
    if (next != null) {
      Held last = connections.get(next);
      ask(next, last.position, last.ledger);
    }
  }

  /** The connection is gone. */
  void forget(Connection connection) {
    connections.remove(connection);
  }
}
