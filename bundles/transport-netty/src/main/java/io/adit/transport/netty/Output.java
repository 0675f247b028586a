package io.adit.transport.netty;

import io.adit.api.stratum.LineBuffer;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOutboundBuffer;

/** What a connection has to send. For the thread of its loop. */
final class Output {
  private static final int INITIAL = 256;
  private static final int MUCH = 16 * 1024;

  /** Each pool that a connection was with since it was last released may hold it: a few at most. */
  static final int MAX_HOLDS = 1000;

  private final Channel channel;

  /** Written, and not flushed yet; null for nothing. */
  private ByteBuf written;

  /** How many wait for something to become true; nothing is flushed as long as there are any. */
  private int holds;

  private Object leaving;
  private long left;
  private long progressNanos;

  Output(Channel channel) {
    this.channel = channel;
  }

  void write(LineBuffer from) {
    if (written == null) {
      written = channel.alloc().buffer(Math.max(INITIAL, from.length()));
    }
    written.writeBytes(from.bytes(), 0, from.length());
  }

  /** Bytes that the operating system has not taken yet, and a little more for each write. */
  long pending() {
    ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
    return (written == null ? 0 : written.readableBytes())
        + (buffer == null ? 0 : buffer.totalPendingWriteBytes());
  }

  void flush() {
    if (written != null && !isHeld()) {
      channel.writeAndFlush(take(), channel.voidPromise());
    }
  }

  /**
   * Flushes nothing until there was a release for this, and for each other hold.
   *
   * @throws IllegalStateException if so many are never released
   */
  void hold() {
    if (holds == MAX_HOLDS) {
      throw new IllegalStateException("holds of a connection: more than " + MAX_HOLDS);
    }
    holds++;
  }

  boolean isHeld() {
    return holds > 0;
  }

  /** Takes back one hold, and flushes if that was the last; does nothing if there is none. */
  void release() {
    if (holds > 0) {
      holds--;
      flush();
    }
  }

  /** Flushes what has become too much to wait for the end of a read. */
  void flushIfMuch() {
    if (written != null && written.readableBytes() >= MUCH) {
      flush();
    }
  }

  /** Flushes; the result is done when all is sent. */
  ChannelFuture finish() {
    return channel.writeAndFlush(written == null ? channel.alloc().buffer(0) : take());
  }

  /** Forgets what was not flushed. */
  void drop() {
    if (written != null) {
      take().release();
    }
  }

  private ByteBuf take() {
    ByteBuf taken = written;
    written = null;
    return taken;
  }

  /** For how long nothing was taken of what is pending, by what was there when last asked. */
  long stalledNanos(long nowNanos) {
    ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
    if (buffer == null
        || buffer.isEmpty()
        || buffer.current() != leaving
        || buffer.currentProgress() != left) {
      leaving = buffer == null ? null : buffer.current();
      left = buffer == null ? 0 : buffer.currentProgress();
      progressNanos = nowNanos;
    }
    return nowNanos - progressNanos;
  }
}
