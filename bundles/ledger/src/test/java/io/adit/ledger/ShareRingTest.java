package io.adit.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.adit.api.ledger.Share;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ShareRingTest {
  @Test
  void aReaderAtTheEndSeesNothingThoughTheRingIsFull() {
    ShareRing ring = new ShareRing(2);
    ring.append(share("w", 0));
    ring.append(share("w", 1));
    assertThat(ring.read(2, 10).records()).isEmpty();
    assertThat(ring.read(1, 10).records()).extracting(Share::jobId).containsExactly(1L);
  }

  @Test
  void closingKeepsWhatIsThere() {
    ShareRing ring = new ShareRing(4);
    ring.append(share("w", 0));
    ring.close();
    assertThat(ring.append(share("w", 1))).isEqualTo(-1);
    assertThat(ring.end()).isEqualTo(1);
    assertThat(ring.read(0, 10).records()).extracting(Share::jobId).containsExactly(0L);
  }

  @Test
  void aCapacityThatIsNoPowerOfTwoIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new ShareRing(100));
  }

  @Test
  void manyThreadsAppendAndTwoReadersSeeEachShareOnceInTheOrderOfItsThread() throws Exception {
    int producers = 4;
    int perProducer = 50_000;
    ShareRing ring = new ShareRing(1024);
    CountDownLatch go = new CountDownLatch(1);
    List<Thread> threads =
        IntStream.range(0, producers)
            .mapToObj(
                producer ->
                    new Thread(
                        () -> {
                          awaitQuietly(go);
                          for (int job = 0; job < perProducer; ) {
                            if (ring.append(share("w" + producer, job)) >= 0) {
                              job++;
                            } else {
                              Thread.onSpinWait();
                            }
                          }
                        }))
            .toList();
    threads.forEach(Thread::start);
    go.countDown();
    List<Share> fast = new ArrayList<>();
    List<Share> slow = new ArrayList<>();
    while (slow.size() < producers * perProducer) {
      fast.addAll(ring.read(fast.size(), 100).records());
      slow.addAll(ring.read(slow.size(), Math.min(70, fast.size() - slow.size())).records());
      ring.release(slow.size());
    }
    for (Thread thread : threads) {
      thread.join();
    }
    fast.addAll(ring.read(fast.size(), Integer.MAX_VALUE).records());
    assertThat(fast).isEqualTo(slow);
    for (int producer = 0; producer < producers; producer++) {
      String worker = "w" + producer;
      assertThat(slow.stream().filter(s -> s.worker().equals(worker)).map(Share::jobId).toList())
          .isEqualTo(LongStream.range(0, perProducer).boxed().toList());
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Share share(String worker, long job) {
    return new Share("main", worker, job, 1, 1, 1, 0);
  }
}
