package io.adit.api.fleet;

import io.adit.api.Bytes;
import io.adit.api.pow.Target;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * What the servers that mine for the same pools know of each other's miners, so that a miner can go
 * on at another server. May be called from any thread; never blocks, never throws.
 */
@ConsumerType
public interface SharedSessions {
  /**
   * Says what a subscription has, for whoever takes it over; this server may itself. What was said
   * before of the same pool and session is replaced. It is known for an hour at least: what lasts
   * longer is said again. Best effort: without a connection to the others it is dropped.
   */
  void keep(String pool, String session, Kept kept);

  /** Says that nobody can come back to a subscription. Best effort. */
  void forget(String pool, String session);

  /**
   * Takes over a subscription, so that nobody else can: it is not known any more until somebody
   * keeps it again. The stage completes within a second, on a thread on which one must not block:
   * empty if the subscription is not known, or was taken before; exceptionally if that cannot be
   * found out now, as the others cannot be asked.
   */
  CompletionStage<Optional<Kept>> take(String pool, String session);

  /**
   * A subscription.
   *
   * @param extranonce1 that the miner has; which may be of any server's range
   * @param target that its next shares have to meet; {@link Target#MAX} before one was chosen
   */
  record Kept(Bytes extranonce1, Target target) {
    public Kept {
      Objects.requireNonNull(extranonce1);
      Objects.requireNonNull(target);
    }
  }
}
