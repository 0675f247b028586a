package io.adit.node.bitcoind;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;
import org.zeromq.ZMsg;

/**
 * Hears what the node publishes of new tips by ZMQ, its {@code zmqpubhashblock}. Hints, no more:
 * messages may be lost, repeated or false, and none may come at all.
 *
 * @see <a href="https://github.com/bitcoin/bitcoin/blob/master/doc/zmq.md">zmq.md</a>
 */
final class BlockNotices {
  private static final Logger log = LoggerFactory.getLogger(BlockNotices.class);
  private static final String TOPIC = "hashblock";
  private static final long RESOLVE_RETRY_SECONDS = 10;
  private static final int FIRST_RECONNECT_MILLIS = 100;
  private static final int LAST_RECONNECT_MILLIS = 2_000;

  /**
   * JeroMQ 0.6.0 forgets to begin it on a few connections in a hundred (its pull request 1022), and
   * hears nothing then until this has passed and it has connected anew.
   */
  private static final int HANDSHAKE_MILLIS = 1_000;

  /** A publisher that is gone without a word is not noticed otherwise. */
  private static final int HEARTBEAT_MILLIS = 10_000;

  private final String name;
  private final URI endpoint;
  private final Consumer<String> listener;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final ZMQ.Context context = ZMQ.context(1);

  /** Used on its thread alone, once that is started. */
  private final ZMQ.Socket socket;

  private final Thread thread;

  /** Waits for the other, and then for those of the library. */
  private final Thread ending;

  private boolean heard;

  /**
   * Starts nothing yet but the library's threads.
   *
   * @param endpoint by {@link #endpoint}
   * @param listener gets hashes as people write them, on a thread of this class; must return soon
   */
  BlockNotices(String name, URI endpoint, Consumer<String> listener) {
    this.name = name;
    this.endpoint = endpoint;
    this.listener = listener;
    // Not on its thread: a context that has ended makes threads once more for another socket.
    socket = context.socket(SocketType.SUB);
    thread = Threads.daemon(name + "-zmq", this::run);
    ending = Threads.daemon(name + "-zmq-end", context::term);
  }

  /**
   * Reads an address.
   *
   * @throws IllegalArgumentException if it is none
   */
  static URI endpoint(String text) {
    try {
      URI endpoint = new URI(text.strip());
      if ("tcp".equals(endpoint.getScheme())
          && endpoint.getHost() != null
          && endpoint.getPort() > 0
          && endpoint.getPort() <= BitcoindNode.MAX_PORT) {
        return endpoint;
      }
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(fault(text), e);
    }
    // The library's ipc: is a TCP port, not the socket file that nodes mean.
    throw new IllegalArgumentException(fault(text));
  }

  private static String fault(String text) {
    return "zmqHashblock: " + text + " (expected: tcp://HOST:PORT)";
  }

  void start() {
    thread.start();
  }

  private void run() {
    try (socket) {
      socket.setLinger(0);
      socket.setReconnectIVL(FIRST_RECONNECT_MILLIS);
      socket.setReconnectIVLMax(LAST_RECONNECT_MILLIS);
      socket.setHandshakeIvl(HANDSHAKE_MILLIS);
      socket.setHeartbeatIvl(HEARTBEAT_MILLIS);
      socket.setHeartbeatTimeout(HEARTBEAT_MILLIS);
      socket.subscribe(TOPIC);
      Optional<InetAddress> address = resolve();
      if (address.isPresent()) {
        listen(address.get());
      }
    } catch (ZMQException e) {
      if (e.getErrorCode() != ZMQ.Error.ETERM.getCode()) {
        log.error("node {}: news from {} is not heard any more", name, endpoint, e);
      }
    } catch (InterruptedException e) {
      // By nobody of ours: the thread ends.
      Thread.currentThread().interrupt();
    }
  }

  private void listen(InetAddress address) {
    socket.setIPv6(address instanceof Inet6Address);
    socket.connect("tcp://" + literal(address) + ":" + endpoint.getPort());
    while (true) {
      hear(ZMsg.recvMsg(socket));
    }
  }

  /**
   * Here, and not in the library, whose threads end at a name that is not known; empty when stopped
   * before there was an address.
   */
  private Optional<InetAddress> resolve() throws InterruptedException {
    boolean warned = false;
    while (true) {
      try {
        return Optional.of(InetAddress.getByName(endpoint.getHost()));
      } catch (UnknownHostException e) {
        if (!warned) {
          log.warn("node {}: zmqHashblock: unknown host {}", name, endpoint.getHost());
          warned = true;
        }
        if (stopped.await(RESOLVE_RETRY_SECONDS, TimeUnit.SECONDS)) {
          return Optional.empty();
        }
      }
    }
  }

  private static String literal(InetAddress address) {
    return address instanceof Inet6Address
        ? "[" + address.getHostAddress() + "]"
        : address.getHostAddress();
  }

  private void hear(ZMsg message) {
    byte[] topic = message.pop().getData();
    byte[] hash = message.isEmpty() ? topic : message.pop().getData();
    if (!heard) {
      heard = true;
      log.info("node {}: news of blocks comes from {}", name, endpoint);
    }
    listener.accept(HexFormat.of().formatHex(hash));
  }

  /** Has all threads end. */
  synchronized void stop() {
    if (stopped.getCount() > 0) {
      stopped.countDown();
      ending.start();
    }
  }

  /** Waits for the threads to have ended. */
  void awaitEnd(Deadline deadline) {
    deadline.await(List.of(thread, ending));
  }
}
