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
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Stands between a store and its server, and can fall silent, or cut them off in the worst moment.
 */
final class Proxy implements AutoCloseable {
  private enum Mode {
    FORWARD,
    /** Nothing arrives any more, and nothing is closed. */
    SILENT,
    /** The next commit arrives, its answer does not. */
    CUT_AFTER_COMMIT
  }

  private final String host;
  private final int port;
  private final ServerSocket listener;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private volatile Mode mode = Mode.FORWARD;

  private volatile boolean committing;

  Proxy(String host, int port) throws IOException {
    this.host = host;
    this.port = port;
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  void fallSilent() {
    mode = Mode.SILENT;
  }

  void cutAfterCommit() {
    mode = Mode.CUT_AFTER_COMMIT;
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
      start(() -> forward(client, server, true));
      start(() -> forward(server, client, false));
    }
  }

  private void forward(Socket from, Socket to, boolean toServer) throws IOException {
    byte[] buffer = new byte[1 << 16];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int count = in.read(buffer); count > 0; count = in.read(buffer)) {
        if (mode == Mode.SILENT) {
          continue;
        }
        if (mode == Mode.CUT_AFTER_COMMIT) {
          String text = new String(buffer, 0, count, StandardCharsets.ISO_8859_1);
          if (toServer) {
            committing = committing || text.contains("COMMIT");
          } else if (committing && text.contains("COMMIT\0")) {
            // The server has done it; whoever asked will not hear of it.
            mode = Mode.FORWARD;
            committing = false;
            return;
          }
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
