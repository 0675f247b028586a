package io.adit.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.adit.api.transport.Connection;
import io.adit.api.transport.ConnectionHandler;
import io.adit.api.transport.Transport;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultsTest {
  private static final String FAULT = "closing for a fault of the server's";

  /** One loop, so that a fault on it could do harm to all connections. */
  private final NettyTransport transport = new NettyTransport(1, Given.LIMITS);

  private final EchoHandler echo = new EchoHandler("");
  private final Log log = new Log();
  private Transport.Listener listener;
  private Client unlucky;
  private Client other;

  @BeforeEach
  void connect() throws IOException {
    listener = transport.listen(Given.endpoint(0), echo);
    unlucky = new Client(listener);
    await().until(() -> echo.opened.size() == 1);
    other = new Client(listener);
    await().until(() -> echo.opened.size() == 2);
  }

  @AfterEach
  void close() throws IOException {
    unlucky.close();
    other.close();
    transport.close();
    log.close();
  }

  @Test
  void aLineThatTheHandlerThrowsAtClosesItsConnectionOnly() throws IOException {
    unlucky.send("one\nthrow\nthree\n");

    assertThat(unlucky.read()).isEqualTo("one");
    assertThat(unlucky.isEnded()).isTrue();
    other.send("x\n");
    assertThat(other.read()).isEqualTo("x");
    assertThat(log.lines(FAULT)).singleElement().asString().contains(unlucky.address());
    await().until(() -> echo.closed.size() == 1);
  }

  @Test
  void resumingGoesOnAfterAConnectionWhoseLineThrows() throws IOException {
    echo.willing = false;
    unlucky.send("throw\n");
    other.send("x\n");
    await().until(() -> echo.refused.size() == 2);
    echo.willing = true;
    listener.onEachLoop(loop -> echo.opened.forEach(Connection::resume));

    assertThat(other.read()).isEqualTo("x");
    assertThat(unlucky.isEnded()).isTrue();
    assertThat(log.lines(FAULT)).hasSize(1);
  }

  @Test
  void adoptionGoesOnAfterAConnectionThatTheHandlerThrowsAt() throws IOException {
    String first = unlucky.address();
    EchoHandler next = new EchoHandler("2:");
    listener.park();
    transport.listen(
        Given.endpoint(listener.endpoint().port()),
        new ConnectionHandler() {
          @Override
          public void opened(Connection connection) {
            next.opened(connection);
          }

          @Override
          public void adopted(Connection connection) {
            if (connection.remote().equals(first)) {
              throw new IllegalStateException("as told");
            }
            next.adopted(connection);
          }

          @Override
          public boolean line(Connection connection, byte[] bytes, int offset, int length) {
            return next.line(connection, bytes, offset, length);
          }

          @Override
          public void closed(Connection connection) {
            next.closed(connection);
          }
        });
    other.send("x\n");

    assertThat(other.read()).isEqualTo("2:x");
    assertThat(unlucky.isEnded()).isTrue();
    assertThat(log.lines(FAULT)).hasSize(1);
  }

  @Test
  void aPortThatCannotAcceptRestsAndSaysSoOnce() throws IOException {
    NettyListener port = (NettyListener) listener;
    for (int i = 0; i < 3; i++) {
      port.server()
          .pipeline()
          .fireExceptionCaught(new IOException("accept(..) failed: Too many open files"));
    }
    port.server().eventLoop().submit(() -> {}).awaitUninterruptibly();

    assertThat(port.server().config().isAutoRead()).as("accepting").isFalse();
    assertThat(log.lines("Too many open files"))
        .singleElement()
        .asString()
        .contains(listener.endpoint().toString());
    await().until(() -> port.server().config().isAutoRead());
    try (Client late = new Client(listener)) {
      late.send("x\n");
      assertThat(late.read()).isEqualTo("x");
    }
  }
}
