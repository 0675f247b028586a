package io.adit.api.ledger;

import io.adit.api.State;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Takes accepted shares. Called from event loops: never blocks.
 *
 * <p>A share that was appended survives the death of the process (with {@code durability: fsync},
 * that of the machine, once it is {@link #isDurable durable}): only then may it be answered as
 * accepted.
 */
@ProviderType
public interface ShareLedger {
  /** What {@link #append} returns instead of a position if it took nothing. */
  long REFUSED = -1;

  /** Ready, or why it takes no shares at present, in words that a miner's owner may read. */
  State state();

  /**
   * Records a share.
   *
   * @return its position, which is greater than that of any share appended before by this thread;
   *     {@link #REFUSED} if the ledger can take no more at present, see {@link #state}: the share
   *     must then not be answered as accepted
   */
  long append(Share share);

  /** Whether a share at that position, and all before it, would survive what was configured. */
  boolean isDurable(long position);

  /**
   * Has {@code then} called once {@link #isDurable} is true of {@code position} (with true), or
   * once it is known that it will never be (with false: the share must not be answered as
   * accepted). On a thread of the ledger's, or on the caller's; must return soon.
   */
  void whenDurable(long position, Consumer<Boolean> then);

  /** How it is doing, for people and metrics. Any thread but an event loop. */
  LedgerSnapshot snapshot();
}
