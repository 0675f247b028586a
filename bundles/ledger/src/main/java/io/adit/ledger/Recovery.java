package io.adit.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what earlier runs have left. Afterwards there is nothing in it but whole shares, and pads
 * that say where there are none, and the disk has all of it.
 */
final class Recovery {
  private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

  private final int size;
  private final long known;
  private final boolean rebooted;
  private long shares;
  private long last = -1;

  /**
   * Knows what was promised.
   *
   * @param size bytes of a segment
   * @param known position before which the disk was known to have everything
   * @param rebooted whether the machine may have been started anew since
   */
  Recovery(int size, long known, boolean rebooted) {
    this.size = size;
    this.known = known;
    this.rebooted = rebooted;
  }

  /**
   * The segments of a directory, in order.
   *
   * @throws DamageException if something is not as it was written, see {@link Inspection}
   * @throws IOException if the directory cannot be used at present
   */
  List<Segment> open(Path directory) throws IOException {
    List<Segment> found = find(directory);
    List<Inspection> inspections = new ArrayList<>();
    boolean followed = false;
    for (int i = found.size() - 1; i >= 0; i--) {
      Segment segment = found.get(i);
      long begin = segment.index() * size;
      int promised = (int) Math.max(0, Math.min(size, known - begin));
      inspections.add(0, new Inspection(segment, promised, rebooted, followed));
      // One that was made ahead of time has nothing in it.
      followed |= segment.word(0) != 0;
    }
    List<Segment> left = new ArrayList<>();
    for (int i = 0; i < found.size(); i++) {
      Segment segment = found.get(i);
      Inspection inspection = inspections.get(i);
      last = segment.index();
      shares += inspection.shares();
      report(segment, inspection);
      if (inspection.shares() == 0) {
        segment.delete();
      } else {
        if (segment.index() * size + segment.size() > known) {
          segment.padOut(inspection.gaps());
        }
        left.add(segment);
      }
    }
    return left;
  }

  private List<Segment> find(Path directory) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(directory)) {
      files = all.sorted().toList();
    }
    List<Segment> segments = new ArrayList<>();
    for (Path file : files) {
      String name = file.getFileName().toString();
      if (name.endsWith(Segment.UNFINISHED)) {
        Files.delete(file);
      } else if (!name.endsWith(Segment.SUFFIX)) {
        LOG.debug("{} is not a segment", file);
      } else if (Files.size(file) == 0) {
        // Was being deleted.
        Files.delete(file);
      } else {
        segments.add(whole(Segment.open(file)));
      }
    }
    return segments;
  }

  /** Where a file was cut off behind what the disk was known to have, there was nothing. */
  private Segment whole(Segment segment) throws IOException {
    if (segment.size() > size) {
      throw new DamageException(
          segment.file() + ": " + segment.size() + " bytes (expected: <= " + size + ")");
    }
    boolean lost = segment.size() < size && segment.index() * size + segment.size() >= known;
    return lost ? segment.lengthened(size) : segment;
  }

  private void report(Segment segment, Inspection inspection) {
    if (inspection.dropped() > 0) {
      LOG.warn(
          "{}: {} places that the disk was not known to have are not whole, and are dropped; {}"
              + " shares that it was not known to have are whole, and are kept",
          segment.file(),
          inspection.dropped(),
          inspection.late());
    }
  }

  /** Shares found. */
  long shares() {
    return shares;
  }

  /** The highest number of a segment found; -1 for none. */
  long last() {
    return last;
  }
}
