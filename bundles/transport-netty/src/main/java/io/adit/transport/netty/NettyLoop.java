package io.adit.transport.netty;

import io.adit.api.transport.Loop;
import io.netty.channel.Channel;
import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One of Netty's event loops. */
final class NettyLoop implements Loop {
  private static final Logger log = LoggerFactory.getLogger(NettyLoop.class);

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
    try {
      executor.execute(task);
    } catch (RejectedExecutionException e) {
      // All connections of an ended loop are closed: there is nothing left to do anything to.
      log.debug("{} has ended", executor);
    }
  }

  /** Completes when {@code task} has run, or at once if the loop has ended. */
  CompletableFuture<Void> run(Runnable task) {
    try {
      return CompletableFuture.runAsync(task, executor);
    } catch (RejectedExecutionException e) {
      // Nothing runs on it any more, which is all that those who wait want to know.
      return CompletableFuture.completedFuture(null);
    }
  }

  boolean runs(Channel channel) {
    return channel.eventLoop() == executor;
  }

  EventExecutor executor() {
    return executor;
  }
}
