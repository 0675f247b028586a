package io.adit.api.transport;

import java.io.IOException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Listens for miners and carries lines to and from them. Its connections outlive the pools that use
 * them.
 */
@ProviderType
public interface Transport {
  /**
   * Listens at {@code endpoint} and hands what arrives to {@code handler}. If a listener was {@link
   * Listener#park parked} at the same host and port, it is taken over with its connections: {@link
   * ConnectionHandler#adopted} is called for each on its loop ({@link ConnectionHandler#opened} for
   * one that was made in the meantime), and reading goes on.
   *
   * @throws IOException if the endpoint cannot be bound (its message names the endpoint and the
   *     cause)
   */
  Listener listen(Endpoint endpoint, ConnectionHandler handler) throws IOException;

  /** How many event loops there are: {@link Loop#index()} is below it. */
  int loops();

  /**
   * Completes when every event loop has passed through a task boundary: whatever a handler read
   * before this call, no handler uses any more. So a service that was taken out of sight can be let
   * go without a lock on a share's way.
   */
  CompletionStage<Void> quiesce();

  /** A bound port and the connections made through it. */
  @ProviderType
  interface Listener {
    /** The bound endpoint, with the port that was chosen where 0 was asked for. */
    Endpoint endpoint();

    /**
     * Takes the handler off. The port stays bound, connections stay open, and nothing is read until
     * the next {@link Transport#listen}; after the transport's patience, connections are closed.
     * Returns when no handler call is under way any more; not for use on an event loop.
     */
    void park();

    /**
     * Closes the port and all connections. Returns when both are closed; on an event loop, which
     * must not wait, at once, and they are closed soon after.
     */
    void close();

    /** Runs {@code task} once on each event loop that can have connections of this listener. */
    void onEachLoop(Consumer<Loop> task);
  }
}
