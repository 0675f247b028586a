package io.adit.ledger;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;

/**
 * A file of the share log, mapped into memory as a whole: what is written there is the operating
 * system's from then on, and survives the end of the process. The file is filled with zeros before
 * it is mapped, so that the room is there: writing never meets a full disk.
 *
 * <p>A frame begins with a word: 0 where nothing was ever written, {@code -length} while a frame is
 * being written, {@code length} when it is whole, {@code PAD | length} where there is none for that
 * length, with the same word inverted behind it.
 */
final class Segment {
  static final String SUFFIX = ".shares";
  static final String UNFINISHED = SUFFIX + ".new";
  private static final int PAD = 1 << 30;
  private static final VarHandle WORD =
      MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int ZEROS = 1 << 16;

  private final long index;
  private final Path file;
  private final MappedByteBuffer map;

  private Segment(long index, Path file, MappedByteBuffer map) {
    this.index = index;
    this.file = file;
    this.map = map;
  }

  /**
   * Makes an empty one.
   *
   * @throws IOException if there is no room for it, most likely
   */
  static Segment create(Path directory, long index, int size) throws IOException {
    Path file = directory.resolve(nameOf(index));
    Path unfinished = directory.resolve(nameOf(index).replace(SUFFIX, UNFINISHED));
    try (FileChannel channel =
        FileChannel.open(
            unfinished,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      ByteBuffer zeros = ByteBuffer.allocateDirect(Math.min(size, ZEROS));
      for (int written = 0; written < size; ) {
        zeros.clear().limit(Math.min(zeros.capacity(), size - written));
        written += channel.write(zeros);
      }
      // From here on only what is overwritten has to get to the disk.
      channel.force(true);
      MappedByteBuffer map = channel.map(MapMode.READ_WRITE, 0, size);
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
      Directories.sync(directory);
      return new Segment(index, file, map);
    } catch (IOException e) {
      Files.deleteIfExists(unfinished);
      throw e;
    }
  }

  /** Opens one that an earlier run has written; nothing more will be written to it. */
  static Segment open(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return new Segment(indexOf(file), file, channel.map(MapMode.READ_ONLY, 0, channel.size()));
    }
  }

  /** Puts zeros behind an earlier run's, up to that size. */
  Segment lengthened(int size) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.allocate(1), size - 1);
    }
    return open(file);
  }

  /** In the order of the indexes when sorted by name. */
  private static String nameOf(long index) {
    return String.format(Locale.ROOT, "%016x%s", index, SUFFIX);
  }

  private static long indexOf(Path file) throws IOException {
    String name = file.getFileName().toString();
    try {
      return Long.parseUnsignedLong(name.substring(0, name.length() - SUFFIX.length()), 16);
    } catch (NumberFormatException e) {
      throw new DamageException(
          file + " is no file of the ledger's: its name should be 16 digits", e);
    }
  }

  long index() {
    return index;
  }

  Path file() {
    return file;
  }

  int size() {
    return map.capacity();
  }

  ByteBuffer bytes() {
    return map;
  }

  /** Writes a frame into room that is the caller's alone. */
  void write(int at, ShareFrame frame) {
    int length = frame.length();
    // First how much room it takes: whoever reads this after a crash can then step over it.
    WORD.setRelease(map, at, -length);
    map.put(at + 4, frame.bytes(), 4, length - 4);
    WORD.setRelease(map, at, length);
  }

  /** Says that nothing follows. */
  void pad(int at) {
    int word = PAD | (size() - at);
    WORD.set(map, at + 4, ~word);
    WORD.setRelease(map, at, word);
  }

  int word(int at) {
    return (int) WORD.getAcquire(map, at);
  }

  /** Length of the pad that is there; 0 for none. */
  int padAt(int at) {
    int word = word(at);
    return (word & PAD) != 0 && word > 0 && (int) WORD.get(map, at + 4) == ~word ? word & ~PAD : 0;
  }

  /**
   * Has the disk take a part.
   *
   * @throws java.io.UncheckedIOException if it did not
   */
  void force(int from, int to) {
    map.force(from, to - from);
  }

  /** A part of an earlier run's file. */
  record Part(int from, int to) {}

  /** Says that there is nothing in some parts, which has the disk take the whole file. */
  void padOut(List<Part> parts) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      for (Part part : parts) {
        int word = PAD | (part.to() - part.from());
        ByteBuffer pad = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        pad.putInt(word).putInt(~word).flip();
        for (int at = part.from(); pad.hasRemaining(); ) {
          at += channel.write(pad, at);
        }
      }
      channel.force(true);
    }
  }

  /** Gives its room back at once: the mapping alone would keep it until it is collected. */
  void delete() throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(0);
    }
    Files.delete(file);
  }
}
