package io.adit.storage.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.resource.ClientResources;
import io.netty.resolver.DefaultAddressResolverGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The library, with its threads. For one thread at a time. */
final class Client {
  private static final Logger LOG = LoggerFactory.getLogger(Client.class);
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(2);

  /** Commands that may wait for an answer on a connection; more are refused. */
  private static final int MOST_WAITING = 100_000;

  private final Settings settings;
  private final ClientResources resources;
  private final RedisClient client;

  Client(Settings settings) {
    this.settings = settings;
    resources =
        ClientResources.builder()
            .ioThreadPoolSize(2)
            .computationThreadPoolSize(2)
            .addressResolverGroup(DefaultAddressResolverGroup.INSTANCE)
            .commandLatencyRecorder(CommandLatencyRecorder.disabled())
            .build();
    RedisURI.Builder uri =
        RedisURI.builder()
            .withHost(settings.host())
            .withPort(settings.port())
            .withDatabase(settings.db())
            .withTimeout(settings.answerLimit());
    if (!settings.password().isEmpty()) {
      uri.withPassword(settings.password().toCharArray());
    }
    client = RedisClient.create(resources, uri.build());
    client.setOptions(
        ClientOptions.builder()
            // What is lost is lost: whoever sent it knows better whether to send it again.
            .autoReconnect(false)
            .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
            .protocolVersion(ProtocolVersion.RESP2)
            .requestQueueSize(MOST_WAITING)
            .socketOptions(
                SocketOptions.builder().connectTimeout(CONNECT_LIMIT).keepAlive(true).build())
            .build());
  }

  /**
   * Makes all connections, or none.
   *
   * @throws io.lettuce.core.RedisException if one cannot be made
   */
  Connections connect(BiConsumer<Connections, String> whenLost) {
    List<StatefulRedisConnection<String, String>> made = new ArrayList<>();
    boolean done = false;
    try {
      while (made.size() < settings.connections()) {
        made.add(client.connect(StringCodec.UTF8));
      }
      done = true;
      return new Connections(made, whenLost);
    } finally {
      if (!done) {
        made.forEach(StatefulRedisConnection::closeAsync);
      }
    }
  }

  /** Ends all of its threads. */
  void close(Duration limit) {
    long millis = limit.toMillis();
    try {
      client.shutdownAsync(0, millis, TimeUnit.MILLISECONDS).get(millis, TimeUnit.MILLISECONDS);
    } catch (Exception e) {
      LOG.debug("the client did not close", e);
    }
    try {
      if (!resources
          .shutdown(0, millis, TimeUnit.MILLISECONDS)
          .await(millis, TimeUnit.MILLISECONDS)) {
        LOG.warn("{}: its threads do not end", settings.describe());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
