package io.adit.transport.netty;

import io.adit.api.transport.ConnectionHandler;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The connections that a listener has on one loop. All methods are for that loop's thread, but for
 * {@link #loop} and {@link #gone}.
 */
final class LoopConnections {
  private static final long SWEEP_SECONDS = 1;

  private final NettyListener listener;
  private final NettyLoop loop;
  private final Set<NettyConnection> connections = new LinkedHashSet<>();
  private final CompletableFuture<Void> gone = new CompletableFuture<>();

  /** Null before the port is bound. */
  private ScheduledFuture<?> sweep;

  private boolean closing;

  LoopConnections(NettyListener listener, NettyLoop loop) {
    this.listener = listener;
    this.loop = loop;
  }

  NettyLoop loop() {
    return loop;
  }

  /** Completes when, after {@link #close()}, the last connection is closed. */
  CompletableFuture<Void> gone() {
    return gone;
  }

  /** Begins to look for connections that are silent or deaf. */
  void start() {
    sweep =
        loop.executor()
            .scheduleWithFixedDelay(this::sweep, SWEEP_SECONDS, SWEEP_SECONDS, TimeUnit.SECONDS);
  }

  private void sweep() {
    long now = System.nanoTime();
    for (NettyConnection connection : List.copyOf(connections)) {
      connection.checkTimeouts(now, listener.endpoint());
    }
  }

  void add(NettyConnection connection) {
    connections.add(connection);
  }

  void remove(NettyConnection connection) {
    connections.remove(connection);
    endIfDone();
  }

  void serve(ConnectionHandler by) {
    for (NettyConnection connection : List.copyOf(connections)) {
      connection.serve(by);
    }
  }

  void park() {
    connections.forEach(NettyConnection::park);
  }

  /** Closes all connections; those that are deaf when their patience is over. */
  void close() {
    closing = true;
    List.copyOf(connections).forEach(NettyConnection::close);
    endIfDone();
  }

  private void endIfDone() {
    if (closing && connections.isEmpty()) {
      if (sweep != null) {
        sweep.cancel(false);
      }
      gone.complete(null);
    }
  }
}
