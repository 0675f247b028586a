package io.adit.node.devnet;

import io.adit.api.node.Node;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes news on to one listener until it is closed. */
final class ListenerWatch implements Node.Watch {
  private static final Logger log = LoggerFactory.getLogger(ListenerWatch.class);

  private final Node.Listener listener;
  private boolean closed;

  ListenerWatch(Node.Listener listener) {
    this.listener = listener;
  }

  /**
   * Tells the listener. Holds the lock meanwhile: a close from another thread waits until the call
   * has ended, one from within the call does not.
   */
  synchronized void tell(Consumer<Node.Listener> news) {
    if (closed) {
      return;
    }
    try {
      news.accept(listener);
    } catch (RuntimeException | LinkageError e) {
      log.warn("A listener to the node failed; it will be told of what comes next", e);
    }
  }

  synchronized boolean isClosed() {
    return closed;
  }

  @Override
  public synchronized void close() {
    closed = true;
  }
}
