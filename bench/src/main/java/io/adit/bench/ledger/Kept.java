package io.adit.bench.ledger;

import java.nio.file.Path;
import java.util.Arrays;

/** What a ledger has when it is opened again, against what was acknowledged. */
final class Kept {
  /** Per writer: the highest number, -1 for none. */
  final long[] last;

  private final long[] count;
  private long disorder;
  private long wrong;

  private Kept(int writers) {
    last = new long[writers];
    count = new long[writers];
    Arrays.fill(last, -1);
  }

  static Kept read(Candidates kind, Path directory, int segment, int writers) throws Exception {
    Kept kept = new Kept(writers);
    try (Candidate ledger = kind.open(directory, segment, false)) {
      ledger.replay(kept::accept);
    }
    return kept;
  }

  private void accept(byte[] share) {
    int writer = ShareRecord.writer(share);
    if (writer < 0 || writer >= last.length || !ShareRecord.intact(share)) {
      wrong++;
      return;
    }
    long number = ShareRecord.number(share);
    if (number != last[writer] + 1) {
      disorder++;
    }
    last[writer] = Math.max(last[writer], number);
    count[writer]++;
  }

  /**
   * Numbers of a writer follow each other without a gap, so that a doubled, a missing and a
   * misplaced one all show.
   */
  boolean whole() {
    return disorder == 0 && wrong == 0;
  }

  /** How many have content that was never written. */
  long wrong() {
    return wrong;
  }

  long total() {
    return Arrays.stream(count).sum();
  }

  /** How many of those up to the acknowledged numbers are not there; exact if {@link #whole()}. */
  long missing(long[] acknowledged) {
    long missing = 0;
    for (int i = 0; i < last.length; i++) {
      missing += Math.max(0, acknowledged[i] - last[i]);
    }
    return missing;
  }

  long unacknowledged(long[] acknowledged) {
    long more = 0;
    for (int i = 0; i < last.length; i++) {
      more += Math.max(0, last[i] - acknowledged[i]);
    }
    return more;
  }

  @Override
  public String toString() {
    return "%,d records, %d out of order or doubled or missing, %d wrong"
        .formatted(total(), disorder, wrong);
  }
}
