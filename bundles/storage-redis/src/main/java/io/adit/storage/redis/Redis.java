package io.adit.storage.redis;

import io.adit.api.State;
import io.adit.api.store.StoreException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Redis that comes and goes. A thread of its own makes the connections, asks every second whether
 * anybody is still there, and begins again when they are lost, for as long as it takes. What was
 * under way then fails, and is never sent again by itself.
 */
final class Redis {
  private static final Logger LOG = LoggerFactory.getLogger(Redis.class);
  private static final Duration FIRST_RETRY = Duration.ofMillis(250);
  private static final Duration MAX_RETRY = Duration.ofSeconds(5);
  private static final Duration PING_INTERVAL = Duration.ofSeconds(1);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(1);

  /** A command, or several of them. */
  @FunctionalInterface
  interface Command<T> extends Function<RedisAsyncCommands<String, String>, RedisFuture<T>> {}

  private final Settings settings;
  private final Semaphore wake = new Semaphore(0);
  private final Thread thread = new Thread(this::run, "adit-redis");
  private final List<Runnable> whenReady = new CopyOnWriteArrayList<>();
  private volatile State state;
  private volatile Connections connections;
  private volatile boolean closed;

  Redis(Settings settings) {
    this.settings = settings;
    state = State.starting("connecting to " + settings.describe());
    thread.setDaemon(true);
    // Libraries that look for classes in the context find this bundle's.
    thread.setContextClassLoader(Redis.class.getClassLoader());
  }

  void open() {
    thread.start();
  }

  /**
   * Closes all connections; whoever waits for an answer gets none. Returns when all threads have
   * ended, or some seconds have passed.
   */
  void close() throws InterruptedException {
    closed = true;
    thread.interrupt();
    thread.join(STOP_LIMIT.multipliedBy(3).toMillis());
    if (thread.isAlive()) {
      LOG.warn("{}: its connections do not close", settings.describe());
    }
  }

  State state() {
    return state;
  }

  Settings settings() {
    return settings;
  }

  /** Makes the next attempt now. */
  void hurry() {
    wake.release();
  }

  /**
   * Has {@code then} called whenever connections were made, on a thread that must not be held up.
   */
  void whenReady(Runnable then) {
    whenReady.add(then);
  }

  void forget(Runnable then) {
    whenReady.remove(then);
  }

  /**
   * Sends a command and waits for the answer.
   *
   * @throws StoreException if there is none; the command may have been carried out all the same
   */
  <T> T call(Lane lane, Command<T> command) throws StoreException {
    Connections current = connections;
    if (current == null) {
      throw new StoreException(state.detail(), null);
    }
    try {
      return command
          .apply(current.lane(lane))
          .get(settings.answerLimit().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      lost(current, noAnswer());
      throw new StoreException(settings.describe() + ": " + noAnswer(), e);
    } catch (ExecutionException | RedisException e) {
      throw new StoreException(settings.describe() + ": " + Faults.line(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException(settings.describe() + ": interrupted", e);
    }
  }

  /**
   * Sends a command. Never blocks. The stage completes exceptionally, with a message for people, if
   * there is no answer; on a thread on which one must not block.
   */
  <T> CompletionStage<T> send(Lane lane, Command<T> command) {
    Connections current = connections;
    if (current == null) {
      return CompletableFuture.failedFuture(new StoreException(state.detail(), null));
    }
    try {
      return command.apply(current.lane(lane));
    } catch (RedisException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private String noAnswer() {
    return "no answer within " + settings.answerLimit().toMillis() + " ms";
  }

  private void run() {
    Client client = null;
    try {
      client = new Client(settings);
      keepConnected(client);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | LinkageError e) {
      if (!closed) {
        LOG.error("{}: a fault; it is not used any more", settings.describe(), e);
        become(State.refused(settings.describe() + ": " + e));
      }
    } finally {
      // The interrupt has done its work, and would cut short the waiting for threads to end.
      Thread.interrupted();
      disconnect();
      if (client != null) {
        client.close(STOP_LIMIT);
      }
    }
  }

  private void keepConnected(Client client) throws InterruptedException {
    Duration backOff = FIRST_RETRY;
    while (!closed) {
      if (connections == null) {
        attempt(client);
      }
      Connections current = connections;
      if (current == null) {
        if (!wake.tryAcquire(backOff.toMillis(), TimeUnit.MILLISECONDS)) {
          backOff = backOff.multipliedBy(2);
          backOff = backOff.compareTo(MAX_RETRY) > 0 ? MAX_RETRY : backOff;
        }
      } else {
        backOff = FIRST_RETRY;
        wake.tryAcquire(PING_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        check(current);
      }
    }
  }

  private void attempt(Client client) {
    try {
      Connections made = client.connect(this::lost);
      connections = made;
      become(State.ready(settings.describe()));
      whenReady.forEach(Runnable::run);
    } catch (RedisException e) {
      LOG.debug("not connected", e);
      become(
          Faults.isRefusal(e)
              ? State.refused(settings.describe() + ": " + Faults.line(e))
              : waiting(Faults.line(e)));
    }
  }

  /** A server that is there and says nothing is no server. */
  private void check(Connections current) throws InterruptedException {
    if (current.isLost()) {
      disconnect();
      return;
    }
    try {
      current.ping(settings.answerLimit());
    } catch (TimeoutException e) {
      lost(current, noAnswer());
      disconnect();
    } catch (ExecutionException | RedisException e) {
      lost(current, Faults.line(e));
      disconnect();
    }
  }

  private void disconnect() {
    Connections open = connections;
    connections = null;
    if (open != null) {
      open.close();
    }
  }

  private synchronized void lost(Connections which, String reason) {
    if (which.lose()) {
      become(waiting(reason));
      wake.release();
    }
  }

  private State waiting(String reason) {
    return State.waiting("cannot reach " + settings.describe() + ": " + reason + "; trying again");
  }

  private synchronized void become(State next) {
    if (!closed && next.kind() != state.kind()) {
      switch (next.kind()) {
        case READY -> LOG.info("connected to {}", next.detail());
        case REFUSED -> LOG.error("{}", next.detail());
        default -> LOG.warn("{}", next.detail());
      }
    }
    state = next;
  }
}
