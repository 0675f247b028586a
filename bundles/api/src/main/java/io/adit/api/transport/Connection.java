package io.adit.api.transport;

import io.adit.api.session.Session;
import io.adit.api.stratum.LineBuffer;
import org.osgi.annotation.versioning.ProviderType;

/** A miner's connection. All methods but {@link #loop()} are for the thread of its loop. */
@ProviderType
public interface Connection {
  /** What is known of the miner at the other end; made with the connection, and as long-lived. */
  Session session();

  /** The miner's address, for people: {@code 192.0.2.7:50123}. */
  String remote();

  Loop loop();

  /**
   * Copies what {@code lines} holds to the connection's output. It is sent at {@link #flush()}, or
   * at the end of the read that is being handled at the latest. A connection that has left too much
   * untaken is closed instead.
   */
  void write(LineBuffer lines);

  /** Sends what was written; needed outside of {@link ConnectionHandler#line} only. */
  void flush();

  /**
   * Sends nothing from now on, whatever is written and flushed, until {@link #release} was called
   * as often as this. For replies that must not be seen before what they say is true; a pool and
   * the one that adopts its connections wait for different things.
   *
   * @throws IllegalStateException if there are too many that were not released
   */
  void hold();

  /**
   * Takes back one {@link #hold}; after the last, sends what was written. Does nothing if it is not
   * held.
   */
  void release();

  /** Closes at once: what was not sent yet never is. */
  void abort();

  /** Sends what was written and closes; when held, once it is released. */
  void close();

  /** Reads on after {@link ConnectionHandler#line} has refused a line; that line comes first. */
  void resume();
}
