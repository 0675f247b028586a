package io.adit.node.devnet;

import io.adit.api.Bytes;
import io.adit.api.Hash;
import io.adit.api.Sha256d;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/**
 * The first block of a chain: nothing but a header that no other chain starts with, so that blocks
 * of an earlier run are not taken for blocks of this one.
 */
final class Genesis {
  /** Bitcoin's usual time between blocks. */
  private static final Duration AGE = Duration.ofMinutes(10);

  private Genesis() {}

  static Chain chain(String name, Instant started) {
    Sha256d sha256d = new Sha256d();
    Hash root = sha256d.hash(utf8("Adit devnet " + name + ", started " + started));
    long time = started.minus(AGE).getEpochSecond();
    ByteBuffer header = ByteBuffer.allocate(Block.HEADER_SIZE).order(ByteOrder.LITTLE_ENDIAN);
    header.putInt(1).put(Hash.ZERO.wire().toArray()).put(root.wire().toArray()).putInt((int) time);
    return new Chain(sha256d.hash(Bytes.copyOf(header.array())), time);
  }

  private static Bytes utf8(String text) {
    return Bytes.copyOf(text.getBytes(StandardCharsets.UTF_8));
  }
}
