package io.adit.transport.netty;

import io.adit.api.session.Session;
import io.adit.api.stratum.LineBuffer;
import io.adit.api.transport.Connection;
import io.adit.api.transport.ConnectionHandler;
import io.adit.api.transport.Endpoint;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.codec.DecoderException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection: bytes to lines, and lines to bytes. Replies to the lines of one read leave in one
 * write.
 *
 * <p>Reading stops for two reasons, each of which lets TCP hold the miner back: the handler refused
 * a line, or the miner does not take what it is sent.
 */
final class NettyConnection extends ChannelInboundHandlerAdapter implements Connection {
  private static final Logger log = LoggerFactory.getLogger(NettyConnection.class);

  private final NettyListener listener;
  private final NettyLoop loop;
  private final Channel channel;
  private final Session session = new Session();
  private final Lines lines = new Lines();

  private ByteBuf output;
  private boolean paused;
  private boolean closing;
  private long lastReadNanos = System.nanoTime();
  private long lastProgressNanos = lastReadNanos;
  private Object writing;
  private long written;

  NettyConnection(NettyListener listener, NettyLoop loop, Channel channel) {
    this.listener = listener;
    this.loop = loop;
    this.channel = channel;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    listener.opened(this);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    closing = true;
    listener.closed(this);
    if (output != null) {
      output.release();
      output = null;
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    try {
      lastReadNanos = System.nanoTime();
      if (!closing) {
        lines.add(bytes);
        deliver();
      }
    } finally {
      bytes.release();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    flush();
  }

  private void deliver() {
    int limit = listener.endpoint().maxLine();
    while (!paused && !closing && lines.next()) {
      if (lines.length() > limit) {
        refuse(lines.length(), limit);
        return;
      }
      ConnectionHandler handler = listener.handler();
      if (handler == null || !handler.line(this, lines.bytes(), lines.offset(), lines.length())) {
        lines.keep();
        pause();
      }
    }
    if (!paused && !closing && lines.waiting() > limit) {
      refuse(lines.waiting(), limit);
    }
  }

  private void refuse(int length, int limit) {
    log.debug("{}: line length: {} (expected: <= {}); closing", remote(), length, limit);
    close();
  }

  /** Stops reading. */
  void pause() {
    paused = true;
    channel.config().setAutoRead(false);
  }

  @Override
  public void resume() {
    if (!paused || closing) {
      return;
    }
    paused = false;
    deliver();
    flush();
    channel.config().setAutoRead(!paused && channel.isWritable());
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    channel.config().setAutoRead(!paused && channel.isWritable());
  }

  @Override
  public void write(LineBuffer from) {
    if (closing) {
      return;
    }
    if (output == null) {
      output = channel.alloc().buffer(Math.max(256, from.length()));
    }
    output.writeBytes(from.bytes(), 0, from.length());
  }

  @Override
  public void flush() {
    if (output != null) {
      ByteBuf full = output;
      output = null;
      channel.writeAndFlush(full, channel.voidPromise());
    }
  }

  @Override
  public void close() {
    if (closing) {
      return;
    }
    closing = true;
    ByteBuf rest = output == null ? channel.alloc().buffer(0) : output;
    output = null;
    channel.writeAndFlush(rest).addListener(ChannelFutureListener.CLOSE);
  }

  /** Closes a connection that has been silent, or deaf, for too long. */
  void checkTimeouts(long nowNanos, Endpoint endpoint) {
    ChannelOutboundBuffer pending = channel.unsafe().outboundBuffer();
    if (pending == null) {
      return;
    }
    if (pending.isEmpty() || pending.current() != writing || pending.currentProgress() != written) {
      writing = pending.current();
      written = pending.currentProgress();
      lastProgressNanos = nowNanos;
    }
    if (isOver(endpoint.writeTimeout().toNanos(), nowNanos - lastProgressNanos)) {
      log.debug("{}: took nothing for {}; closing", remote(), endpoint.writeTimeout());
      channel.close();
    } else if (!paused && isOver(endpoint.readTimeout().toNanos(), nowNanos - lastReadNanos)) {
      log.debug("{}: said nothing for {}; closing", remote(), endpoint.readTimeout());
      close();
    }
  }

  private static boolean isOver(long limitNanos, long nanos) {
    return limitNanos > 0 && nanos > limitNanos;
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof java.io.IOException || cause instanceof DecoderException) {
      log.debug("{}: {}", remote(), cause.getMessage());
    } else {
      log.error("{}: closing for a fault of the server's", remote(), cause);
    }
    channel.close();
  }

  @Override
  public Session session() {
    return session;
  }

  @Override
  public String remote() {
    SocketAddress address = channel.remoteAddress();
    return address instanceof InetSocketAddress inet && inet.getAddress() != null
        ? inet.getAddress().getHostAddress() + ":" + inet.getPort()
        : String.valueOf(address);
  }

  @Override
  public NettyLoop loop() {
    return loop;
  }
}
