package io.adit.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.adit.api.stratum.LineBuffer;
import io.adit.api.transport.Connection;
import io.adit.api.transport.Endpoint;
import io.adit.api.transport.Transport;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LimitsTest {
  private static final Limits LIMITS =
      new Limits(Given.LONG, Given.SHORT, Given.SHORT, Given.PENDING_BYTES);

  private final NettyTransport transport = new NettyTransport(2, LIMITS);
  private final EchoHandler echo = new EchoHandler("");

  @AfterEach
  void close() {
    transport.close();
  }

  @Test
  void aLineLongerThanTheLimitClosesTheConnection() throws IOException {
    try (Client client = new Client(transport.listen(Given.endpoint(0), echo))) {
      client.send("x".repeat(Given.MAX_LINE + 1));

      assertThat(client.isEnded()).isTrue();
    }
    await().until(echo.open::isEmpty);
  }

  @Test
  void aWholeLineLongerThanTheLimitClosesTheConnectionToo() throws IOException {
    try (Client client = new Client(transport.listen(Given.endpoint(0), echo))) {
      client.send("ok\n" + "x".repeat(Given.MAX_LINE + 1) + "\n");

      assertThat(client.read()).isEqualTo("ok");
      assertThat(client.isEnded()).isTrue();
    }
  }

  @Test
  void oneConnectionTooManyIsClosedAndTheOthersStay() throws IOException {
    Transport.Listener listener = transport.listen(atMost(1), echo);
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
  void comingAndGoingAtTheLimitIsCountedExactlyAndToldOnce() throws IOException {
    try (Log log = new Log()) {
      Transport.Listener listener = transport.listen(atMost(2), echo);
      Client[] clients = {new Client(listener), new Client(listener)};
      await().until(() -> echo.open.size() == 2);
      for (int round = 1; round <= 20; round++) {
        try (Client oneTooMany = new Client(listener)) {
          assertThat(oneTooMany.isEnded()).isTrue();
        }
        clients[round % 2].close();
        int gone = round;
        await().until(() -> echo.closed.size() == gone);
        clients[round % 2] = new Client(listener);
        clients[round % 2].send("x\n");
        assertThat(clients[round % 2].read()).isEqualTo("x");
      }

      assertThat(log.lines(listener.endpoint() + ": connections: 3 (expected: <= 2)")).hasSize(1);
      clients[0].close();
      clients[1].close();
    }
  }

  @Test
  void whoSaysNothingForTooLongIsClosed() throws IOException {
    try (Client client = new Client(transport.listen(impatient(), echo))) {
      assertThat(client.isEnded()).isTrue();
    }
  }

  @Test
  void whoNeverEndsItsLineSaysNothing() throws IOException {
    try (Client client = new Client(transport.listen(impatient(), echo))) {
      await().until(() -> client.isRefused("x"));
    }
  }

  @Test
  void blankLinesSayNothing() throws IOException {
    try (Client client = new Client(transport.listen(impatient(), echo))) {
      await().until(() -> client.isRefused("\n"));
    }
  }

  @Test
  void aTlsHandshakeThatDoesNotComeToItsEndIsEnded() throws IOException {
    Transport.Listener listener =
        transport.listen(Given.tls(Given.resource("cert.pem"), Given.resource("key.pem")), echo);
    try (Client client = new Client(listener)) {
      assertThat(client.isEnded()).isTrue();
    }
  }

  @Test
  void whoTakesNothingOfWhatItWasSentIsClosed() throws IOException {
    Transport.Listener listener =
        transport.listen(Given.endpoint(0, 10, Duration.ZERO, Duration.ofMillis(500)), echo);
    try (Client client = Client.deaf(listener)) {
      Connection connection = connectionOf(client);
      send(connection, new LineBuffer().append(new byte[32 << 20]));

      await().until(() -> echo.closed.contains(connection));
    }
  }

  @Test
  void whoDoesNotReadWhatIsBroadcastIsClosedBeforeItFillsTheMemory() throws IOException {
    Transport.Listener listener = transport.listen(Given.endpoint(0), echo);
    try (Client deaf = Client.deaf(listener);
        Client other = new Client(listener)) {
      Connection connection = connectionOf(deaf);
      LineBuffer job = new LineBuffer().append(new byte[16 << 10]);
      int most = 0;
      while (!echo.closed.contains(connection) && most < 10_000) {
        send(connection, job);
        transport.quiesce().toCompletableFuture().join();
        most++;
      }

      assertThat(echo.closed).containsExactly(connection);
      other.send("x\n");
      assertThat(other.read()).isEqualTo("x");
    }
  }

  @Test
  void aLimitThatMakesNoSenseIsNamed() {
    assertThatThrownBy(() -> new Limits(Given.LONG, Given.LONG, Given.LONG, 0))
        .hasMessage("maxPendingBytes: 0 (expected: >= 131072)");
  }

  private Connection connectionOf(Client client) {
    await().until(() -> echo.opened.stream().anyMatch(any -> isOf(client, any)));
    return echo.opened.stream().filter(any -> isOf(client, any)).findFirst().orElseThrow();
  }

  private static boolean isOf(Client client, Connection connection) {
    return connection.remote().equals(client.address());
  }

  private static void send(Connection connection, LineBuffer lines) {
    connection
        .loop()
        .execute(
            () -> {
              connection.write(lines);
              connection.flush();
            });
  }

  private static Endpoint atMost(int connections) {
    return Given.endpoint(0, connections, Duration.ZERO, Duration.ZERO);
  }

  private static Endpoint impatient() {
    return Given.endpoint(0, 10, Duration.ofMillis(500), Duration.ZERO);
  }
}
