package io.adit.api.session;

import io.adit.api.vardiff.ShareStatistics;

/** Counts a miner's accepted shares from one judgement of its difficulty to the next. */
public final class ShareWindow {
  private long beganNanos;
  private long lastShareNanos;
  private long shares;
  private double credited;

  /** Begins a window at that time of a monotonic clock. */
  public void begin(long nowNanos) {
    beganNanos = nowNanos;
    lastShareNanos = nowNanos;
    shares = 0;
    credited = 0;
  }

  /** Counts an accepted share. */
  public void add(double difficulty, long nowNanos) {
    shares++;
    credited += difficulty;
    lastShareNanos = nowNanos;
  }

  /** The window up to now. */
  public ShareStatistics statistics(double difficulty, long nowNanos) {
    return new ShareStatistics(
        difficulty, shares, credited, nowNanos - beganNanos, nowNanos - lastShareNanos);
  }
}
