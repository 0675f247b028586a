package io.adit.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.adit.api.transport.Connection;
import io.adit.api.transport.Endpoint;
import io.adit.api.transport.Transport;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NettyTransportTest {
  private static final int MAX_LINE = 1000;

  private final NettyTransport transport = new NettyTransport(2, Duration.ofSeconds(30));
  private final EchoHandler echo = new EchoHandler("");

  @AfterEach
  void close() {
    transport.close();
  }

  @Test
  void aLineIsAnswered() throws IOException {
    try (Client client = new Client(listen(echo))) {
      client.send("hello\n");

      assertThat(client.read()).isEqualTo("hello");
    }
  }

  @Test
  void aRefusedLineIsKeptAndComesAgainAfterResume() throws IOException {
    echo.willing = false;
    try (Client client = new Client(listen(echo))) {
      client.send("one\ntwo\n");
      await().until(() -> echo.refused.contains("one"));
      client.send("three\n");
      echo.willing = true;
      echo.open.forEach(connection -> connection.loop().execute(connection::resume));

      assertThat(client.read()).isEqualTo("one");
      assertThat(client.read()).isEqualTo("two");
      assertThat(client.read()).isEqualTo("three");
      assertThat(echo.refused).containsExactly("one");
    }
  }

  @Test
  void aParkedPortIsTakenOverWithItsConnectionsAndNothingIsLost() throws IOException {
    Transport.Listener listener = listen(echo);
    try (Client client = new Client(listener)) {
      client.send("before\n");
      assertThat(client.read()).isEqualTo("before");
      Object session = onlyConnection(echo).session();
      listener.park();
      client.send("between\n");
      EchoHandler next = new EchoHandler("2:");
      transport.listen(endpoint(listener.endpoint().port(), 100, Optional.empty()), next);
      client.send("after\n");

      assertThat(client.read()).isEqualTo("2:between");
      assertThat(client.read()).isEqualTo("2:after");
      assertThat(next.adopted).hasSize(1);
      assertThat(onlyConnection(next).session()).isSameAs(session);
    }
  }

  @Test
  void aConnectionMadeWhileParkedIsServedByTheNextHandler() throws IOException {
    Transport.Listener listener = listen(echo);
    listener.park();
    try (Client client = new Client(listener)) {
      client.send("early\n");
      EchoHandler next = new EchoHandler("2:");
      transport.listen(endpoint(listener.endpoint().port(), 100, Optional.empty()), next);

      assertThat(client.read()).isEqualTo("2:early");
    }
  }

  @Test
  void aParkedPortThatNobodyComesBackForIsClosed() throws IOException {
    NettyTransport impatient = new NettyTransport(1, Duration.ofMillis(50));
    try {
      Transport.Listener listener = impatient.listen(endpoint(0, 100, Optional.empty()), echo);
      try (Client client = new Client(listener)) {
        client.send("x\n");
        assertThat(client.read()).isEqualTo("x");
        listener.park();

        assertThat(client.isEnded()).isTrue();
      }
      try (ServerSocket again = new ServerSocket()) {
        await().untilAsserted(() -> bind(again, listener.endpoint().port()));
      }
    } finally {
      impatient.close();
    }
  }

  private static void bind(ServerSocket socket, int port) throws IOException {
    if (!socket.isBound()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }
  }

  @Test
  void aLineLongerThanTheLimitClosesTheConnection() throws IOException {
    try (Client client = new Client(listen(echo))) {
      client.send("x".repeat(MAX_LINE + 1));

      assertThat(client.isEnded()).isTrue();
    }
    await().until(echo.open::isEmpty);
  }

  @Test
  void aWholeLineLongerThanTheLimitClosesTheConnectionToo() throws IOException {
    try (Client client = new Client(listen(echo))) {
      client.send("ok\n" + "x".repeat(MAX_LINE + 1) + "\n");

      assertThat(client.read()).isEqualTo("ok");
      assertThat(client.isEnded()).isTrue();
    }
  }

  @Test
  void oneConnectionTooManyIsClosedAndTheOthersStay() throws IOException {
    Transport.Listener listener = transport.listen(endpoint(0, 1, Optional.empty()), echo);
    try (Client first = new Client(listener)) {
      first.send("x\n");
      assertThat(first.read()).isEqualTo("x");
      try (Client second = new Client(listener)) {
        assertThat(second.isEnded()).isTrue();
      }
      first.send("y\n");
      assertThat(first.read()).isEqualTo("y");
    }
  }

  @Test
  void whoSaysNothingForTooLongIsClosed() throws IOException {
    Endpoint impatient =
        new Endpoint(
            "127.0.0.1", 0, Optional.empty(), 10, Duration.ofMillis(100), Duration.ZERO, MAX_LINE);
    try (Client client = new Client(transport.listen(impatient, echo))) {
      assertThat(client.isEnded()).isTrue();
    }
  }

  @Test
  void aPortInUseIsNamed() throws IOException {
    try (ServerSocket taken = new ServerSocket(0)) {
      assertThatThrownBy(
              () -> transport.listen(endpoint(taken.getLocalPort(), 10, Optional.empty()), echo))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("127.0.0.1:" + taken.getLocalPort())
          .hasMessageContaining("in use");
    }
  }

  @Test
  void tlsIsServedWithThePemFiles() throws Exception {
    Endpoint.Tls files = new Endpoint.Tls(resource("cert.pem"), resource("key.pem"));
    Transport.Listener listener = transport.listen(endpoint(0, 10, Optional.of(files)), echo);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Anyone()}, null);
    Socket socket =
        context.getSocketFactory().createSocket("127.0.0.1", listener.endpoint().port());
    try (Client client = new Client(socket)) {
      client.send("secret\n");

      assertThat(client.read()).isEqualTo("secret");
    }
  }

  @Test
  void aBrokenCertificateIsNamed() {
    Endpoint.Tls files = new Endpoint.Tls(resource("key.pem"), resource("key.pem"));

    assertThatThrownBy(() -> transport.listen(endpoint(0, 10, Optional.of(files)), echo))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("key.pem");
  }

  @Test
  void quiesceCompletesWhenEveryLoopHasPassed() throws IOException {
    listen(echo);

    assertThat(transport.quiesce().toCompletableFuture()).succeedsWithin(Duration.ofSeconds(10));
  }

  @Test
  void closingLeavesNoThreadBehind() throws IOException {
    NettyTransport other = new NettyTransport(3, Duration.ofSeconds(30));
    EchoHandler handler = new EchoHandler("");
    Transport.Listener listener = other.listen(endpoint(0, 10, Optional.empty()), handler);
    try (Client client = new Client(listener)) {
      client.send("x\n");
      assertThat(client.read()).isEqualTo("x");
      assertThat(handler.threads).isNotEmpty().allMatch(Thread::isAlive);
      other.close();
      assertThat(client.isEnded()).isTrue();
    }
    await().untilAsserted(() -> assertThat(handler.threads).noneMatch(Thread::isAlive));
    assertThat(
            Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("adit-accept"))
                .collect(Collectors.toSet()))
        .as("the other transport's alone")
        .hasSizeLessThanOrEqualTo(1);
  }

  private Transport.Listener listen(EchoHandler handler) throws IOException {
    return transport.listen(endpoint(0, 100, Optional.empty()), handler);
  }

  private static Endpoint endpoint(int port, int maxConnections, Optional<Endpoint.Tls> tls) {
    return new Endpoint(
        "127.0.0.1", port, tls, maxConnections, Duration.ZERO, Duration.ZERO, MAX_LINE);
  }

  private static Connection onlyConnection(EchoHandler handler) {
    assertThat(handler.open).hasSize(1);
    return handler.open.iterator().next();
  }

  private static Path resource(String name) {
    return Path.of(
        Objects.requireNonNull(NettyTransportTest.class.getResource("/" + name)).getPath());
  }

  private static final class Client implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 10_000;

    private final Socket socket;
    private final BufferedReader reader;

    Client(Transport.Listener listener) throws IOException {
      this(new Socket(InetAddress.getLoopbackAddress(), listener.endpoint().port()));
    }

    Client(Socket socket) throws IOException {
      this.socket = socket;
      socket.setSoTimeout(TIMEOUT_MILLIS);
      reader =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    void send(String text) throws IOException {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().flush();
    }

    String read() throws IOException {
      return reader.readLine();
    }

    /** Whether the server ends the connection, in an orderly way or not. */
    boolean isEnded() throws IOException {
      try {
        return reader.readLine() == null;
      } catch (SocketException e) {
        return true;
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  private static final class Anyone implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
