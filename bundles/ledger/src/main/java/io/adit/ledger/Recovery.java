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
 * Reads what earlier runs have left.
 *
 * <p>The end of a process can leave frames that were not written to their end, several of them, as
 * there are several threads: none of these was answered, and they are stepped over. Anything else
 * that is not as it was written is either the very last thing there is, as after a power cut, and
 * is dropped with a word; or it is damage, and nobody but the operator can tell what to do about
 * it.
 */
final class Recovery {
  private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

  private final ShareFrame frame = new ShareFrame();
  private long shares;

  /** What is damaged, and where. */
  static final class DamageException extends IOException {
    private static final long serialVersionUID = 1;

    DamageException(Path file, long at) {
      super(
          file
              + ": damaged at byte "
              + at
              + ": restore it from a copy, or move it away to go on without the shares in it that"
              + " no store has");
    }
  }

  /** Bytes to the next thing in a segment that is not written any more. */
  static int step(int word) {
    return word == 0 ? Long.BYTES : Segment.lengthOf(word);
  }

  /**
   * The segments of a directory, in order.
   *
   * @throws DamageException if a frame is not as it was written, and whole ones follow
   */
  List<Segment> open(Path directory) throws IOException {
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
        segments.add(Segment.open(file));
      }
    }
    for (int i = 0; i < segments.size(); i++) {
      check(segments, i);
    }
    return segments;
  }

  /** Shares found. */
  long shares() {
    return shares;
  }

  private void check(List<Segment> segments, int i) throws IOException {
    Segment segment = segments.get(i);
    int at = 0;
    while (at <= segment.size() - Long.BYTES) {
      int word = segment.word(at);
      if (word <= 0 || Segment.isPad(word)) {
        int step = step(word);
        if (!isPlausible(step, at, segment)) {
          bad(segments, i, at);
          return;
        }
        at += step;
      } else if (isSound(segment, at, word)) {
        shares++;
        at += word;
      } else {
        bad(segments, i, at);
        return;
      }
    }
  }

  private static boolean isPlausible(int length, int at, Segment segment) {
    return length > 0 && length % Long.BYTES == 0 && length <= segment.size() - at;
  }

  private boolean isSound(Segment segment, int at, int length) {
    if (length <= 0 || Segment.isPad(length) || !isPlausible(length, at, segment)) {
      return false;
    }
    frame.load(segment.bytes(), at, length);
    return frame.isSound();
  }

  private void bad(List<Segment> segments, int i, int at) throws IOException {
    Segment segment = segments.get(i);
    for (int next = at + Long.BYTES; next <= segment.size() - Long.BYTES; next += Long.BYTES) {
      if (isSound(segment, next, segment.word(next))) {
        throw new DamageException(segment.file(), at);
      }
    }
    for (Segment later : segments.subList(i + 1, segments.size())) {
      // One that was made ahead of time has nothing in it.
      if (later.word(0) != 0) {
        throw new DamageException(segment.file(), at);
      }
    }
    LOG.warn(
        "{}: what was written last, at byte {}, is not whole and is dropped", segment.file(), at);
    Segment.truncate(segment.file(), at);
    segments.set(i, Segment.open(segment.file()));
  }
}
