package io.adit.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.management.ThreadMXBean;
import io.adit.api.Bytes;
import io.adit.api.job.Coinbase;
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
    Job job = jobs.job(1, Templates.atHeight(200), 0);
    Coinbase coinbase = jobs.coinbase(job, new CoinbaseSettings(Bytes.copyOf(payout), "/adit/", 4));
    byte[] root = new byte[32];

    jobs.newMerkleRoots().root(job, coinbase, new byte[] {1, 2}, 2, new byte[] {3, 4}, 2, root, 0);

    // With no other transactions the root is the coinbase's id.
    byte[] transaction = Bytes.ofHex(coinbase.start() + "01020304" + coinbase.end()).toArray();
    assertThat(root).isEqualTo(Sha256Hash.hashTwice(transaction));
  }

  @Test
  void rootsAreCalculatedWithoutGarbage() throws IOException {
    RealBlock real = RealBlock.load(100_000);
    Job job = jobs.job(1, real.template(), 0);
    Coinbase coinbase = real.coinbase();
    MerkleRoots roots = jobs.newMerkleRoots();
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    assumeThat(threads.isThreadAllocatedMemorySupported()).isTrue();
    byte[] root = new byte[32];
    long warm = allocated(threads, roots, job, coinbase, root, 20_000);

    long bytes = allocated(threads, roots, job, coinbase, root, 20_000);

    assertThat(bytes).describedAs("after %s while warming up", warm).isLessThan(20_000);
  }

  private static long allocated(
      ThreadMXBean threads, MerkleRoots roots, Job job, Coinbase coinbase, byte[] root, int times) {
    byte[] extranonce = new byte[1];
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < times; i++) {
      roots.root(job, coinbase, extranonce, 1, extranonce, 1, root, 0);
    }
    return threads.getCurrentThreadAllocatedBytes() - before;
  }
}
