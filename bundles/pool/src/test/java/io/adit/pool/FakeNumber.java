package io.adit.pool;

import io.adit.api.State;
import io.adit.api.fleet.ServerNumber;
import java.util.OptionalInt;

/** Has the number that a test gives it. */
final class FakeNumber implements ServerNumber {
  OptionalInt number = OptionalInt.empty();

  @Override
  public State state() {
    return number.isPresent() ? State.ready("test") : State.waiting("no number to be had");
  }

  @Override
  public OptionalInt current() {
    return number;
  }
}
