package io.adit.pool;

import static io.adit.pool.PoolBench.EASY_NETWORK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.adit.api.Bytes;
import io.adit.api.Hash;
import io.adit.api.State;
import io.adit.api.job.Coinbase;
import io.adit.api.job.CoinbaseSettings;
import io.adit.api.job.Job;
import io.adit.api.job.JobManager;
import io.adit.api.ledger.BlockLedger;
import io.adit.api.ledger.FoundBlock;
import io.adit.api.node.BlockPlace;
import io.adit.api.node.BlockTemplate;
import io.adit.api.node.BlockVerdict;
import io.adit.api.node.BlockVerdict.Kind;
import io.adit.api.node.Node;
import io.adit.api.session.Worker;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BlockCourierTest {
  private static final String TAKEN = "PENDING test: ACCEPTED";
  private static final String AWAY = "FOUND test: UNREACHABLE connection refused";

  private final PoolBench bench = new PoolBench(1);
  private final PoolThread thread = new PoolThread("test");
  private final List<String> events = Collections.synchronizedList(new ArrayList<>());
  private final FakeNode node = new FakeNode("test");
  private volatile List<Node> present = List.of(node);
  private final BlockCourier courier =
      new BlockCourier("test", () -> services(), () -> present, thread, bench.clock);

  private final EventLedger ledger = new EventLedger();
  private volatile boolean hasLedger = true;
  private volatile boolean jobsFail;
  private volatile boolean failed;
  private volatile boolean recorded;

  private Services services() {
    return bench.services.withBlocks(hasLedger ? ledger : null);
  }

  /** Records what happens, in order. */
  private final class EventLedger implements BlockLedger {
    @Override
    public void append(FoundBlock block) throws IOException {
      events.add((block.status() + " " + words(block)).strip());
      bench.ledger.append(block);
    }

    @Override
    public List<FoundBlock> open(String pool) {
      return bench.ledger.open(pool);
    }
  }

  private static String words(FoundBlock block) {
    return block.verdicts().stream()
        .map(word -> word.node() + ": " + word.verdict().kind() + " " + word.verdict().detail())
        .map(String::strip)
        .collect(Collectors.joining(", "));
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
    assertThat(events).containsExactly("FOUND", "submit", TAKEN);
    assertThat(courier.accepted()).isEqualTo(1);
  }

  @Test
  void aRefusedBlockKeepsTheNodesWord() {
    node.verdicts.add(new BlockVerdict(Kind.REJECTED, "bad-txnmrklroot"));

    find();

    await().until(() -> events.contains("REJECTED test: REJECTED bad-txnmrklroot"));
    assertThat(courier.accepted()).isZero();
  }

  @Test
  void aBlockIsSubmittedAgainUntilThereIsAVerdict() {
    node.verdicts.add(new BlockVerdict(Kind.UNREACHABLE, "connection refused"));
    node.verdicts.add(new BlockVerdict(Kind.ACCEPTED, ""));

    find();

    await().until(() -> events.contains(TAKEN));
    assertThat(events).containsExactly("FOUND", "submit", AWAY, "submit", TAKEN);
  }

  @Test
  void aBlockWaitsForANode() {
    present = List.of();
    node.verdicts.add(new BlockVerdict(Kind.ACCEPTED, ""));
    find();
    await().until(() -> events.contains("FOUND"));

    present = List.of(node);

    await().until(() -> events.contains(TAKEN));
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
    assertThat(events).containsExactly("FOUND", "submit", TAKEN);
  }

  @Test
  void aBlockSurvivesAFaultOfTheJobManagers() {
    jobsFail = true;
    node.verdicts.add(new BlockVerdict(Kind.ACCEPTED, ""));
    find();
    await().until(() -> failed);

    jobsFail = false;

    await().until(() -> events.contains(TAKEN));
  }

  @Test
  void aBlockSurvivesAFaultOfTheNodes() {
    node.failures = 1;
    node.verdicts.add(new BlockVerdict(Kind.ACCEPTED, ""));

    find();

    await().until(() -> events.contains(TAKEN));
    assertThat(events)
        .containsExactly(
            "FOUND",
            "submit",
            "FOUND test: UNREACHABLE java.lang.IllegalStateException: the node fails",
            "submit",
            TAKEN);
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
    assertThat(events).containsExactly("FOUND", "submit", TAKEN);
  }

  @Test
  void aBlockGoesToAllNodesAndOneThatTakesItIsEnough() {
    FakeNode other = new FakeNode("other");
    present = List.of(node, other);
    node.verdicts.add(new BlockVerdict(Kind.REJECTED, "bad-cb-height"));
    other.verdicts.add(new BlockVerdict(Kind.ACCEPTED, ""));

    find();

    await().until(() -> events.size() == 5);
    assertThat(events)
        .containsExactly(
            "FOUND",
            "submit",
            "submit",
            "FOUND test: REJECTED bad-cb-height",
            "PENDING test: REJECTED bad-cb-height, other: ACCEPTED");
    assertThat(courier.accepted()).isEqualTo(1);
  }

  @Test
  void oneRefusalIsNoVerdictWhileAnotherNodeIsAway() {
    FakeNode other = new FakeNode("other");
    present = List.of(node, other);
    node.verdicts.add(new BlockVerdict(Kind.REJECTED, "bad-prevblk"));
    other.verdicts.add(new BlockVerdict(Kind.UNREACHABLE, "connection refused"));
    other.verdicts.add(new BlockVerdict(Kind.REJECTED, "bad-prevblk"));

    find();

    await()
        .until(
            () ->
                events.contains(
                    "REJECTED test: REJECTED bad-prevblk, other: REJECTED bad-prevblk"));
    assertThat(events.stream().filter("submit"::equals))
        .as("the first is not asked again")
        .hasSize(3);
  }

  @Test
  void aBlockThatAnEarlierRunLeftWithoutAVerdictIsSubmitted() {
    node.slow = new CompletableFuture<>();
    find();
    await().until(() -> events.contains("submit"));
    events.clear();
    node.slow = null;
    node.verdicts.add(new BlockVerdict(Kind.ACCEPTED, ""));
    BlockCourier next =
        new BlockCourier("test", () -> services(), () -> present, thread, bench.clock);

    thread.execute(next::resume);
    thread.execute(next::resume);

    await().until(() -> events.contains(TAKEN));
    assertThat(events).containsExactly("submit", TAKEN);
    assertThat(next.accepted()).isEqualTo(1);
  }

  @Test
  void theMinerIsAnsweredOnceTheBlockIsRecorded() {
    hasLedger = false;
    node.verdicts.add(new BlockVerdict(Kind.ACCEPTED, ""));
    find();
    thread.pass();
    assertThat(recorded).isFalse();

    hasLedger = true;

    await().until(() -> recorded);
    assertThat(events).contains("FOUND");
  }

  @Test
  void aBlockThatIsHandedInTwiceIsOneBlock() {
    node.slow = new CompletableFuture<>();
    find();
    await().until(() -> events.contains("submit"));
    find();
    thread.pass();

    assertThat(events).containsExactly("FOUND", "submit");

    node.slow.complete(new BlockVerdict(Kind.ACCEPTED, ""));
    await().until(() -> events.contains(TAKEN));
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
        services().withJobs(new FragileJobs()),
        () -> recorded = true);
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
    final String name;
    final Queue<BlockVerdict> verdicts = new ArrayDeque<>();
    int failures;
    CompletableFuture<BlockVerdict> slow;

    @Override
    public State state() {
      return State.ready("test");
    }

    FakeNode(String name) {
      this.name = name;
    }

    @Override
    public String describe() {
      return name;
    }

    @Override
    public CompletionStage<BlockPlace> place(Hash block) {
      throw new UnsupportedOperationException("not the courier's business");
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
