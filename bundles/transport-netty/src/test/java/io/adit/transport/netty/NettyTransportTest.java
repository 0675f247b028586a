package io.adit.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.adit.api.transport.Transport;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NettyTransportTest {
  private final NettyTransport transport = new NettyTransport(2, Given.LIMITS);
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
  void whoHasSaidItsLastLineIsAnsweredBeforeTheEnd() throws IOException {
    try (Client client = new Client(listen(echo))) {
      client.send("one\ntwo\n");
      client.endOutput();

      assertThat(client.read()).isEqualTo("one");
      assertThat(client.read()).isEqualTo("two");
      assertThat(client.isEnded()).isTrue();
    }
    await().until(() -> echo.closed.size() == 1);
  }

  @Test
  void aPortInUseIsNamed() throws IOException {
    try (ServerSocket taken = new ServerSocket(0)) {
      assertThatThrownBy(() -> transport.listen(Given.endpoint(taken.getLocalPort()), echo))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("127.0.0.1:" + taken.getLocalPort())
          .hasMessageContaining("in use");
    }
  }

  @Test
  void aHandlerWhosePortCouldNotBeBoundIsLetGo() throws IOException {
    try (ServerSocket taken = new ServerSocket(0)) {
      WeakReference<EchoHandler> handler = handlerThatFailsToListenAt(taken.getLocalPort());

      await()
          .untilAsserted(
              () -> {
                System.gc();
                assertThat(handler.get()).isNull();
              });
    }
  }

  private WeakReference<EchoHandler> handlerThatFailsToListenAt(int port) {
    EchoHandler handler = new EchoHandler("");
    assertThatThrownBy(() -> transport.listen(Given.endpoint(port), handler))
        .isInstanceOf(IOException.class);
    return new WeakReference<>(handler);
  }

  @Test
  void tlsIsServedWithThePemFiles() throws Exception {
    Transport.Listener listener =
        transport.listen(Given.tls(Given.resource("cert.pem"), Given.resource("key.pem")), echo);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Anyone()}, null);
    Socket socket =
        context.getSocketFactory().createSocket("127.0.0.1", listener.endpoint().port());
    try (Client client = new Client(socket)) {
      client.send("secret\n");

      assertThat(client.read()).isEqualTo("secret");
    }
    await().until(() -> echo.closed.size() == 1);
  }

  @Test
  void aBrokenCertificateIsNamed() {
    assertThatThrownBy(
            () ->
                transport.listen(
                    Given.tls(Given.resource("key.pem"), Given.resource("key.pem")), echo))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("key.pem");
  }

  @Test
  void quiesceCompletesWhenEveryLoopHasPassed() throws IOException {
    listen(echo);

    assertThat(transport.quiesce().toCompletableFuture()).succeedsWithin(Duration.ofSeconds(10));
  }

  @Test
  void quiesceCompletesWhenTheLoopsHaveEnded() {
    transport.close();

    assertThat(transport.quiesce().toCompletableFuture()).succeedsWithin(Duration.ofSeconds(10));
  }

  @Test
  void closingLeavesNoThreadBehind() throws IOException {
    NettyTransport other = new NettyTransport(3, Given.LIMITS);
    EchoHandler handler = new EchoHandler("");
    Transport.Listener listener = other.listen(Given.endpoint(0), handler);
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

  @Test
  void aClosedTransportTakesNoMoreTasksAndDoesNotComplain() throws IOException {
    Transport.Listener listener = listen(echo);
    List<Integer> loops = new CopyOnWriteArrayList<>();
    listener.onEachLoop(loop -> loops.add(loop.index()));
    await().untilAsserted(() -> assertThat(loops).containsExactlyInAnyOrder(0, 1));
    loops.clear();
    transport.close();

    listener.onEachLoop(loop -> loops.add(loop.index()));

    assertThat(loops).isEmpty();
  }

  private Transport.Listener listen(EchoHandler handler) throws IOException {
    return transport.listen(Given.endpoint(0), handler);
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
