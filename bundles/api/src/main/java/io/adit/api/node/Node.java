package io.adit.api.node;

import io.adit.api.Bytes;
import io.adit.api.Hash;
import io.adit.api.State;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A full node. Registered with the property {@value #NAME}, by which pools choose it; several may
 * have the same, and the one with the highest service.ranking is preferred among those that are as
 * good. Called from any thread.
 */
@ConsumerType
public interface Node {
  /** Service property: the node's name. */
  String NAME = "adit.node";

  State state();

  /** What it is and where, for people: {@code bitcoind at http://10.0.0.2:8332}. */
  String describe();

  /**
   * Tells {@code listener} the state and, if there is one, the newest template at once, and then
   * each change, until the watch is closed.
   */
  Watch watch(Listener listener);

  /**
   * Hands a block to the node.
   *
   * @param block network form
   * @return the node's word; never fails, a node that cannot be asked is {@link
   *     BlockVerdict.Kind#UNREACHABLE}
   */
  CompletionStage<BlockVerdict> submit(Bytes block);

  /**
   * Where a block is (bitcoind: {@code getblockheader}).
   *
   * @return the node's word; never fails, a node that cannot be asked is {@link
   *     BlockPlace.Kind#UNREACHABLE}
   */
  CompletionStage<BlockPlace> place(Hash block);

  /** Ends a watch. When {@link #close()} has returned, no call to the listener begins any more. */
  @ConsumerType
  interface Watch extends AutoCloseable {
    @Override
    void close();
  }

  /** Takes news from a node, one call at a time, on a thread of the node's. Should return soon. */
  @ConsumerType
  interface Listener {
    /** Another template: a new tip, or new transactions on the same one. */
    void template(BlockTemplate template);

    /** The state has changed. */
    void state(State state);
  }
}
