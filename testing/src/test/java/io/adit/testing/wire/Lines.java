package io.adit.testing.wire;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A TCP connection: bytes out, each call a packet, and lines in. For one thread. */
final class Lines implements AutoCloseable {
  /** Keeps numbers as they are, whatever their size. */
  static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private static final int CONNECT_MILLIS = 10_000;

  private final Socket socket = new Socket();
  private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
  private final byte[] buffer = new byte[8192];
  private int at;
  private int end;
  private boolean ended;

  Lines(String host, int port) throws IOException {
    socket.setTcpNoDelay(true);
    socket.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
  }

  /** Sends; whether the server was still there to take it. */
  boolean send(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** The next line; empty if there is none in time, or the connection has ended. */
  Optional<String> next(long deadlineNanos) throws IOException {
    while (true) {
      while (at < end) {
        byte b = buffer[at++];
        if (b == '\n') {
          String line = begun.toString(StandardCharsets.UTF_8);
          begun.reset();
          return Optional.of(line);
        }
        begun.write(b);
      }
      if (ended || !fill(deadlineNanos)) {
        return Optional.empty();
      }
    }
  }

  /** Reads some bytes; false if none come in time. */
  private boolean fill(long deadlineNanos) throws IOException {
    long left = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
    if (left <= 0) {
      return false;
    }
    socket.setSoTimeout((int) Math.min(left, Integer.MAX_VALUE));
    try {
      at = 0;
      end = Math.max(0, socket.getInputStream().read(buffer));
      ended = end == 0;
      return true;
    } catch (SocketTimeoutException e) {
      end = 0;
      return false;
    } catch (SocketException e) {
      // A reset ends a connection as well as a proper close does.
      end = 0;
      ended = true;
      return true;
    }
  }

  /** Whether the server has ended the connection, and all that it said was read. */
  boolean isEnded() {
    return ended;
  }

  /** Tells the server that nothing more will come. */
  void hangUp() {
    try {
      socket.shutdownOutput();
    } catch (IOException e) {
      // It has hung up first.
      ended = true;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
