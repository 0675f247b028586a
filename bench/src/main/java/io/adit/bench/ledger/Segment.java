package io.adit.bench.ledger;

import java.io.Closeable;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32C;

/**
 * One file of slots of 80 bytes: a word of length (upper half) and CRC32C over sequence and record
 * (lower half), then the record. The word is written last; a slot whose word is zero was never
 * committed.
 */
final class Segment implements Closeable {
  /** How a slot is written, and how the file's room is had beforehand. */
  enum Kind {
    /** Mapped, filled with zeros beforehand. */
    MAPPED,
    /** Mapped, only made long beforehand. */
    SPARSE,
    /** By a positional write each, filled with zeros beforehand. */
    PWRITE
  }

  static final int SLOT = 8 + ShareRecord.SIZE;
  private static final VarHandle WORD =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  final Path file;
  final long first;
  final int slots;
  final AtomicInteger claimed = new AtomicInteger();
  private final FileChannel channel;
  private final MappedByteBuffer map;

  Segment(Path file, long first, int bytes, Kind kind) throws IOException {
    this.file = file;
    this.first = first;
    slots = bytes / SLOT;
    channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      if (kind != Kind.SPARSE) {
        fillUp(bytes);
      }
      map = kind == Kind.PWRITE ? null : channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * Zeros to the end, so that the file system has given the room before a mapped write needs it.
   */
  private void fillUp(int bytes) throws IOException {
    ByteBuffer zeros = ByteBuffer.allocateDirect(1 << 16);
    for (long at = channel.size(); at < bytes; ) {
      zeros.clear().limit((int) Math.min(zeros.capacity(), bytes - at));
      at += channel.write(zeros, at);
    }
    channel.force(true);
  }

  /** A thread's scratch space: sequence, record. */
  static final class Scratch {
    private final byte[] bytes = new byte[SLOT];
    private final ByteBuffer direct =
        ByteBuffer.allocateDirect(SLOT).order(ByteOrder.LITTLE_ENDIAN);
    private final CRC32C crc = new CRC32C();

    private long word(long sequence) {
      LONGS.set(bytes, 0, sequence);
      crc.reset();
      crc.update(bytes, 0, SLOT);
      return (long) ShareRecord.SIZE << 32 | crc.getValue();
    }
  }

  void write(int slot, byte[] share, Scratch scratch) throws IOException {
    System.arraycopy(share, 0, scratch.bytes, 8, ShareRecord.SIZE);
    long word = scratch.word(first + slot);
    int at = slot * SLOT;
    if (map != null) {
      map.put(at + 8, share, 0, ShareRecord.SIZE);
      WORD.setRelease(map, at, word);
      return;
    }
    scratch.direct.clear().putLong(word).put(share).flip();
    for (long to = at; scratch.direct.hasRemaining(); ) {
      to += channel.write(scratch.direct, to);
    }
  }

  /**
   * Hands on what is committed and leaves {@link #claimed} behind the last of it. Gaps are appends
   * that a kill cut short.
   *
   * @return how many gaps there were
   */
  int replay(Candidate.Sink sink) throws IOException {
    ByteBuffer all = ByteBuffer.allocate(slots * SLOT).order(ByteOrder.LITTLE_ENDIAN);
    while (all.hasRemaining() && channel.read(all, all.position()) >= 0) {}
    Scratch scratch = new Scratch();
    byte[] share = new byte[ShareRecord.SIZE];
    int gaps = 0;
    for (int slot = 0; (slot + 1) * SLOT <= all.position(); slot++) {
      long word = all.getLong(slot * SLOT);
      if (word == 0) {
        continue;
      }
      all.get(slot * SLOT + 8, scratch.bytes, 8, ShareRecord.SIZE);
      if (word != scratch.word(first + slot)) {
        throw new IOException(
            file.getFileName()
                + ": record at byte "
                + slot * SLOT
                + ": length or checksum is wrong");
      }
      System.arraycopy(scratch.bytes, 8, share, 0, ShareRecord.SIZE);
      sink.accept(share);
      gaps += slot - claimed.get();
      claimed.set(slot + 1);
    }
    return gaps;
  }

  void force() throws IOException {
    channel.force(false);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
