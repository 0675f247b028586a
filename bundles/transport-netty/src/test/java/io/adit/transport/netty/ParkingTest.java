package io.adit.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.adit.api.stratum.LineBuffer;
import io.adit.api.transport.Connection;
import io.adit.api.transport.Transport;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.SingleThreadEventExecutor;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ParkingTest {
  private final NettyTransport transport = new NettyTransport(1, Given.LIMITS);
  private final EchoHandler echo = new EchoHandler("");
  private final EchoHandler next = new EchoHandler("2:");
  private final CountDownLatch release = new CountDownLatch(1);

  @AfterEach
  void close() {
    release.countDown();
    transport.close();
  }

  @Test
  void aParkedPortIsTakenOverWithItsConnectionsAndNothingIsLost() throws IOException {
    Transport.Listener listener = listen();
    try (Client client = new Client(listener)) {
      client.send("before\n");
      assertThat(client.read()).isEqualTo("before");
      Object session = only(echo.opened).session();
      listener.park();
      client.send("between\n");
      adopt(listener);
      client.send("after\n");

      assertThat(client.read()).isEqualTo("2:between");
      assertThat(client.read()).isEqualTo("2:after");
      assertThat(only(next.adopted).session()).isSameAs(session);
      assertThat(next.opened).isEmpty();
    }
    await().until(() -> next.closed.equals(next.adopted));
    assertThat(echo.closed).isEmpty();
  }

  @Test
  void aConnectionMadeWhileParkedIsOpenedByTheNextHandler() throws IOException {
    Transport.Listener listener = listen();
    listener.park();
    try (Client client = new Client(listener)) {
      client.send("early\n");
      adopt(listener);

      assertThat(client.read()).isEqualTo("2:early");
      assertThat(next.opened).hasSize(1);
      assertThat(next.adopted).isEmpty();
    }
    await().until(() -> next.closed.equals(next.opened));
    assertThat(echo.opened).isEmpty();
  }

  @Test
  void aConnectionMadeInTheMiddleOfAdoptionIsToldOnce() throws Exception {
    Transport.Listener listener = listen();
    listener.park();
    SingleThreadEventExecutor loop = loop(listener);
    loop.execute(() -> awaitQuietly(release));
    await().until(() -> loop.pendingTasks() == 0);
    try (Client client = new Client(listener)) {
      await().until(() -> loop.pendingTasks() > 0); // the connection; adoption comes after it
      adopt(listener);
      release.countDown();
      client.send("x\n");

      assertThat(client.read()).isEqualTo("2:x");
      assertThat(next.opened).hasSize(1);
      assertThat(next.adopted).isEmpty();
    }
  }

  @Test
  void aConnectionAdoptedTwiceIsToldOnceEachTime() throws IOException {
    Transport.Listener listener = listen();
    try (Client client = new Client(listener)) {
      await().until(() -> echo.opened.size() == 1);
      listener.park();
      adopt(listener);
      listener.park();
      EchoHandler third = new EchoHandler("3:");
      transport.listen(Given.endpoint(listener.endpoint().port()), third);
      client.send("x\n");

      assertThat(client.read()).isEqualTo("3:x");
      assertThat(next.adopted).isEqualTo(third.adopted).hasSize(1);
      assertThat(next.opened).isEmpty();
      assertThat(third.opened).isEmpty();
    }
  }

  @Test
  void whatWasSaidBeforeTheMinerLeftIsServedByTheNextHandler() throws IOException {
    Transport.Listener listener = listen();
    try (Client client = new Client(listener)) {
      await().until(() -> echo.opened.size() == 1);
      listener.park();
      client.send("last\n");
      client.endOutput();
      transport.quiesce().toCompletableFuture().join();
      transport.quiesce().toCompletableFuture().join(); // between the two, the loop has read
      adopt(listener);

      assertThat(client.read()).isEqualTo("2:last");
      assertThat(client.isEnded()).isTrue();
    }
    await().until(() -> next.closed.size() == 1);
  }

  @Test
  void aParkedPortThatNobodyComesBackForIsClosed() throws IOException {
    Transport.Listener listener = listen();
    try (Client client = new Client(listener)) {
      client.send("x\n");
      assertThat(client.read()).isEqualTo("x");
      transport.modified(config("parkPatienceMillis", Given.SHORT.toMillis()));
      listener.park();

      assertThat(client.isEnded()).isTrue();
      adopt(listener);
    }
    assertThat(next.adopted).as("from a port that is bound anew").isEmpty();
  }

  @Test
  void patienceIsHalfAMinuteUnlessConfigured() {
    assertThat(Limits.of(config("", 0)).parkPatience()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void aDeafMinerIsClosedTooWhenNobodyComesBack() throws IOException {
    Transport.Listener listener = listen();
    try (Client client = Client.deaf(listener)) {
      await().until(() -> echo.opened.size() == 1);
      Connection connection = only(echo.opened);
      LineBuffer much = new LineBuffer().append(new byte[32 << 20]);
      connection
          .loop()
          .execute(
              () -> {
                connection.write(much);
                connection.flush();
              });
      transport.modified(config("parkPatienceMillis", Given.SHORT.toMillis()));
      listener.park();

      await().until(() -> client.isRefused("x"));
    }
  }

  @Test
  void aConnectionThatIsAcceptedAsPatienceEndsIsClosed() throws Exception {
    NettyListener listener = (NettyListener) listen();
    CountDownLatch accepting = new CountDownLatch(1);
    listener
        .server()
        .pipeline()
        .addFirst(
            new ChannelInboundHandlerAdapter() {
              @Override
              public void channelRead(ChannelHandlerContext context, Object message) {
                accepting.countDown();
                awaitQuietly(release);
                context.fireChannelRead(message);
              }
            });
    listener.server().eventLoop().submit(() -> {}).sync(); // the new handler is in force
    transport.modified(config("parkPatienceMillis", Given.SHORT.toMillis()));
    try (Client client = new Client(listener)) {
      accepting.await();
      listener.park();
      await().until(listener::isClosed);
      transport.quiesce().toCompletableFuture().join();
      release.countDown();

      assertThat(client.isEnded()).isTrue();
    }
  }

  private Transport.Listener listen() throws IOException {
    return transport.listen(Given.endpoint(0), echo);
  }

  private void adopt(Transport.Listener listener) throws IOException {
    transport.listen(Given.endpoint(listener.endpoint().port()), next);
  }

  private SingleThreadEventExecutor loop(Transport.Listener listener) {
    SingleThreadEventExecutor[] found = new SingleThreadEventExecutor[1];
    CountDownLatch done = new CountDownLatch(1);
    listener.onEachLoop(
        loop -> {
          found[0] = (SingleThreadEventExecutor) ((NettyLoop) loop).executor();
          done.countDown();
        });
    awaitQuietly(done);
    return found[0];
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Connection only(List<Connection> connections) {
    assertThat(connections).hasSize(1);
    return connections.get(0);
  }

  /** The defaults, with one exception. */
  private static Config config(String key, long value) {
    return (Config)
        Proxy.newProxyInstance(
            Config.class.getClassLoader(),
            new Class<?>[] {Config.class},
            (self, method, arguments) ->
                method.getName().equals(key) ? value : method.getDefaultValue());
  }
}
