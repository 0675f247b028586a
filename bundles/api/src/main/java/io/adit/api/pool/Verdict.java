package io.adit.api.pool;

/** What becomes of a submitted share. */
public enum Verdict {
  VALID("valid"),
  STALE("stale"),
  DUPLICATE("duplicate"),
  LOW_DIFFICULTY("low_difficulty"),
  INVALID("invalid");

  private final String label;

  Verdict(String label) {
    this.label = label;
  }

  /** Its name in metrics and records. */
  public String label() {
    return label;
  }
}
