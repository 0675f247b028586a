package io.adit.codec.stratum.v1;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.api.stratum.LineBuffer;
import io.adit.api.stratum.StratumRequest;
import io.adit.api.stratum.StratumRequest.Submit;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RetainedMemoryTest {
  private static final int ROUNDS = 10;
  private static final int LINES = 100_000;
  private static final int LONG_TEXT = 15_000;
  private static final long MOST_KEPT = 500_000;
  private static final long SEED = 3;

  private final Random random = new Random(SEED);
  private final StratumV1Codec codec = new StratumV1Codec();
  private final Submit submit = new Submit();
  private final LineBuffer out = new LineBuffer();

  /**
   * No two of the lines are alike: keys, methods, ids, names, numbers. One in a hundred is as long
   * as lines get, so that a cache of a thousand entries would be seen; and a look in each round
   * sees one that is emptied when it is full.
   */
  @Test
  void aMillionLinesLeaveNothingBehind() {
    // What the virtual machine and the classes set up once; what its codec keeps is garbage.
    read(new StratumV1Codec());
    long before = used();
    for (int round = 0; round < ROUNDS; round++) {
      read(codec);
      assertThat(used() - before).as("bytes kept in round %d", round).isLessThan(MOST_KEPT);
    }
    // It was this codec that kept nothing, not one that had become garbage.
    assertThat(codec.decode(new byte[0], 0, 0, submit)).isNotNull();
  }

  private void read(StratumV1Codec reader) {
    for (int i = 0; i < LINES; i++) {
      byte[] line = line(i).getBytes(StandardCharsets.UTF_8);
      StratumRequest request = reader.decode(line, 0, line.length, submit);
      reader.result(request.id(), true, out.clear());
    }
  }

  private String line(int i) {
    String unique = Long.toHexString(random.nextLong());
    String text = i % 100 == 0 ? unique + "x".repeat(LONG_TEXT) : unique;
    return switch (random.nextInt(8)) {
      case 0 -> "{\"id\":1,\"" + text + "\":1,\"method\":\"mining.ping\"}";
      case 1 -> "{\"id\":1,\"method\":\"" + text + "\"}";
      case 2 -> "{\"id\":\"" + text + "\",\"method\":\"mining.ping\"}";
      case 3 ->
          "{\"id\":1,\"method\":\"mining.configure\",\"params\":[[\"x\"],{\"" + text + "\":1}]}";
      case 4 -> "{\"id\":1,\"result\":\"" + text + "\",\"" + unique + "\":[{\"" + unique + "\":1}]";
      case 5 ->
          "{\"id\":4,\"method\":\"mining.submit\",\"params\":[\""
              + text
              + "\",\"1\",\"00\",\"5\",\"6\"]}";
      case 6 -> "{\"id\":1,\"method\":\"mining.subscribe\",\"params\":[\"\\u00fc" + text + "\"]}";
      default -> "{\"id\":1,\"params\":" + "[".repeat(15) + "\"" + text;
    };
  }

  private static long used() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      System.gc();
      least = Math.min(least, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
    return least;
  }
}
