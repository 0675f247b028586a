package io.adit.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.adit.api.stratum.LineBuffer;
import io.adit.api.transport.Connection;
import io.adit.api.transport.Transport;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Replies that must not be seen before what they say is true. */
@Timeout(60)
class HeldOutputTest {
  private final NettyTransport transport = new NettyTransport(1, Given.LIMITS);
  private final EchoHandler echo = new EchoHandler("");

  @AfterEach
  void close() {
    transport.close();
  }

  @Test
  void whatIsHeldIsSentInOrderOnceReleased() throws IOException {
    Transport.Listener listener = transport.listen(Given.endpoint(0), echo);
    try (Client client = new Client(listener);
        Client other = new Client(listener)) {
      await().until(() -> echo.opened.size() == 2);
      onLoop(0, Connection::hold);
      send(0, "one\n");
      send(0, "two\n");
      send(1, "to the other\n");
      assertThat(other.read()).isEqualTo("to the other");
      assertThat(client.hasInput()).isFalse();

      onLoop(0, Connection::release);

      assertThat(client.read()).isEqualTo("one");
      assertThat(client.read()).isEqualTo("two");
    }
  }

  @Test
  void whatTwoHoldIsSentOnceBothHaveReleasedIt() throws IOException {
    Transport.Listener listener = transport.listen(Given.endpoint(0), echo);
    try (Client client = new Client(listener)) {
      await().until(() -> echo.opened.size() == 1);
      onLoop(0, Connection::hold);
      onLoop(0, Connection::hold);
      send(0, "one\n");
      onLoop(0, Connection::release);
      send(0, "two\n");
      awaitTurnOfTheLoop(listener);
      assertThat(client.hasInput()).isFalse();

      onLoop(0, Connection::release);

      assertThat(client.read()).isEqualTo("one");
      assertThat(client.read()).isEqualTo("two");
    }
  }

  @Test
  void aConnectionThatIsClosedWhileTwoHoldItIsSentTheRestOnceBothHaveReleasedIt()
      throws IOException {
    Transport.Listener listener = transport.listen(Given.endpoint(0), echo);
    try (Client client = new Client(listener)) {
      await().until(() -> echo.opened.size() == 1);
      onLoop(0, Connection::hold);
      onLoop(0, Connection::hold);
      send(0, "last\n");
      onLoop(0, Connection::close);
      onLoop(0, Connection::release);
      awaitTurnOfTheLoop(listener);
      assertThat(client.hasInput()).isFalse();

      onLoop(0, Connection::release);

      assertThat(client.read()).isEqualTo("last");
      assertThat(client.isEnded()).isTrue();
    }
  }

  @Test
  void aReleaseThatNobodyIsHeldForCountsForNothing() throws IOException {
    Transport.Listener listener = transport.listen(Given.endpoint(0), echo);
    try (Client client = new Client(listener)) {
      await().until(() -> echo.opened.size() == 1);
      onLoop(0, Connection::release);
      onLoop(0, Connection::hold);
      send(0, "one\n");
      awaitTurnOfTheLoop(listener);
      assertThat(client.hasInput()).isFalse();

      onLoop(0, Connection::release);

      assertThat(client.read()).isEqualTo("one");
    }
  }

  @Test
  void holdsThatAreNeverReleasedHaveALimit() throws IOException {
    Transport.Listener listener = transport.listen(Given.endpoint(0), echo);
    try (Client client = new Client(listener)) {
      await().until(() -> echo.opened.size() == 1);
      for (int i = 0; i < Output.MAX_HOLDS; i++) {
        onLoop(0, Connection::hold);
      }

      assertThatThrownBy(() -> onLoop(0, Connection::hold))
          .hasRootCauseMessage("holds of a connection: more than 1000");
      assertThat(client.hasInput()).isFalse();
    }
  }

  @Test
  void aConnectionThatIsClosedWhileHeldIsSentTheRestFirst() throws IOException {
    Transport.Listener listener = transport.listen(Given.endpoint(0), echo);
    try (Client client = new Client(listener)) {
      await().until(() -> echo.opened.size() == 1);
      onLoop(0, Connection::hold);
      send(0, "last\n");
      onLoop(0, Connection::close);
      onLoop(0, Connection::release);

      assertThat(client.read()).isEqualTo("last");
      assertThat(client.isEnded()).isTrue();
    }
  }

  @Test
  void whatIsHeldIsNeverSentAfterAnAbort() throws IOException {
    Transport.Listener listener = transport.listen(Given.endpoint(0), echo);
    try (Client client = new Client(listener)) {
      await().until(() -> echo.opened.size() == 1);
      onLoop(0, Connection::hold);
      send(0, "not true\n");
      onLoop(0, Connection::abort);
      onLoop(0, Connection::release);

      assertThat(client.isEnded()).isTrue();
    }
  }

  /** What was written before to any connection is at its other end: all are on one loop. */
  private void awaitTurnOfTheLoop(Transport.Listener listener) throws IOException {
    int index = echo.opened.size();
    try (Client other = new Client(listener)) {
      await().until(() -> echo.opened.size() == index + 1);
      send(index, "turn\n");
      assertThat(other.read()).isEqualTo("turn");
    }
  }

  private void send(int index, String line) {
    onLoop(
        index,
        connection -> {
          connection.write(new LineBuffer().ascii(line));
          connection.flush();
        });
  }

  private void onLoop(int index, Consumer<Connection> action) {
    Connection connection = echo.opened.get(index);
    CompletableFuture.runAsync(() -> action.accept(connection), connection.loop()::execute).join();
  }
}
