package io.adit.api.pool;

/** Why a submitted share was not accepted. */
public enum RejectReason {
  /** No such job was sent on this connection, or it is forgotten. */
  JOB_NOT_FOUND("job_not_found", Verdict.STALE),
  /** The job is on an old tip. */
  STALE("stale", Verdict.STALE),
  /** The job is older than {@code job_timeout}. */
  EXPIRED("expired", Verdict.STALE),
  DUPLICATE("duplicate", Verdict.DUPLICATE),
  LOW_DIFFICULTY("low_difficulty", Verdict.LOW_DIFFICULTY),
  /** The time is before the template's smallest or too far ahead. */
  NTIME("ntime", Verdict.INVALID),
  /** Version bits outside the mask. */
  VERSION_BITS("version_bits", Verdict.INVALID),
  /** Not of the size that was asked for. */
  EXTRANONCE2("extranonce2", Verdict.INVALID),
  /** More shares than are remembered of one job: the difficulty is far too low. */
  TOO_MANY("too_many", Verdict.INVALID),
  UNAUTHORIZED("unauthorized", Verdict.INVALID),
  NOT_SUBSCRIBED("not_subscribed", Verdict.INVALID),
  /** Parameters that make no sense. */
  MALFORMED("malformed", Verdict.INVALID),
  /** Good work that the pool could not record. */
  NOT_RECORDED("not_recorded", Verdict.INVALID);

  private final String label;
  private final Verdict verdict;

  RejectReason(String label, Verdict verdict) {
    this.label = label;
    this.verdict = verdict;
  }

  /** Its name in metrics and records. */
  public String label() {
    return label;
  }

  /** What it counts as. */
  public Verdict verdict() {
    return verdict;
  }
}
