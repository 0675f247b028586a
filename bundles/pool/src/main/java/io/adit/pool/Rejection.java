package io.adit.pool;

import io.adit.api.pool.RejectReason;
import io.adit.api.stratum.StratumError;

/**
 * Why a share is not accepted.
 *
 * @param reason for the records
 * @param error for the miner's owner
 */
record Rejection(RejectReason reason, StratumError error) {
  static final Rejection NOT_SUBSCRIBED =
      of(
          RejectReason.NOT_SUBSCRIBED,
          StratumError.NOT_SUBSCRIBED,
          "Not subscribed: send mining.subscribe first");
  static final Rejection UNAUTHORIZED =
      of(
          RejectReason.UNAUTHORIZED,
          StratumError.UNAUTHORIZED,
          "Unauthorized worker: send mining.authorize for it first");
  static final Rejection JOB_NOT_FOUND =
      of(
          RejectReason.JOB_NOT_FOUND,
          StratumError.JOB_NOT_FOUND,
          "Job not found: it was not sent on this connection, or too long ago");
  static final Rejection STALE =
      of(
          RejectReason.STALE,
          StratumError.JOB_NOT_FOUND,
          "Stale: a new block has made this job worthless");
  static final Rejection EXPIRED =
      of(RejectReason.EXPIRED, StratumError.JOB_NOT_FOUND, "Stale: this job is too old");
  static final Rejection DUPLICATE =
      of(RejectReason.DUPLICATE, StratumError.DUPLICATE, "Duplicate share: it was accepted before");
  static final Rejection TOO_MANY =
      of(
          RejectReason.TOO_MANY,
          StratumError.OTHER,
          "Too many shares for one job: wait for the next one, at a higher difficulty");

  private static Rejection of(RejectReason reason, int code, String message) {
    return new Rejection(reason, new StratumError(code, message));
  }

  /** The ledger takes nothing; {@code why} is its word. */
  static Rejection notRecorded(String why) {
    return of(
        RejectReason.NOT_RECORDED,
        StratumError.OTHER,
        "The pool cannot record shares at present: " + why + "; try again in a moment");
  }

  static Rejection lowDifficulty(double reached, double required) {
    return of(
        RejectReason.LOW_DIFFICULTY,
        StratumError.LOW_DIFFICULTY,
        "Low difficulty share: " + reached + " (expected: >= " + required + ")");
  }

  static Rejection extranonce2(int length, int expected) {
    return of(
        RejectReason.EXTRANONCE2,
        StratumError.OTHER,
        "extranonce2 length: " + length + " (expected: " + expected + " bytes)");
  }

  static Rejection versionBits(int bits, int mask) {
    return of(
        RejectReason.VERSION_BITS,
        StratumError.OTHER,
        String.format("version bits: %08x (expected: none outside the mask %08x)", bits, mask));
  }

  static Rejection ntime(long ntime, long earliest, long latest) {
    return of(
        RejectReason.NTIME,
        StratumError.OTHER,
        "ntime: " + ntime + " (expected: " + earliest + ".." + latest + ")");
  }
}
