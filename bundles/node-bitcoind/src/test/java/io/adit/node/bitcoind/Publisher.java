package io.adit.node.bitcoind;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;

/** Publishes {@code hashblock} as Bitcoin Core does (doc/zmq.md): topic, hash, a count. */
final class Publisher implements AutoCloseable {
  private static final byte SUBSCRIBES = 1;

  private final ZMQ.Context context = ZMQ.context(1);
  private final ZMQ.Socket socket = context.socket(SocketType.XPUB);
  private final int port;
  private int count;

  /** On any port. */
  Publisher() {
    prepare();
    port = socket.bindToRandomPort("tcp://127.0.0.1");
  }

  /** On a port that another had before. */
  Publisher(int port) {
    this.port = port;
    prepare();
    socket.bind("tcp://127.0.0.1:" + port);
  }

  private void prepare() {
    socket.setLinger(0);
    socket.setReceiveTimeOut(30_000);
    socket.setXpubVerbose(true);
  }

  int port() {
    return port;
  }

  /** Waits until one more listens, for what is published earlier is lost; returns the topic. */
  String awaitSubscriber() {
    byte[] message = socket.recv();
    while (message != null && message[0] != SUBSCRIBES) {
      message = socket.recv();
    }
    if (message == null) {
      throw new AssertionError("nobody has subscribed");
    }
    return new String(message, 1, message.length - 1, ZMQ.CHARSET);
  }

  /** Publishes a hash as people write it. */
  void publish(String hash) {
    socket.sendMore("hashblock");
    socket.sendMore(HexFormat.of().parseHex(hash));
    socket.send(
        ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(count++).array());
  }

  /** As if so many messages had been lost. */
  void skip(int messages) {
    count += messages;
  }

  /** Publishes what no node does. */
  void publishNothing() {
    socket.send("hashblock");
  }

  @Override
  public void close() {
    socket.close();
    context.term();
  }
}
