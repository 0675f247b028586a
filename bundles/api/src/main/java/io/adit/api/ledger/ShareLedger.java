package io.adit.api.ledger;

import org.osgi.annotation.versioning.ProviderType;

/** Takes accepted shares. Called from event loops: never blocks. */
@ProviderType
public interface ShareLedger {
  /**
   * Records a share.
   *
   * @return false if the ledger can take no more at present; the share must then not be answered as
   *     accepted
   */
  boolean append(Share share);
}
