package io.adit.transport.netty;

import io.adit.api.transport.ConnectionHandler;
import io.adit.api.transport.Endpoint;
import io.adit.api.transport.Loop;
import io.adit.api.transport.Transport;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetSocketAddress;
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

  private final NettyTransport transport;
  private final List<LoopConnections> loops;
  private final AtomicInteger open = new AtomicInteger();
  private final Throttle fullWarnings = new Throttle(System::nanoTime);
  private volatile Endpoint endpoint;
  private volatile Optional<SslContext> tls;

  /** Whom new connections are given to; null while parked. */
  private volatile ConnectionHandler handler;

  /** Set before the first connection is closed: one that is made later closes itself. */
  private volatile boolean closed;

  private volatile Channel server;
  private ScheduledFuture<?> patience;

  NettyListener(
      NettyTransport transport,
      List<NettyLoop> loops,
      Endpoint endpoint,
      Optional<SslContext> tls,
      ConnectionHandler handler) {
    this.transport = transport;
    this.loops = loops.stream().map(loop -> new LoopConnections(this, loop)).toList();
    this.endpoint = endpoint;
    this.tls = tls;
    this.handler = handler;
  }

  void bound(Channel channel) {
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
    loops.forEach(connections -> connections.loop().execute(connections::start));
  }

  /** Takes over from the handler that parked this; false if that is not what there is. */
  synchronized boolean adopt(Endpoint as, Optional<SslContext> newTls, ConnectionHandler by) {
    if (handler != null || closed) {
      return false;
    }
    cancelPatience();
    endpoint = as;
    tls = newTls;
    handler = by;
    loops.forEach(connections -> connections.loop().execute(() -> connections.serve(by)));
    return true;
  }

  @Override
  public void park() {
    CompletableFuture<?> passed;
    synchronized (this) {
      if (handler != null && !closed) {
        long millis = transport.limits().parkPatience().toMillis();
        patience =
            loops
                .get(0)
                .loop()
                .executor()
                .schedule(this::losePatience, millis, TimeUnit.MILLISECONDS);
      }
      handler = null;
      // When each loop has come by here, no connection is in a call of its handler.
      passed = onLoops(LoopConnections::park);
    }
    passed.join();
  }

  private void losePatience() {
    if (markClosed(true)) {
      log.warn("{}: no pool came back for its {} connections; closing", endpoint, open);
      closeAll();
    }
  }

  @Override
  public void close() {
    beginClose();
    if (!transport.inEventLoop()) {
      awaitPort();
      CompletableFuture.allOf(
              loops.stream().map(LoopConnections::gone).toArray(CompletableFuture[]::new))
          .join();
    }
  }

  /** Closes the port and all connections, and waits for neither. */
  void beginClose() {
    if (markClosed(false)) {
      closeAll();
    }
  }

  private synchronized boolean markClosed(boolean ifParked) {
    if (closed || (ifParked && handler != null)) {
      return false;
    }
    cancelPatience();
    closed = true;
    return true;
  }

  private void closeAll() {
    transport.forget(this);
    // What was accepted before the port is closed comes before this task on its loop.
    server.close().addListener(done -> onLoops(LoopConnections::close));
  }

  private void cancelPatience() {
    if (patience != null) {
      patience.cancel(false);
      patience = null;
    }
  }

  boolean isClosed() {
    return closed;
  }

  void awaitPort() {
    server.closeFuture().awaitUninterruptibly();
  }

  private CompletableFuture<Void> onLoops(Consumer<LoopConnections> task) {
    return CompletableFuture.allOf(
        loops.stream()
            .map(connections -> connections.loop().run(() -> task.accept(connections)))
            .toArray(CompletableFuture[]::new));
  }

  @Override
  public Endpoint endpoint() {
    return endpoint;
  }

  @Override
  public void onEachLoop(Consumer<Loop> task) {
    for (LoopConnections connections : loops) {
      connections.loop().execute(() -> task.accept(connections.loop()));
    }
  }

  /** A connection has been made; called on the loop that it will live on. */
  void accept(Channel channel) {
    int limit = endpoint.maxConnections();
    if (open.getAndUpdate(count -> count < limit ? count + 1 : count) >= limit) {
      if (fullWarnings.permits()) {
        log.warn(
            "{}: connections: {} (expected: <= {}); closing new ones", endpoint, limit + 1L, limit);
      }
      channel.close();
      return;
    }
    channel.closeFuture().addListener(gone -> open.decrementAndGet());
    tls.ifPresent(context -> channel.pipeline().addLast(handshake(context, channel)));
    channel
        .pipeline()
        .addLast(
            new NettyConnection(
                this, transport.loopOf(channel), channel, transport.limits(), System::nanoTime));
  }

  private SslHandler handshake(SslContext context, Channel channel) {
    SslHandler handshake = context.newHandler(channel.alloc());
    handshake.setHandshakeTimeoutMillis(transport.limits().tlsHandshake().toMillis());
    return handshake;
  }

  void opened(NettyConnection connection) {
    if (closed) {
      connection.abort();
      return;
    }
    connectionsOf(connection).add(connection);
    ConnectionHandler current = handler;
    if (current == null) {
      connection.park();
    } else {
      connection.serve(current);
    }
  }

  void closed(NettyConnection connection) {
    connectionsOf(connection).remove(connection);
  }

  private LoopConnections connectionsOf(NettyConnection connection) {
    return loops.get(connection.loop().index());
  }

  /** The port's channel. */
  Channel server() {
    return server;
  }
}
