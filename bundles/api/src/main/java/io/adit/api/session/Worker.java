package io.adit.api.session;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A name that a miner may submit under. */
public final class Worker {
  private final String name;
  private final byte[] utf8;

  public Worker(String name) {
    this.name = name;
    this.utf8 = name.getBytes(StandardCharsets.UTF_8);
  }

  public String name() {
    return name;
  }

  /** Whether those bytes are its name in UTF-8. */
  public boolean isNamed(byte[] bytes, int offset, int length) {
    return Arrays.equals(utf8, 0, utf8.length, bytes, offset, offset + length);
  }
}
