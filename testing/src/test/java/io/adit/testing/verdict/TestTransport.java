package io.adit.testing.verdict;

import io.adit.api.transport.ConnectionHandler;
import io.adit.api.transport.Endpoint;
import io.adit.api.transport.Loop;
import io.adit.api.transport.Transport;
import io.adit.testing.wire.Miner;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Connections without a network: the one event loop is the test's own thread. */
final class TestTransport implements Transport, Transport.Listener, Loop {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
  private Endpoint endpoint;
  private ConnectionHandler handler;

  /** A miner connects. */
  TestConnection connect(Miner miner) {
    TestConnection connection = new TestConnection(this, handler, miner);
    handler.opened(connection);
    return connection;
  }

  /** Does the loop's work until something has happened. */
  void runUntil(BooleanSupplier happened) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!happened.getAsBoolean()) {
      try {
        Runnable task = tasks.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (task == null) {
          throw new AssertionError("the pool does nothing for " + PATIENCE);
        }
        task.run();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }

  @Override
  public Listener listen(Endpoint wanted, ConnectionHandler newHandler) {
    endpoint = wanted;
    handler = newHandler;
    return this;
  }

  @Override
  public int loops() {
    return 1;
  }

  @Override
  public CompletionStage<Void> quiesce() {
    // Whoever asks is the loop's thread, or has the test wait for it.
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public Endpoint endpoint() {
    return endpoint;
  }

  @Override
  public void park() {}

  @Override
  public void close() {}

  @Override
  public void onEachLoop(Consumer<Loop> task) {
    execute(() -> task.accept(this));
  }

  @Override
  public int index() {
    return 0;
  }

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
  }
}
