package io.adit.transport.netty;

import io.adit.api.transport.Loop;
import io.netty.channel.Channel;
import io.netty.util.concurrent.EventExecutor;

/** One of Netty's event loops, with a number. */
final class NettyLoop implements Loop {
  private final int index;
  private final EventExecutor executor;

  NettyLoop(int index, EventExecutor executor) {
    this.index = index;
    this.executor = executor;
  }

  @Override
  public int index() {
    return index;
  }

  @Override
  public void execute(Runnable task) {
    executor.execute(task);
  }

  boolean runs(Channel channel) {
    return channel.eventLoop() == executor;
  }

  EventExecutor executor() {
    return executor;
  }
}
