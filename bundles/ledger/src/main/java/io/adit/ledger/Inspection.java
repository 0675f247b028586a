package io.adit.ledger;

import io.adit.ledger.Segment.Part;
import java.util.ArrayList;
import java.util.List;

/**
 * Goes through a file of an earlier run, and tells what is whole from what is not.
 *
 * <p>What the disk was known to have is whole, or damaged. For what comes after that, it depends on
 * how the run has ended. If the machine has been running ever since, everything is as it was
 * written: the end of a process leaves frames that were not written to their end, several of them,
 * as there are several threads; none of these was answered, and they are stepped over; anything
 * else is damage, unless it is the very last thing there is. If the machine was started anew, as
 * after a power cut, pages are there or not in any order: what is whole is kept, and the rest is
 * dropped.
 */
final class Inspection {
  private final Segment segment;
  private final int known;
  private final boolean rebooted;
  private final boolean followed;
  private final ShareFrame frame = new ShareFrame();
  private final List<Part> gaps = new ArrayList<>();
  private final int end;
  private int shares;
  private int late;
  private int dropped;
  private int gap = -1;
  private boolean torn;

  /**
   * Does it.
   *
   * @param known bytes from the beginning that the disk had
   * @param rebooted whether the machine may have been started anew since
   * @param followed whether there is something in a later file
   * @throws DamageException if something is not as it was written, and not just lost with the power
   */
  Inspection(Segment segment, int known, boolean rebooted, boolean followed)
      throws DamageException {
    this.segment = segment;
    this.known = known;
    this.rebooted = rebooted;
    this.followed = followed;
    end = segment.size() & -Long.BYTES;
    for (int at = 0; at < end; ) {
      int sound = soundAt(at);
      if (sound > 0) {
        endGap(at);
        at += sound;
      } else {
        at += step(at);
      }
    }
    endGap(end);
    if (end < known) {
      throw DamageException.at(segment.file(), end);
    }
  }

  /** Shares that are whole. */
  int shares() {
    return shares;
  }

  /** Those among them that the disk was not known to have. */
  int late() {
    return late;
  }

  /** Places where something was lost that may have been a share, or several. */
  int dropped() {
    return dropped;
  }

  /** What has to be passed over. */
  List<Part> gaps() {
    return gaps;
  }

  /** Length of the frame or pad that is there; 0 if there is none. */
  private int soundAt(int at) {
    int pad = segment.padAt(at);
    if (pad != 0) {
      return isPlausible(pad, at) ? pad : 0;
    }
    int length = segment.word(at);
    if (!isFrame(at, length)) {
      return 0;
    }
    shares++;
    late += at < known ? 0 : 1;
    return length;
  }

  private boolean isPlausible(int length, int at) {
    return length > 0 && length % Long.BYTES == 0 && length <= end - at;
  }

  private boolean isFrame(int at, int length) {
    if (!isPlausible(length, at)) {
      return false;
    }
    frame.load(segment.bytes(), at, length);
    return frame.isSound();
  }

  /** How far to go on from where nothing is sound. */
  private int step(int at) throws DamageException {
    if (at < known) {
      throw DamageException.at(segment.file(), at);
    }
    gap = gap < 0 ? at : gap;
    int word = segment.word(at);
    if (word == 0) {
      return Long.BYTES;
    }
    if (!rebooted && isPlausible(-word, at)) {
      return -word;
    }
    torn = true;
    if (rebooted) {
      return Long.BYTES;
    }
    if (followed || isFollowed(at)) {
      throw DamageException.at(segment.file(), at);
    }
    return end - at;
  }

  private boolean isFollowed(int at) {
    for (int next = at + Long.BYTES; next < end; next += Long.BYTES) {
      if (isFrame(next, segment.word(next))) {
        return true;
      }
    }
    return false;
  }

  private void endGap(int at) {
    if (gap >= 0) {
      gaps.add(new Part(gap, at));
      // Nothing was ever written at the end, while between two frames something should be.
      boolean lost = torn || (rebooted && at < end);
      dropped += lost ? 1 : 0;
    }
    gap = -1;
    torn = false;
  }
}
