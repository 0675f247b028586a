package io.adit.transport.netty;

import io.adit.api.transport.ConnectionHandler;
import io.adit.api.transport.Endpoint;
import io.adit.api.transport.Transport;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/**
 * Netty's event loops, shared by all listeners: as many as there are processors, and one thread
 * that accepts.
 */
@Component(service = Transport.class, immediate = true) // connections stay while no pool is there
public final class NettyTransport implements Transport {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int BACKLOG = 4096;

  private final Class<? extends ServerChannel> channelType;
  private final MultiThreadIoEventLoopGroup acceptor;
  private final MultiThreadIoEventLoopGroup workers;
  private final List<NettyLoop> loops = new ArrayList<>();
  private final Map<InetSocketAddress, NettyListener> listeners = new HashMap<>();
  private final Duration patience;

  @Activate
  public NettyTransport() {
    this(Runtime.getRuntime().availableProcessors(), PATIENCE);
  }

  NettyTransport(int threads, Duration patience) {
    boolean epoll = Epoll.isAvailable();
    IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    channelType = epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    acceptor = new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("adit-accept"), io);
    workers = new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory("adit-loop"), io);
    for (EventExecutor executor : workers) {
      loops.add(new NettyLoop(loops.size(), executor));
    }
    this.patience = patience;
  }

  @Override
  public synchronized Listener listen(Endpoint endpoint, ConnectionHandler handler)
      throws IOException {
    InetSocketAddress address = new InetSocketAddress(endpoint.host(), endpoint.port());
    NettyListener parked = listeners.get(address);
    if (parked != null) {
      if (!parked.adopt(endpoint, tls(endpoint), handler)) {
        throw new IOException(
            "cannot listen at " + endpoint + ": in use by another pool of this server");
      }
      return parked;
    }
    NettyListener listener = new NettyListener(this, loops, endpoint, tls(endpoint), handler);
    listener.bound(bind(address, endpoint, listener));
    listeners.put(new InetSocketAddress(endpoint.host(), listener.endpoint().port()), listener);
    return listener;
  }

  private Channel bind(InetSocketAddress address, Endpoint endpoint, NettyListener listener)
      throws IOException {
    if (address.isUnresolved()) {
      throw new IOException("cannot listen at " + endpoint + ": unknown host " + endpoint.host());
    }
    ChannelFuture bound =
        new ServerBootstrap()
            .group(acceptor, workers)
            .channel(channelType)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.SO_KEEPALIVE, true)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    listener.accept(channel);
                  }
                })
            .bind(address)
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IOException(
          "cannot listen at " + endpoint + ": " + bound.cause().getMessage(), bound.cause());
    }
    return bound.channel();
  }

  private static Optional<SslContext> tls(Endpoint endpoint) throws IOException {
    if (endpoint.tls().isEmpty()) {
      return Optional.empty();
    }
    Endpoint.Tls files = endpoint.tls().get();
    try {
      return Optional.of(
          SslContextBuilder.forServer(files.certFile().toFile(), files.keyFile().toFile()).build());
    } catch (IOException | IllegalArgumentException e) {
      throw new IOException(
          "cannot serve TLS with "
              + files.certFile()
              + " and "
              + files.keyFile()
              + ": "
              + e.getMessage(),
          e);
    }
  }

  @Override
  public int loops() {
    return loops.size();
  }

  @Override
  public CompletionStage<Void> quiesce() {
    CompletableFuture<?>[] passed =
        loops.stream()
            .map(loop -> CompletableFuture.runAsync(() -> {}, loop::execute))
            .toArray(CompletableFuture[]::new);
    return CompletableFuture.allOf(passed);
  }

  Duration patience() {
    return patience;
  }

  NettyLoop loopOf(Channel channel) {
    for (NettyLoop loop : loops) {
      if (loop.runs(channel)) {
        return loop;
      }
    }
    throw new IllegalStateException(channel + " belongs to no loop of this transport");
  }

  /** Forgets a listener that is parked still; false if a pool has come back for it. */
  synchronized boolean expire(NettyListener listener) {
    return listener.handler() == null && listeners.values().remove(listener);
  }

  synchronized void forget(NettyListener listener) {
    listeners.values().remove(listener);
  }

  @Deactivate
  void close() {
    List<NettyListener> open;
    synchronized (this) {
      open = List.copyOf(listeners.values());
    }
    open.forEach(NettyListener::close);
    acceptor.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    workers.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    acceptor.terminationFuture().awaitUninterruptibly(2, TimeUnit.SECONDS);
    workers.terminationFuture().awaitUninterruptibly(2, TimeUnit.SECONDS);
  }
}
