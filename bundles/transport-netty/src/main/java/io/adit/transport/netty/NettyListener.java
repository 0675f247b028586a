package io.adit.transport.netty;

import io.adit.api.transport.ConnectionHandler;
import io.adit.api.transport.Endpoint;
import io.adit.api.transport.Loop;
import io.adit.api.transport.Transport;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A bound port. Each loop keeps the connections that it runs in a list of its own, touched by no
 * other thread.
 */
final class NettyListener implements Transport.Listener {
  private static final Logger log = LoggerFactory.getLogger(NettyListener.class);
  private static final long SWEEP_SECONDS = 1;

  private final NettyTransport transport;
  private final List<LoopConnections> loops = new ArrayList<>();
  private final AtomicInteger open = new AtomicInteger();
  private volatile Endpoint endpoint;
  private volatile Optional<SslContext> tls;

  /** Null while parked. */
  private volatile ConnectionHandler handler;

  private volatile boolean full;
  private Channel server;
  private ScheduledFuture<?> patience;

  NettyListener(
      NettyTransport transport,
      List<NettyLoop> loops,
      Endpoint endpoint,
      Optional<SslContext> tls,
      ConnectionHandler handler) {
    this.transport = transport;
    this.endpoint = endpoint;
    this.tls = tls;
    this.handler = handler;
    for (NettyLoop loop : loops) {
      LoopConnections connections = new LoopConnections(loop);
      connections.sweep =
          loop.executor()
              .scheduleAtFixedRate(
                  connections::sweep, SWEEP_SECONDS, SWEEP_SECONDS, TimeUnit.SECONDS);
      this.loops.add(connections);
    }
  }

  synchronized void bound(Channel channel) {
    server = channel;
    InetSocketAddress local = (InetSocketAddress) channel.localAddress();
    endpoint =
        new Endpoint(
            endpoint.host(),
            local.getPort(),
            endpoint.tls(),
            endpoint.maxConnections(),
            endpoint.readTimeout(),
            endpoint.writeTimeout(),
            endpoint.maxLine());
  }

  /** Takes over from the handler that parked this; false if there is one still. */
  synchronized boolean adopt(Endpoint as, Optional<SslContext> newTls, ConnectionHandler by) {
    if (handler != null) {
      return false;
    }
    if (patience != null) {
      patience.cancel(false);
      patience = null;
    }
    endpoint = as;
    tls = newTls;
    handler = by;
    onEachLoop(loop -> loops.get(loop.index()).adopted(by));
    return true;
  }

  @Override
  public synchronized void park() {
    if (handler == null) {
      return;
    }
    handler = null;
    // A connection that is reading now refuses its next line itself; when each loop has come by
    // here, none is in a call.
    CompletableFuture<?>[] passed =
        loops.stream()
            .map(
                connections ->
                    CompletableFuture.runAsync(connections::pause, connections.loop::execute))
            .toArray(CompletableFuture[]::new);
    CompletableFuture.allOf(passed).join();
    long millis = transport.patience().toMillis();
    patience =
        loops.get(0).loop.executor().schedule(this::losePatience, millis, TimeUnit.MILLISECONDS);
  }

  private void losePatience() {
    if (transport.expire(this)) {
      log.warn("{}: no pool came back for its {} connections; closing", endpoint, open.get());
      server.close();
      onEachLoop(loop -> loops.get(loop.index()).close());
    }
  }

  @Override
  public void close() {
    transport.forget(this);
    synchronized (this) {
      if (patience != null) {
        patience.cancel(false);
      }
    }
    server.close().awaitUninterruptibly();
    CompletableFuture<?>[] closed =
        loops.stream()
            .map(
                connections ->
                    CompletableFuture.runAsync(connections::close, connections.loop::execute))
            .toArray(CompletableFuture[]::new);
    CompletableFuture.allOf(closed).join();
  }

  @Override
  public Endpoint endpoint() {
    return endpoint;
  }

  @Override
  public void onEachLoop(Consumer<Loop> task) {
    for (LoopConnections connections : loops) {
      connections.loop.execute(() -> task.accept(connections.loop));
    }
  }

  /** A connection has been made; called on the loop that it will live on. */
  void accept(Channel channel) {
    if (open.incrementAndGet() > endpoint.maxConnections()) {
      open.decrementAndGet();
      if (!full) {
        full = true;
        log.warn(
            "{}: connections: {} (expected: <= {}); closing new ones",
            endpoint,
            open,
            endpoint.maxConnections());
      }
      channel.close();
      return;
    }
    NettyLoop loop = transport.loopOf(channel);
    tls.ifPresent(context -> channel.pipeline().addLast(context.newHandler(channel.alloc())));
    channel.pipeline().addLast(new NettyConnection(this, loop, channel));
  }

  /** Null while parked. */
  ConnectionHandler handler() {
    return handler;
  }

  void opened(NettyConnection connection) {
    loops.get(connection.loop().index()).connections.add(connection);
    ConnectionHandler current = handler;
    if (current == null) {
      connection.pause();
    } else {
      current.opened(connection);
    }
  }

  void closed(NettyConnection connection) {
    if (loops.get(connection.loop().index()).connections.remove(connection)) {
      full = open.decrementAndGet() >= endpoint.maxConnections() && full;
      ConnectionHandler current = handler;
      if (current != null) {
        current.closed(connection);
      }
    }
  }

  /** The connections of one loop; all methods are for its thread. */
  private final class LoopConnections {
    private final NettyLoop loop;
    private final List<NettyConnection> connections = new ArrayList<>();
    private ScheduledFuture<?> sweep;

    LoopConnections(NettyLoop loop) {
      this.loop = loop;
    }

    void adopted(ConnectionHandler by) {
      for (NettyConnection connection : List.copyOf(connections)) {
        by.adopted(connection);
        connection.resume();
      }
    }

    void pause() {
      connections.forEach(NettyConnection::pause);
    }

    void sweep() {
      long now = System.nanoTime();
      for (NettyConnection connection : List.copyOf(connections)) {
        connection.checkTimeouts(now, endpoint);
      }
    }

    void close() {
      sweep.cancel(false);
      List.copyOf(connections).forEach(NettyConnection::close);
    }
  }
}
