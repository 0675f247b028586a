package io.adit.api.fleet;

import io.adit.api.Bytes;
import io.adit.api.pow.Target;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * What the servers that mine for the same pools know of each other's miners, so that a miner can go
 * on at another server. May be called from any thread; never blocks.
 */
@ConsumerType
public interface SharedSessions {
  /**
   * Says what a subscription has. What it was told before of the same pool and session is replaced.
   * Best effort: without a connection to the others it is dropped.
   */
  void keep(String pool, String session, Kept kept);

  /** Says that nobody can come back to a subscription. Best effort. */
  void forget(String pool, String session);

  /**
   * Takes over a subscription, so that nobody else can. The stage completes within a second, empty
   * if it is not known or the others cannot be asked; never exceptionally; on a thread on which one
   * must not block.
   */
  CompletionStage<Optional<Kept>> take(String pool, String session);

  /**
   * A subscription.
   *
   * @param extranonce1 that the miner has
   * @param target that its shares have to meet
   */
  record Kept(Bytes extranonce1, Target target) {
    public Kept {
      Objects.requireNonNull(extranonce1);
      Objects.requireNonNull(target);
    }
  }
}
