package io.adit.node.bitcoind;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * One HTTP request on a connection of its own, which {@link #close} breaks off at once wherever it
 * is, from any thread.
 *
 * <p>The JDK's clients cannot promise that on Java 17: the threads of {@code HttpClient} stay until
 * it is garbage collected, and {@code HttpURLConnection} finishes its attempt to connect first. A
 * connection per request also never meets one that the node has just given up.
 */
final class HttpPost implements Closeable {
  private static final int CONNECT_MILLIS = 5_000;

  private final URI url;
  private final Socket socket = new Socket();
  private volatile boolean late;

  /**
   * @param url {@code http} or {@code https}
   */
  HttpPost(URI url) {
    this.url = url;
  }

  /**
   * Sends JSON and reads the answer.
   *
   * @param limit until the whole answer must be there
   * @throws IOException if there is none; its message is fit for people
   */
  HttpAnswer send(Optional<String> authorization, byte[] json, Duration limit) throws IOException {
    // Timeouts of a socket's reads know nothing of writes, nor of an answer that comes byte by
    // byte.
    CompletableFuture<Void> alarm =
        new CompletableFuture<Void>()
            .completeOnTimeout(null, limit.toMillis(), TimeUnit.MILLISECONDS);
    CompletableFuture<Void> closing = alarm.thenRun(this::closeLate);
    try {
      return exchange(authorization, json);
    } catch (IOException e) {
      throw late ? new SocketTimeoutException("no answer within " + limit.toMillis() + " ms") : e;
    } finally {
      closing.cancel(false);
      alarm.cancel(false);
    }
  }

  private void closeLate() {
    late = true;
    try {
      close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private HttpAnswer exchange(Optional<String> authorization, byte[] json) throws IOException {
    connect();
    Socket connection = url.getScheme().equals("https") ? secured() : socket;
    OutputStream out = connection.getOutputStream();
    out.write(head(authorization, json.length).getBytes(StandardCharsets.ISO_8859_1));
    out.write(json);
    out.flush();
    InputStream in = new BufferedInputStream(connection.getInputStream());
    return HttpAnswer.read(in);
  }

  private void connect() throws IOException {
    int port = url.getPort() >= 0 ? url.getPort() : url.getScheme().equals("https") ? 443 : 80;
    InetSocketAddress address = new InetSocketAddress(url.getHost(), port);
    if (address.isUnresolved()) {
      throw new UnknownHostException("unknown host " + url.getHost());
    }
    socket.setTcpNoDelay(true);
    socket.connect(address, CONNECT_MILLIS);
  }

  private Socket secured() throws IOException {
    SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
    SSLSocket secured =
        (SSLSocket) factory.createSocket(socket, url.getHost(), socket.getPort(), true);
    SSLParameters parameters = secured.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    secured.setSSLParameters(parameters);
    secured.startHandshake();
    return secured;
  }

  private String head(Optional<String> authorization, int length) {
    String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    return "POST "
        + path
        + " HTTP/1.1\r\nHost: "
        + url.getHost()
        + (url.getPort() >= 0 ? ":" + url.getPort() : "")
        + "\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: "
        + length
        + authorization.map(value -> "\r\nAuthorization: " + value).orElse("")
        + "\r\n\r\n";
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
