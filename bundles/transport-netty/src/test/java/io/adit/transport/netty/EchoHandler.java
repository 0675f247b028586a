package io.adit.transport.netty;

import io.adit.api.stratum.LineBuffer;
import io.adit.api.transport.Connection;
import io.adit.api.transport.ConnectionHandler;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Sends every line back, with its name before it, while it is willing to; throws at "throw". */
final class EchoHandler implements ConnectionHandler {
  final Set<Connection> open = ConcurrentHashMap.newKeySet();
  final List<Connection> opened = new CopyOnWriteArrayList<>();
  final List<Connection> adopted = new CopyOnWriteArrayList<>();
  final List<Connection> closed = new CopyOnWriteArrayList<>();
  final List<String> refused = new CopyOnWriteArrayList<>();
  final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  volatile boolean willing = true;

  private final String name;

  EchoHandler(String name) {
    this.name = name;
  }

  @Override
  public void opened(Connection connection) {
    open.add(connection);
    opened.add(connection);
  }

  @Override
  public void adopted(Connection connection) {
    open.add(connection);
    adopted.add(connection);
  }

  @Override
  public boolean line(Connection connection, byte[] bytes, int offset, int length) {
    String line = new String(bytes, offset, length, StandardCharsets.UTF_8);
    if (!willing) {
      refused.add(line);
      return false;
    }
    if (line.equals("throw")) {
      throw new IllegalStateException("as told");
    }
    threads.add(Thread.currentThread());
    connection.write(new LineBuffer().ascii(name).ascii(line).ascii("\n"));
    return true;
  }

  @Override
  public void closed(Connection connection) {
    open.remove(connection);
    closed.add(connection);
  }
}
