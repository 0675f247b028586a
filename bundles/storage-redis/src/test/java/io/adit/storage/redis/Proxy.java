package io.adit.storage.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

/**
 * Stands between a client and its Redis, and can fall silent, or cut them off at the worst moment.
 */
final class Proxy implements AutoCloseable {
  private final int port;
  private final ServerSocket listener;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private volatile boolean silent;
  private volatile Optional<String> doomed = Optional.empty();

  Proxy(int port) throws IOException {
    this.port = port;
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** Whether anything arrives; nothing is closed. */
  void silent(boolean now) {
    silent = now;
  }

  /**
   * The next command in which {@code word} is said is carried out, and its answer does not arrive.
   */
  void cutAfter(String word) {
    doomed = Optional.of(word);
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  private void accept() throws IOException {
    while (true) {
      Socket client = listener.accept();
      sockets.add(client);
      Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
      sockets.add(server);
      AtomicBoolean marked = new AtomicBoolean();
      start(
          () ->
              forward(
                  client,
                  server,
                  text -> {
                    if (doomed.filter(text::contains).isPresent()) {
                      doomed = Optional.empty();
                      marked.set(true);
                    }
                    return true;
                  }));
      start(() -> forward(server, client, text -> !marked.get()));
    }
  }

  /** Forwards until one side ends, or something comes that must not arrive. */
  private void forward(Socket from, Socket to, Predicate<String> mayArrive) throws IOException {
    byte[] buffer = new byte[1 << 16];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int count = in.read(buffer); count > 0; count = in.read(buffer)) {
        if (silent) {
          continue;
        }
        if (!mayArrive.test(new String(buffer, 0, count, StandardCharsets.UTF_8))) {
          return;
        }
        out.write(buffer, 0, count);
      }
    }
  }

  private interface Body {
    void run() throws IOException;
  }

  private static void start(Body body) {
    Thread thread =
        new Thread(
            () -> {
              try {
                body.run();
              } catch (SocketException e) {
                // One side has ended, and so has this.
                Thread.currentThread().interrupt();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            },
            "proxy");
    thread.setDaemon(true);
    thread.start();
  }
}
