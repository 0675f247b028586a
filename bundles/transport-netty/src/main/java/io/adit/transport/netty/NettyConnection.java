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
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.DecoderException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection: bytes to lines, and lines to bytes. Replies to the lines of one read leave in one
 * write, unless they are many.
 *
 * <p>Lines are handed on, and reading goes on, while two things are true, without which TCP holds
 * the miner back: the handler takes lines, and the miner takes what it is sent.
 */
final class NettyConnection extends ChannelInboundHandlerAdapter implements Connection {
  private static final Logger log = LoggerFactory.getLogger(NettyConnection.class);

  private final NettyListener listener;
  private final NettyLoop loop;
  private final Channel channel;
  private final Limits limits;
  private final Session session = new Session();
  private final Lines lines = new Lines();
  private final Output output;
  private final Timeouts timeouts;

  /** Takes this connection's lines; null while parked. */
  private ConnectionHandler handler;

  /** Whether any handler was ever told of this connection. */
  private boolean known;

  private boolean paused;

  /** Whether the miner has closed its side. */
  private boolean ended;

  private boolean closing;

  NettyConnection(
      NettyListener listener, NettyLoop loop, Channel channel, Limits limits, LongSupplier nanos) {
    this.listener = listener;
    this.loop = loop;
    this.channel = channel;
    this.limits = limits;
    output = new Output(channel);
    timeouts = new Timeouts(limits, output, nanos);
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    listener.opened(this);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    closing = true;
    output.drop();
    ConnectionHandler told = handler;
    handler = null;
    try {
      if (told != null) {
        told.closed(this);
      }
    } finally {
      listener.closed(this);
    }
  }

  /** Has {@code by} take the lines from now on, and tells it so, once. */
  void serve(ConnectionHandler by) {
    if (handler == by || closing) {
      return;
    }
    handler = by;
    try {
      if (known) {
        by.adopted(this);
      } else {
        known = true;
        by.opened(this);
      }
    } catch (Throwable e) {
      fault(e);
    }
    resume();
  }

  /** Takes the handler off, and reads no more. */
  void park() {
    handler = null;
    pause();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    try {
      if (!closing) {
        lines.add(bytes);
        deliver();
        boundWaiting();
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
    boolean any = false;
    try {
      while (mayHandOn() && lines.next()) {
        if (lines.length() > limit) {
          refuse(lines.length(), limit);
        } else if (handler != null
            && handler.line(this, lines.bytes(), lines.offset(), lines.length())) {
          any = true;
          output.flushIfMuch();
        } else {
          lines.keep();
          pause();
        }
      }
    } catch (Throwable e) {
      fault(e);
    }
    if (any) {
      timeouts.restart();
    }
    if (mayHandOn() && lines.waiting() > limit) {
      refuse(lines.waiting(), limit);
    }
  }

  private boolean mayHandOn() {
    return !paused && !closing && channel.isWritable();
  }

  /** A read that comes to the end of the stream goes on though no more was asked for. */
  private void boundWaiting() {
    if (!closing && !mayHandOn() && lines.waiting() > limits.pendingBytes()) {
      tellLimit("bytes held back", lines.waiting(), limits.pendingBytes());
      abort();
    }
  }

  private void refuse(int length, int limit) {
    tellLimit("line length", length, limit);
    close();
  }

  private void tellLimit(String what, long value, long limit) {
    log.debug("{}: {}: {} (expected: <= {}); closing", remote(), what, value, limit);
  }

  private void pause() {
    paused = true;
    channel.config().setAutoRead(false);
  }

  @Override
  public void resume() {
    if (paused && !closing) {
      paused = false;
      timeouts.restart();
      readOn();
    }
  }

  private void readOn() {
    deliver();
    flush();
    channel.config().setAutoRead(!paused && !ended && channel.isWritable());
    closeIfDone();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event == ChannelInputShutdownEvent.INSTANCE) {
      ended = true;
      closeIfDone();
    }
  }

  /** Closes when the miner will say nothing more and all that it has said is handled. */
  private void closeIfDone() {
    if (ended && (mayHandOn() || lines.waiting() == 0)) {
      close();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (channel.isWritable()) {
      // Not from here: this may be inside of a call of the handler's.
      loop.execute(this::readOn);
    } else {
      channel.config().setAutoRead(false);
    }
  }

  @Override
  public void write(LineBuffer from) {
    if (!closing && output.pending() > limits.pendingBytes()) {
      tellLimit("bytes not taken", output.pending(), limits.pendingBytes());
      abort();
    }
    if (!closing) {
      output.write(from);
    }
  }

  @Override
  public void flush() {
    output.flush();
  }

  @Override
  public void hold() {
    output.hold();
  }

  @Override
  public void release() {
    if (output.isHeld()) {
      output.release();
      if (closing && !output.isHeld()) {
        finish();
      }
    }
  }

  @Override
  public void close() {
    if (!closing) {
      closing = true;
      timeouts.closing();
      if (!output.isHeld()) {
        finish();
      }
    }
  }

  private void finish() {
    output.finish().addListener(ChannelFutureListener.CLOSE);
  }

  @Override
  public void abort() {
    closing = true;
    output.drop();
    // Past the pipeline: TLS would wait for its last word to be taken.
    channel.unsafe().close(channel.voidPromise());
  }

  /** Closes if the miner has been silent, or deaf, for too long. */
  void checkTimeouts(long nowNanos, Endpoint endpoint) {
    Optional<String> reason = timeouts.overdue(nowNanos, endpoint, paused);
    if (reason.isPresent()) {
      log.debug("{}: {}; closing", remote(), reason.get());
      abort();
    }
  }

  /** Closes for what a handler has thrown; other connections go on. */
  private void fault(Throwable cause) {
    log.error("{}: closing for a fault of the server's", remote(), cause);
    close();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof IOException || cause instanceof DecoderException) {
      log.debug("{}: {}", remote(), cause.getMessage());
      abort();
    } else {
      fault(cause);
    }
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
