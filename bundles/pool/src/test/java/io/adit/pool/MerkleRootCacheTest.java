package io.adit.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.api.job.Coinbase;
import io.adit.api.job.Job;
import io.adit.api.job.JobManager.MerkleRoots;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MerkleRootCacheTest {
  private final PoolBench bench = new PoolBench(1);
  private final MerkleRoots roots = bench.jobs.newMerkleRoots();
  private final MerkleRootCache cache = new MerkleRootCache(4, 8);
  private final Map<Job, Coinbase> coinbases = new HashMap<>();
  private int calculated;

  private final MerkleRoots counting =
      (job, coinbase, extranonce1, length1, extranonce2, length2, out, offset) -> {
        calculated++;
        roots.root(job, coinbase, extranonce1, length1, extranonce2, length2, out, offset);
      };

  @Test
  void aRootSeenBeforeIsNotCalculatedAgain() {
    Job job = job(1);
    byte[] first = cached(job, 1, 2);

    assertThat(cached(job, 1, 2)).isEqualTo(first);
    assertThat(calculated).isEqualTo(1);
  }

  @Test
  void whatIsRememberedIsNeverThatOfAnother() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Job[] jobs = {job(1), job(2), job(3)};
    for (int i = 0; i < 20_000; i++) {
      Job job = jobs[random.nextInt(3)];
      int extranonce1 = random.nextInt(4);
      int extranonce2 = random.nextInt(500);
      byte[] expected = new byte[32];
      roots.root(
          job,
          coinbase(job),
          new byte[] {0, 0, 0, (byte) extranonce1},
          4,
          bytes(extranonce2),
          8,
          expected,
          0);

      assertThat(cached(job, extranonce1, extranonce2)).as("seed " + seed).isEqualTo(expected);
    }
  }

  private byte[] cached(Job job, int extranonce1, int extranonce2) {
    byte[] out = new byte[33];
    byte[] first = {0, 0, 0, (byte) extranonce1};
    cache.root(counting, job, coinbase(job), first, bytes(extranonce2), out, 1);
    return Arrays.copyOfRange(out, 1, 33);
  }

  /** Longer than an extranonce2 is: the array of a submit has room to spare. */
  private static byte[] bytes(int value) {
    byte[] bytes = new byte[16];
    bytes[0] = (byte) value;
    bytes[7] = (byte) (value >> 8);
    bytes[15] = 99;
    return bytes;
  }

  private Job job(long id) {
    return bench.jobs.job(
        id, PoolBench.template(100, PoolBench.HARD_NETWORK), bench.clock.millis());
  }

  private Coinbase coinbase(Job job) {
    return coinbases.computeIfAbsent(
        job, made -> bench.jobs.coinbase(made, bench.settings.coinbases().ofPool(1000)));
  }
}
