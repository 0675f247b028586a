package io.adit.storage.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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
 * Stands between a store and its server, and can fall silent, or cut them off in the worst moment.
 */
final class Proxy implements AutoCloseable {
  private final String host;
  private final int port;
  private final ServerSocket listener;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private volatile boolean silent;
  private volatile Optional<String> doomed = Optional.empty();

  Proxy(String host, int port) throws IOException {
    this.host = host;
    this.port = port;
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** From now on nothing arrives any more, and nothing is closed. */
  void fallSilent() {
    silent = true;
  }

  /** The transaction in which {@code word} is said is committed, and its answer does not arrive. */
  void cutAfterCommitOf(String word) {
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
      Socket server = new Socket(host, port);
      sockets.add(server);
      AtomicBoolean marked = new AtomicBoolean();
      start(
          () ->
              forward(
                  client,
                  server,
                  text -> {
                    doomed.filter(text::contains).ifPresent(word -> marked.set(true));
                    return true;
                  }));
      start(() -> forward(server, client, text -> !marked.get() || !isCommitted(text)));
    }
  }

  private boolean isCommitted(String text) {
    boolean committed = text.contains("COMMIT\0");
    if (committed) {
      doomed = Optional.empty();
    }
    return committed;
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
        if (!mayArrive.test(new String(buffer, 0, count, StandardCharsets.ISO_8859_1))) {
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
                throw new java.io.UncheckedIOException(e);
              }
            },
            "proxy");
    thread.setDaemon(true);
    thread.start();
  }
}
