package io.adit.pool;

import static io.adit.pool.PoolBench.EASY_NETWORK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.adit.api.Bytes;
import io.adit.api.State;
import io.adit.api.job.Job;
import io.adit.api.ledger.FoundBlock;
import io.adit.api.node.BlockVerdict;
import io.adit.api.node.BlockVerdict.Kind;
import io.adit.api.node.Node;
import io.adit.api.session.Worker;
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
      new BlockCourier(bench.settings, () -> services(), () -> present, thread, bench.clock);

  private Services services() {
    return bench.services.withBlocks(this::record);
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

  private void find() {
    Job job =
        bench.jobs.job(
            1,
            PoolBench.template(5, EASY_NETWORK),
            bench.settings.coinbase(),
            bench.clock.millis());
    courier.found(job, new byte[80], new byte[12], new Worker("alice"));
  }

  private final class FakeNode implements Node {
    final Queue<BlockVerdict> verdicts = new ArrayDeque<>();

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
      return CompletableFuture.completedFuture(verdicts.remove());
    }
  }
}
