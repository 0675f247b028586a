package io.adit.api.stratum;

import java.util.Objects;

/**
 * An error reply.
 *
 * @param code one of the constants
 * @param message for the miner's owner: what is wrong and what to do
 */
public record StratumError(int code, String message) {
  public static final int OTHER = 20;
  public static final int JOB_NOT_FOUND = 21;
  public static final int DUPLICATE = 22;
  public static final int LOW_DIFFICULTY = 23;
  public static final int UNAUTHORIZED = 24;
  public static final int NOT_SUBSCRIBED = 25;

  public StratumError {
    Objects.requireNonNull(message);
  }
}
