package io.adit.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.management.ThreadMXBean;
import io.adit.api.Bytes;
import io.adit.api.job.CoinbaseSettings;
import io.adit.api.job.Job;
import io.adit.api.job.JobManager.MerkleRoots;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import org.bitcoinj.base.Sha256Hash;
import org.junit.jupiter.api.Test;

class ScratchMerkleRootsTest {
  private final TemplateJobManager jobs = new TemplateJobManager();

  @Test
  void aCoinbaseLargerThanTheScratchMemoryIsHashedWhole() {
    byte[] payout = new byte[2000];
    Job job =
        jobs.job(
            1, Templates.atHeight(200), new CoinbaseSettings(Bytes.copyOf(payout), "/adit/", 4), 0);
    byte[] root = new byte[32];

    jobs.newMerkleRoots().root(job, new byte[] {1, 2}, 2, new byte[] {3, 4}, 2, root, 0);

    // With no other transactions the root is the coinbase's id.
    byte[] coinbase =
        Bytes.ofHex(job.coinbaseStart().toHex() + "01020304" + job.coinbaseEnd().toHex()).toArray();
    assertThat(root).isEqualTo(Sha256Hash.hashTwice(coinbase));
  }

  @Test
  void rootsAreCalculatedWithoutGarbage() throws IOException {
    RealBlock real = RealBlock.load(100_000);
    Job job =
        real.job(
            jobs.job(
                    1,
                    real.template(),
                    new CoinbaseSettings(Bytes.ofHex("51"), "", RealBlock.EXTRANONCE_SIZE),
                    0)
                .merkleBranch());
    MerkleRoots roots = jobs.newMerkleRoots();
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    assumeThat(threads.isThreadAllocatedMemorySupported()).isTrue();
    byte[] root = new byte[32];
    byte[] extranonce = new byte[1];
    long warm = allocated(threads, roots, job, extranonce, root, 20_000);

    long bytes = allocated(threads, roots, job, extranonce, root, 20_000);

    assertThat(bytes).describedAs("after %s while warming up", warm).isLessThan(20_000);
  }

  private static long allocated(
      ThreadMXBean threads, MerkleRoots roots, Job job, byte[] extranonce, byte[] root, int times) {
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < times; i++) {
      roots.root(job, extranonce, 1, extranonce, 1, root, 0);
    }
    return threads.getCurrentThreadAllocatedBytes() - before;
  }
}
