package io.adit.transport.netty;

import io.adit.api.transport.ConnectionHandler;
import io.adit.api.transport.Endpoint;
import io.adit.api.transport.Transport;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Netty's event loops, shared by all listeners: as many as there are processors, and one thread
 * that accepts.
 */
@Component(
    service = Transport.class,
    immediate = true, // connections stay while no pool is there
    configurationPid = "io.adit.transport.netty")
@Designate(ocd = Config.class)
public final class NettyTransport implements Transport {
  private static final Logger log = LoggerFactory.getLogger(NettyTransport.class);
  private static final int BACKLOG = 4096;

  private final Class<? extends ServerChannel> channelType;
  private final MultiThreadIoEventLoopGroup acceptor;
  private final MultiThreadIoEventLoopGroup workers;
  private final List<NettyLoop> loops = new ArrayList<>();
  private final Map<InetSocketAddress, NettyListener> listeners = new ConcurrentHashMap<>();
  private volatile Limits limits;
  private boolean closed;

  @Activate
  public NettyTransport(Config config) {
    this(Runtime.getRuntime().availableProcessors(), Limits.of(config));
  }

  NettyTransport(int threads, Limits limits) {
    this.limits = limits;
    boolean epoll = Epoll.isAvailable();
    IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    channelType = epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    acceptor = new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("adit-accept"), io);
    workers = new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory("adit-loop"), io);
    for (EventExecutor executor : workers) {
      loops.add(new NettyLoop(loops.size(), executor));
    }
  }

  /** Connections stay; what begins from now on is under the new limits. */
  @Modified
  void modified(Config config) {
    limits = Limits.of(config);
  }

  @Override
  public synchronized Listener listen(Endpoint endpoint, ConnectionHandler handler)
      throws IOException {
    if (closed) {
      throw new IOException("cannot listen at " + endpoint + ": the transport is stopping");
    }
    InetSocketAddress address = new InetSocketAddress(endpoint.host(), endpoint.port());
    Optional<SslContext> tls = tls(endpoint);
    NettyListener there = listeners.get(address);
    if (there != null) {
      if (there.adopt(endpoint, tls, handler)) {
        return there;
      }
      if (!there.isClosed()) {
        throw new IOException(
            "cannot listen at " + endpoint + ": in use by another pool of this server");
      }
      there.awaitPort();
    }
    NettyListener listener = new NettyListener(this, loops, endpoint, tls, handler);
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
            .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
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
    bound.channel().pipeline().addLast(new AcceptFaults(listener));
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
    return CompletableFuture.allOf(
        loops.stream().map(loop -> loop.run(() -> {})).toArray(CompletableFuture[]::new));
  }

  Limits limits() {
    return limits;
  }

  /** Whether waiting for an event loop here would be waiting for ourselves. */
  boolean inEventLoop() {
    return loops.stream().anyMatch(loop -> loop.executor().inEventLoop());
  }

  NettyLoop loopOf(Channel channel) {
    for (NettyLoop loop : loops) {
      if (loop.runs(channel)) {
        return loop;
      }
    }
    throw new IllegalStateException(channel + " belongs to no loop of this transport");
  }

  void forget(NettyListener listener) {
    listeners.values().remove(listener);
  }

  @Deactivate
  void close() {
    synchronized (this) {
      closed = true;
    }
    List<NettyListener> open = List.copyOf(listeners.values());
    open.forEach(NettyListener::beginClose);
    open.forEach(NettyListener::close);
    acceptor.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    workers.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    acceptor.terminationFuture().awaitUninterruptibly(2, TimeUnit.SECONDS);
    workers.terminationFuture().awaitUninterruptibly(2, TimeUnit.SECONDS);
  }

  /**
   * Last of a port's handlers: hears of connections that could not be accepted, for want of file
   * descriptors mostly. Netty then leaves the port alone for a second.
   */
  private static final class AcceptFaults extends ChannelInboundHandlerAdapter {
    private final NettyListener listener;
    private final Throttle warnings = new Throttle(System::nanoTime);

    AcceptFaults(NettyListener listener) {
      this.listener = listener;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      if (warnings.permits()) {
        log.warn(
            "{}: cannot accept connections: {}; trying every second",
            listener.endpoint(),
            cause.getMessage());
      }
    }
  }
}
