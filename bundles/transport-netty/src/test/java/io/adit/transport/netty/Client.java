package io.adit.transport.netty;

import io.adit.api.transport.Transport;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** A miner's end of a connection. */
final class Client implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 10_000;
  private static final int SMALL = 4096;

  private final Socket socket;
  private final BufferedReader reader;

  Client(Transport.Listener listener) throws IOException {
    this(new Socket(InetAddress.getLoopbackAddress(), listener.endpoint().port()));
  }

  Client(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(TIMEOUT_MILLIS);
    reader =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
  }

  /** One whose operating system holds little of what it has not read. */
  static Client deaf(Transport.Listener listener) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(SMALL);
    socket.connect(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.endpoint().port()));
    return new Client(socket);
  }

  void send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    socket.getOutputStream().flush();
  }

  /** Says that nothing more will be sent. */
  void endOutput() throws IOException {
    socket.shutdownOutput();
  }

  String read() throws IOException {
    return reader.readLine();
  }

  /** Whether something has arrived that was not read yet. */
  boolean hasInput() throws IOException {
    return reader.ready();
  }

  /** Whether the server ends the connection, in an orderly way or not. */
  boolean isEnded() throws IOException {
    try {
      return reader.readLine() == null;
    } catch (SocketException e) {
      return true;
    }
  }

  /** Whether the server has ended the connection; asks by sending {@code text}, reads nothing. */
  boolean isRefused(String text) {
    try {
      send(text);
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  /** As the server knows it. */
  String address() {
    return socket.getLocalAddress().getHostAddress() + ":" + socket.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
