package io.adit.api.stratum;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The id of a request, kept as the bytes that the miner sent, so that it goes back as it came: a
 * number, a string, null. Changeable, so that one object serves one submit after the other.
 */
public final class RequestId {
  private byte[] bytes = new byte[24];
  private int length;
  private boolean present;

  /** No id: the request gets no reply. */
  public void clear() {
    present = false;
    length = 0;
  }

  public void set(byte[] source, int offset, int count) {
    if (bytes.length < count) {
      bytes = new byte[count];
    }
    System.arraycopy(source, offset, bytes, 0, count);
    length = count;
    present = true;
  }

  /** Whether the request had an id, be it null. */
  public boolean isPresent() {
    return present;
  }

  /** Writes the id as it came. */
  public void appendTo(LineBuffer out) {
    out.append(bytes, 0, length);
  }

  /** A copy that later changes of this one do not touch. */
  public RequestId copy() {
    RequestId copy = new RequestId();
    copy.bytes = Arrays.copyOf(bytes, Math.max(length, 1));
    copy.length = length;
    copy.present = present;
    return copy;
  }

  @Override
  public String toString() {
    return present ? new String(bytes, 0, length, StandardCharsets.UTF_8) : "(none)";
  }
}
