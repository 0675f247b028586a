package io.adit.pool;

import static io.adit.pool.PoolBench.EASY_NETWORK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.adit.api.Bytes;
import io.adit.api.State;
import io.adit.api.job.Coinbase;
import io.adit.api.job.CoinbaseSettings;
import io.adit.api.job.Job;
import io.adit.api.job.JobManager;
import io.adit.api.ledger.FoundBlock;
import io.adit.api.node.BlockTemplate;
import io.adit.api.node.BlockVerdict;
import io.adit.api.node.BlockVerdict.Kind;
import io.adit.api.node.Node;
import io.adit.api.session.Worker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BlockCourierTest {
  private final PoolBench bench = new PoolBench(1);
  private final PoolThread thread = new PoolThread("test");
  private final List<String> events = Collections.synchronizedList(new ArrayList<>());
  private final FakeNode node = new FakeNode();
  private volatile Node present = node;
  private final BlockCourier courier =
      new BlockCourier("test", () -> services(), () -> present, thread, bench.clock);

  private volatile boolean hasLedger = true;
  private volatile boolean jobsFail;
  private volatile boolean failed;

  private Services services() {
    return bench.services.withBlocks(hasLedger ? this::record : null);
  }

  private void record(FoundBlock block) {
    events.add(block.status() + " " + block.detail());
  }

  @AfterEach
  void stop() {
    thread.stop();
  }

  @Test
  void aBlockIsRecordedBeforeItIsSubmittedAndAgainWithTheVerdict() {
    node.verdicts.add(new BlockVerdict(Kind.ACCEPTED, ""));

    find();

    await().until(() -> events.size() == 3);
    assertThat(events).containsExactly("PENDING ", "submit", "ACCEPTED ");
    assertThat(courier.accepted()).isEqualTo(1);
  }

  @Test
  void aRefusedBlockKeepsTheNodesWord() {
    node.verdicts.add(new BlockVerdict(Kind.REJECTED, "bad-txnmrklroot"));

    find();

    await().until(() -> events.contains("REJECTED bad-txnmrklroot"));
    assertThat(courier.accepted()).isZero();
  }

  @Test
  void aBlockIsSubmittedAgainUntilThereIsAVerdict() {
    node.verdicts.add(new BlockVerdict(Kind.UNREACHABLE, "connection refused"));
    node.verdicts.add(new BlockVerdict(Kind.ACCEPTED, ""));

    find();

    await().until(() -> events.contains("ACCEPTED "));
    assertThat(events).containsExactly("PENDING ", "submit", "submit", "ACCEPTED ");
  }

  @Test
  void aBlockWaitsForANode() {
    present = null;
    node.verdicts.add(new BlockVerdict(Kind.ACCEPTED, ""));
    find();
    await().until(() -> events.contains("PENDING "));

    present = node;

    await().until(() -> events.contains("ACCEPTED "));
  }

  @Test
  void aBlockIsNotSubmittedBeforeTheLedgerHasTakenIt() {
    hasLedger = false;
    node.verdicts.add(new BlockVerdict(Kind.ACCEPTED, ""));
    find();
    thread.pass();
    assertThat(events).isEmpty();

    hasLedger = true;

    await().until(() -> events.size() == 3);
    assertThat(events).containsExactly("PENDING ", "submit", "ACCEPTED ");
  }

  @Test
  void aBlockSurvivesAFaultOfTheJobManagers() {
    jobsFail = true;
    node.verdicts.add(new BlockVerdict(Kind.ACCEPTED, ""));
    find();
    await().until(() -> failed);

    jobsFail = false;

    await().until(() -> events.contains("ACCEPTED "));
  }

  @Test
  void aBlockSurvivesAFaultOfTheNodes() {
    node.failures = 1;
    node.verdicts.add(new BlockVerdict(Kind.ACCEPTED, ""));

    find();

    await().until(() -> events.contains("ACCEPTED "));
    assertThat(events).containsExactly("PENDING ", "submit", "submit", "ACCEPTED ");
  }

  @Test
  void theEndWaitsForAVerdictThatIsUnderWay() {
    CompletableFuture<BlockVerdict> slow = new CompletableFuture<>();
    node.slow = slow;
    find();
    await().until(() -> events.contains("submit"));
    CompletableFuture<Void> end =
        CompletableFuture.runAsync(() -> courier.finish(Duration.ofSeconds(30)));
    assertThat(end).isNotDone();

    slow.complete(new BlockVerdict(Kind.ACCEPTED, ""));

    await().until(end::isDone);
    assertThat(events).containsExactly("PENDING ", "submit", "ACCEPTED ");
  }

  @Test
  void aBlockThatIsHandedInTwiceIsOneBlock() {
    node.slow = new CompletableFuture<>();
    find();
    await().until(() -> events.contains("submit"));
    find();
    thread.pass();

    assertThat(events).containsExactly("PENDING ", "submit");

    node.slow.complete(new BlockVerdict(Kind.ACCEPTED, ""));
    await().until(() -> events.contains("ACCEPTED "));
    find();
    thread.pass();

    assertThat(events).as("after the verdict, too").hasSize(3);
    assertThat(courier.accepted()).isEqualTo(1);
  }

  private void find() {
    Job job = bench.announce(5, EASY_NETWORK);
    TestMiner miner = bench.connectReady();
    courier.found(
        miner.session().jobs().find(job.id()),
        new byte[80],
        new byte[12],
        new Worker("alice"),
        services().withJobs(new FragileJobs()));
  }

  /** Makes no block while {@link #jobsFail}. */
  private final class FragileJobs implements JobManager {
    @Override
    public Job job(long id, BlockTemplate template, long nowMillis) {
      return bench.jobs.job(id, template, nowMillis);
    }

    @Override
    public Coinbase coinbase(Job job, CoinbaseSettings settings) {
      return bench.jobs.coinbase(job, settings);
    }

    @Override
    public MerkleRoots newMerkleRoots() {
      return bench.jobs.newMerkleRoots();
    }

    @Override
    public Bytes block(Job job, Coinbase coinbase, byte[] header, byte[] extranonce) {
      if (jobsFail) {
        failed = true;
        throw new IllegalStateException("jobs fail");
      }
      return bench.jobs.block(job, coinbase, header, extranonce);
    }
  }

  private final class FakeNode implements Node {
    final Queue<BlockVerdict> verdicts = new ArrayDeque<>();
    int failures;
    CompletableFuture<BlockVerdict> slow;

    @Override
    public State state() {
      return State.ready("test");
    }

    @Override
    public String describe() {
      return "test";
    }

    @Override
    public Watch watch(Listener listener) {
      return () -> {};
    }

    @Override
    public CompletionStage<BlockVerdict> submit(Bytes block) {
      events.add("submit");
      if (failures-- > 0) {
        throw new IllegalStateException("the node fails");
      }
      if (slow != null) {
        return slow;
      }
      return CompletableFuture.completedFuture(verdicts.remove());
    }
  }
}
