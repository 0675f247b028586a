package io.adit.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.api.stratum.LineBuffer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A connection on a channel that takes what it is sent, or does not, as it is told. */
class NettyConnectionTest {
  private static final int PENDING_BYTES = 200_000;
  private static final int WATER_MARK = 64 * 1024;
  private static final int READ = 30_000;

  private final NettyTransport transport = new NettyTransport(1, Given.LIMITS);
  private final EchoHandler echo = new EchoHandler("");
  private final Peer peer = new Peer();
  private NettyConnection connection;

  /** Where System.nanoTime may be: near the end of its numbers. */
  private long now = Long.MAX_VALUE - TimeUnit.MINUTES.toNanos(5);

  @BeforeEach
  void connect() throws Exception {
    peer.register();
    NettyLoop loop = new NettyLoop(0, peer.eventLoop());
    NettyListener listener =
        new NettyListener(transport, List.of(loop), Given.endpoint(0), Optional.empty(), echo);
    connection =
        new NettyConnection(
            listener,
            loop,
            peer,
            new Limits(Given.LONG, Given.LONG, Duration.ofSeconds(1), PENDING_BYTES),
            () -> now);
    peer.pipeline().addLast(connection);
    peer.pipeline().fireChannelActive();
  }

  @AfterEach
  void close() {
    peer.finishAndReleaseAll();
    transport.close();
  }

  @Test
  void linesOfAMinerThatDoesNotReadWaitAndAreAnsweredInOrderWhenItDoes() {
    String lines = IntStream.range(0, READ).mapToObj(i -> i + "\n").collect(Collectors.joining());
    peer.deaf = true;
    peer.say(lines);

    assertThat(peer.pending()).isBetween(1L, 2L * WATER_MARK);
    assertThat(peer.config().isAutoRead()).isFalse();

    peer.deaf = false;
    peer.flush();
    peer.runPendingTasks();

    assertThat(peer.heard()).isEqualTo(lines);
    assertThat(peer.config().isAutoRead()).isTrue();
  }

  @Test
  void whatIsPendingIsBoundedWhateverIsBroadcast() {
    LineBuffer job = new LineBuffer().append(new byte[1000]);
    peer.deaf = true;
    long most = 0;
    for (int i = 0; i < 1000; i++) {
      connection.write(job);
      connection.flush();
      most = Math.max(most, peer.pending());
    }
    peer.runPendingTasks();

    assertThat(most).isBetween((long) PENDING_BYTES, PENDING_BYTES + 2000L);
    assertThat(peer.isOpen()).isFalse();
    assertThat(echo.closed).containsExactly(connection);
  }

  @Test
  void whatIsHeldBackIsBoundedWhateverIsRead() {
    echo.willing = false;
    int said = 0;
    while (peer.isOpen() && said < 1000) {
      peer.say("x".repeat(999) + "\n");
      said++;
    }

    assertThat(said).isEqualTo(PENDING_BYTES / 1000 + 1);
    assertThat(echo.closed).containsExactly(connection);
  }

  @Test
  void whoLeavesWhileItsLinesAreHeldBackIsServedFirst() {
    echo.willing = false;
    peer.say("one\ntwo\n");
    peer.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
    assertThat(peer.isOpen()).isTrue();
    echo.willing = true;
    connection.resume();

    assertThat(peer.heard()).isEqualTo("one\ntwo\n");
    assertThat(peer.isOpen()).isFalse();
  }

  @Test
  void oneGreatMessageMayPassTheBound() {
    connection.write(new LineBuffer().append(new byte[3 * PENDING_BYTES]));
    connection.flush();

    assertThat(peer.heard()).hasSize(3 * PENDING_BYTES);
    assertThat(peer.isOpen()).isTrue();
  }

  @Test
  void silenceIsCountedFromTheLastLine() {
    later(Duration.ofMinutes(9));
    peer.say("x\n");
    later(Duration.ofMinutes(9));
    peer.say("never ended");
    assertThat(peer.isOpen()).isTrue();
    later(Duration.ofMinutes(2));

    assertThat(peer.isOpen()).isFalse();
  }

  @Test
  void whatWasHeldBackIsNotTheMinersSilence() {
    connection.park();
    later(Duration.ofHours(1));
    connection.serve(new EchoHandler("2:"));
    later(Duration.ofMinutes(9));
    assertThat(peer.isOpen()).isTrue();
    later(Duration.ofMinutes(2));

    assertThat(peer.isOpen()).isFalse();
  }

  private void later(Duration by) {
    now += by.toNanos();
    connection.checkTimeouts(now, Given.endpoint(0, 10, Duration.ofMinutes(10), Duration.ZERO));
    peer.runPendingTasks();
  }

  @Test
  void aHandlerThatHasParkedIsToldNothingMore() {
    connection.park();
    peer.say("x\n");
    peer.close();
    peer.runPendingTasks();

    assertThat(peer.heard()).isEmpty();
    assertThat(echo.closed).isEmpty();
  }

  private static final class Peer extends EmbeddedChannel {
    boolean deaf;

    Peer() {
      super(false, false);
    }

    @Override
    protected void doWrite(ChannelOutboundBuffer buffer) throws Exception {
      if (!deaf) {
        super.doWrite(buffer);
      }
    }

    void say(String text) {
      writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
    }

    long pending() {
      ChannelOutboundBuffer buffer = unsafe().outboundBuffer();
      return buffer == null ? 0 : buffer.totalPendingWriteBytes();
    }

    String heard() {
      StringBuilder heard = new StringBuilder();
      for (ByteBuf bytes = readOutbound(); bytes != null; bytes = readOutbound()) {
        heard.append(bytes.toString(StandardCharsets.UTF_8));
        bytes.release();
      }
      return heard.toString();
    }
  }
}
