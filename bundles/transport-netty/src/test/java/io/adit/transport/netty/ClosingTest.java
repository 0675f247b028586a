package io.adit.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.adit.api.stratum.LineBuffer;
import io.adit.api.transport.Connection;
import io.adit.api.transport.ConnectionHandler;
import io.adit.api.transport.Transport;
import java.io.IOException;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ClosingTest {
  private final NettyTransport transport = new NettyTransport(2, Given.LIMITS);
  private final EchoHandler echo = new EchoHandler("");

  @AfterEach
  void close() {
    transport.close();
  }

  @Test
  void closeReturnsWhenThePortAndAllConnectionsAreClosed() throws IOException {
    Transport.Listener listener = transport.listen(Given.endpoint(0), echo);
    List<Client> clients = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      clients.add(new Client(listener));
    }
    await().until(() -> echo.opened.size() == 5);

    listener.close();

    assertThat(echo.closed).hasSize(5);
    assertThatThrownBy(() -> new Client(listener)).isInstanceOf(ConnectException.class);
    for (Client client : clients) {
      assertThat(client.isEnded()).isTrue();
      client.close();
    }
  }

  @Test
  void whatWasWrittenIsSentBeforeTheEnd() throws IOException {
    Transport.Listener listener = transport.listen(Given.endpoint(0), echo);
    try (Client client = new Client(listener)) {
      await().until(() -> echo.opened.size() == 1);
      Connection connection = echo.opened.get(0);
      connection
          .loop()
          .execute(
              () -> {
                connection.write(new LineBuffer().ascii("farewell\n"));
                connection.close();
              });

      assertThat(client.read()).isEqualTo("farewell");
      assertThat(client.isEnded()).isTrue();
    }
  }

  @Test
  void aDeafMinerDoesNotHoldUpTheClosing() throws IOException {
    Transport.Listener listener = transport.listen(Given.endpoint(0), echo);
    try (Client client = Client.deaf(listener)) {
      await().until(() -> echo.opened.size() == 1);
      Connection connection = echo.opened.get(0);
      LineBuffer much = new LineBuffer().append(new byte[32 << 20]);
      connection.loop().execute(() -> connection.write(much));

      listener.close();

      assertThat(echo.closed).containsExactly(connection);
      await().until(() -> client.isRefused("x"));
    }
  }

  @Test
  void aHandlerMayCloseItsListener() throws IOException {
    AtomicReference<Transport.Listener> listener = new AtomicReference<>();
    ConnectionHandler closing =
        new ConnectionHandler() {
          @Override
          public void opened(Connection connection) {}

          @Override
          public void adopted(Connection connection) {}

          @Override
          public boolean line(Connection connection, byte[] bytes, int offset, int length) {
            listener.get().close();
            return true;
          }

          @Override
          public void closed(Connection connection) {}
        };
    listener.set(transport.listen(Given.endpoint(0), closing));
    try (Client client = new Client(listener.get())) {
      client.send("close\n");

      assertThat(client.isEnded()).isTrue();
    }
    await()
        .untilAsserted(
            () ->
                assertThatThrownBy(() -> new Client(listener.get()))
                    .isInstanceOf(ConnectException.class));
  }

  @Test
  void whatIsClosedAlreadyCanBeClosedAndParked() throws IOException {
    Transport.Listener listener = transport.listen(Given.endpoint(0), echo);
    listener.close();
    transport.close();

    assertThatCode(listener::close).doesNotThrowAnyException();
    assertThatCode(listener::park).doesNotThrowAnyException();
  }

  @Test
  void aStoppedTransportListensNoMore() {
    transport.close();

    assertThatThrownBy(() -> transport.listen(Given.endpoint(0), echo))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the transport is stopping");
  }
}
