package io.adit.storage.redis;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Some connections to one Redis, which are good only together. */
final class Connections {
  private static final Logger LOG = LoggerFactory.getLogger(Connections.class);
  private static final long CLOSE_MILLIS = 300;

  private final List<StatefulRedisConnection<String, String>> connections;
  private final Map<Lane, StatefulRedisConnection<String, String>> lanes =
      new EnumMap<>(Lane.class);
  private final AtomicBoolean lost = new AtomicBoolean();

  /**
   * Open connections, at least one.
   *
   * @param whenLost called when one of them ends
   */
  Connections(
      List<StatefulRedisConnection<String, String>> connections,
      BiConsumer<Connections, String> whenLost) {
    this.connections = List.copyOf(connections);
    for (Lane lane : Lane.values()) {
      lanes.put(lane, this.connections.get(lanes.size() % this.connections.size()));
    }
    RedisConnectionStateListener listener =
        new RedisConnectionStateListener() {
          @Override
          public void onRedisConnected(
              RedisChannelHandler<?, ?> connection, SocketAddress socketAddress) {}

          @Override
          public void onRedisDisconnected(RedisChannelHandler<?, ?> connection) {
            whenLost.accept(Connections.this, "the connection has ended");
          }

          @Override
          public void onRedisExceptionCaught(
              RedisChannelHandler<?, ?> connection, Throwable cause) {
            whenLost.accept(Connections.this, Faults.line(cause));
          }
        };
    this.connections.forEach(connection -> connection.addListener(listener));
  }

  RedisAsyncCommands<String, String> lane(Lane lane) {
    return lanes.get(lane).async();
  }

  /** Whether this is the first to say so. */
  boolean lose() {
    return lost.compareAndSet(false, true);
  }

  boolean isLost() {
    return lost.get() || connections.stream().anyMatch(connection -> !connection.isOpen());
  }

  /** Waits for an answer on each of them. */
  void ping(Duration limit) throws TimeoutException, ExecutionException, InterruptedException {
    List<RedisFuture<String>> answers =
        connections.stream().map(connection -> connection.async().ping()).toList();
    for (RedisFuture<String> answer : answers) {
      answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** Ends them, for which it waits a moment; whatever waits for an answer fails. */
  void close() {
    lose();
    CompletableFuture<?>[] closing =
        connections.stream()
            .filter(StatefulRedisConnection::isOpen)
            .map(StatefulRedisConnection::closeAsync)
            .toArray(CompletableFuture<?>[]::new);
    try {
      CompletableFuture.allOf(closing).get(CLOSE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.debug("they end later", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
