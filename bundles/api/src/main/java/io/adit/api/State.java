package io.adit.api;

import java.util.Objects;

/**
 * How a part of the server that depends on something outside of it is doing.
 *
 * @param kind what may be expected of it
 * @param detail one line for an operator: what it is connected to, or what it waits for and why
 */
public record State(Kind kind, String detail) {
  /** What may be expected of a part. */
  public enum Kind {
    /** Not yet known. */
    STARTING,
    /** It works. */
    READY,
    /** It does not work now, and goes on by itself when the cause is gone. */
    WAITING,
    /** It does not work, and will not until an operator changes something. */
    REFUSED
  }

  public State {
    Objects.requireNonNull(kind);
    Objects.requireNonNull(detail);
  }

  public static State starting(String detail) {
    return new State(Kind.STARTING, detail);
  }

  public static State ready(String detail) {
    return new State(Kind.READY, detail);
  }

  public static State waiting(String detail) {
    return new State(Kind.WAITING, detail);
  }

  public static State refused(String detail) {
    return new State(Kind.REFUSED, detail);
  }

  public boolean isReady() {
    return kind == Kind.READY;
  }
}
