package io.adit.api.ledger;

import org.osgi.annotation.versioning.ProviderType;

/** Takes found blocks and each change of their status. Blocks are few: always takes them. */
@ProviderType
public interface BlockLedger {
  /** Records a block, or what is newly known of it; the latest record of a hash counts. */
  void append(FoundBlock block);
}
