package io.adit.api.pool;

import org.osgi.annotation.versioning.ProviderType;

/** A running pool. Registered with the property {@value #NAME}. */
@ProviderType
public interface Pool {
  /** Service property: the pool's name. */
  String NAME = "adit.pool";

  /** How it stands now. May be called from any thread at any time; costs miners nothing. */
  PoolSnapshot snapshot();
}
