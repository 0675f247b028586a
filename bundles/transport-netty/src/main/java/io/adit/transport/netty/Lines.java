package io.adit.transport.netty;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * Cuts a stream of bytes into lines. Blank lines are passed over; a carriage return before the
 * line's end is cut off.
 */
final class Lines {
  private static final int INITIAL = 512;

  private byte[] buffer = new byte[INITIAL];

  /**
   * What is between start and end has not been delivered; up to scanned there is no line's end in
   * it.
   */
  private int start;

  private int scanned;
  private int end;
  private int lineOffset;
  private int lineLength;

  /** Adds all that {@code bytes} holds. */
  void add(ByteBuf bytes) {
    int count = bytes.readableBytes();
    if (buffer.length - end < count) {
      makeRoom(count);
    }
    bytes.readBytes(buffer, end, count);
    end += count;
  }

  private void makeRoom(int count) {
    int held = end - start;
    byte[] to =
        held + count <= buffer.length
            ? buffer
            : new byte[Math.max(2 * buffer.length, held + count)];
    System.arraycopy(buffer, start, to, 0, held);
    buffer = to;
    scanned -= start;
    start = 0;
    end = held;
  }

  /** Steps to the next line; false if there is no whole one. */
  boolean next() {
    while (scanned < end) {
      if (buffer[scanned++] == '\n') {
        int from = start;
        int to = scanned - 1;
        start = scanned;
        while (to > from && isSpace(buffer[to - 1])) {
          to--;
        }
        if (to > from) {
          lineOffset = from;
          lineLength = to - from;
          return true;
        }
      }
    }
    if (start == end) {
      reset();
    }
    return false;
  }

  private void reset() {
    start = 0;
    scanned = 0;
    end = 0;
    if (buffer.length > 16 * INITIAL) {
      buffer = Arrays.copyOf(buffer, INITIAL);
    }
  }

  private static boolean isSpace(byte b) {
    return b == '\r' || b == ' ' || b == '\t';
  }

  /** Puts the line that {@link #next()} stepped to back: it comes again. */
  void keep() {
    start = lineOffset;
    scanned = lineOffset;
  }

  byte[] bytes() {
    return buffer;
  }

  int offset() {
    return lineOffset;
  }

  int length() {
    return lineLength;
  }

  /** Bytes that are not part of a whole line yet. */
  int waiting() {
    return end - start;
  }
}
