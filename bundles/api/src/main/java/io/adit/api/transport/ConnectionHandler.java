package io.adit.api.transport;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Takes what happens on connections, each call on the loop of its connection. Must not block. What
 * a call throws is logged, and closes that connection.
 */
@ConsumerType
public interface ConnectionHandler {
  /** A miner has connected, perhaps a while ago: no handler has served it yet. */
  void opened(Connection connection);

  /**
   * A connection that an earlier handler served is this one's now, with the session as it stands.
   * Called instead of {@link #opened}.
   */
  void adopted(Connection connection);

  /**
   * A line has arrived, without its end. The bytes are valid during the call only.
   *
   * @return false to have the line kept and nothing more read until {@link Connection#resume()}
   */
  boolean line(Connection connection, byte[] bytes, int offset, int length);

  /** The connection is gone. */
  void closed(Connection connection);
}
