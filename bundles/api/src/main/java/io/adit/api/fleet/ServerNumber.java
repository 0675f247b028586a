package io.adit.api.fleet;

import io.adit.api.State;
import java.util.OptionalInt;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * The number that this server has among those that mine for the same pools. It is the first byte of
 * every extranonce1 that the server hands out, so that no two servers have miners search the same
 * space.
 */
@ConsumerType
public interface ServerNumber {
  /** How many there are. */
  int NUMBERS = 256;

  /** Ready once it has a number; refused when it can never have one as configured. */
  State state();

  /**
   * The number, from 0 to 255; empty while it has none, or may have it no longer. One that had a
   * number may have another later. May be called from any thread at any time; never blocks.
   */
  OptionalInt current();
}
