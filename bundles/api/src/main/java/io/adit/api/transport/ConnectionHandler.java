package io.adit.api.transport;

import org.osgi.annotation.versioning.ConsumerType;

/** Takes what happens on connections, each call on the loop of its connection. Must not block. */
@ConsumerType
public interface ConnectionHandler {
  /** A miner has connected. */
  void opened(Connection connection);

  /**
   * A connection that an earlier handler served is this one's now, with the session as it stands.
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
