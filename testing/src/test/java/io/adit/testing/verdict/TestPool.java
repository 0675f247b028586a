package io.adit.testing.verdict;

import io.adit.api.Bytes;
import io.adit.api.coin.Coin;
import io.adit.api.ledger.Share;
import io.adit.api.ledger.StatisticsLedger;
import io.adit.api.miner.MinerProfile;
import io.adit.api.miner.MinerProfiles;
import io.adit.api.node.BlockTemplate;
import io.adit.api.store.StatisticsStore.WorkerRecord;
import io.adit.api.vardiff.VardiffPolicy;
import io.adit.codec.stratum.v1.StratumV1Codec;
import io.adit.jobs.TemplateJobManager;
import io.adit.pool.PoolComponent;
import io.adit.pow.sha256d.Sha256dPow;
import io.adit.testing.wire.Miner;
import io.adit.testing.wire.MinerJob;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.awaitility.Awaitility;

/**
 * A pool as it runs, with the real codec, jobs and proof of work; node, network and ledgers are the
 * test's.
 */
final class TestPool implements AutoCloseable {
  /** The worker of every connection. */
  static final String WORKER = "alice.1";

  private final TestTransport transport = new TestTransport();
  private final TestNode node = new TestNode();
  private final List<Share> shares = new ArrayList<>();
  private final List<TestConnection> connections = new ArrayList<>();
  private final Component<PoolComponent> pool;

  static {
    // Hundreds of pools have nothing to say.
    System.setProperty("org.slf4j.simpleLogger.log.io.adit.pool", "warn");
  }

  /** Keeps nothing. */
  private static final class Forgetful implements StatisticsLedger {
    @Override
    public void keep(List<WorkerRecord> records) {}

    @Override
    public CompletionStage<List<WorkerRecord>> recall(String pool) {
      return new CompletableFuture<>();
    }
  }

  TestPool(int extranonce1Size, int extranonce2Size, double difficulty) {
    Map<String, Object> properties =
        new HashMap<>(Coin.named("bitcoin-regtest").orElseThrow().toProperties());
    properties.put("adit.pool", "test");
    properties.put("extranonce1Size", extranonce1Size);
    properties.put("extranonce2Size", extranonce2Size);
    properties.put("initialDifficulties", new double[] {difficulty});
    properties.put("minDifficulties", new double[] {1e-12});
    TestLedger ledger = new TestLedger(shares);
    VardiffPolicy vardiff = (statistics, settings) -> OptionalDouble.empty();
    MinerProfiles profiles = userAgent -> MinerProfile.UNKNOWN;
    pool =
        new Component<>(
            PoolComponent.class,
            properties,
            List.of(
                transport,
                node,
                new StratumV1Codec(),
                new TemplateJobManager(),
                new Sha256dPow(),
                ledger,
                vardiff,
                profiles,
                new Forgetful()));
  }

  /** A miner that has subscribed. */
  TestConnection subscribe() {
    TestConnection connection = transport.connect(new Miner());
    connection.subscribe("[\"test/1\"]");
    return connection;
  }

  /** A connection breaks: no job comes there any more. */
  void leave(TestConnection connection) {
    connections.remove(connection);
    connection.breaks();
  }

  /** The miner of a broken connection subscribes again, to the same session. */
  TestConnection resume(TestConnection former) {
    TestConnection connection = transport.connect(Miner.withJobsOf(former.miner()));
    connection.subscribe("[\"test/1\",\"" + former.subscription() + "\"]");
    return connection;
  }

  /** Authorizes {@link #WORKER}: from then on, the connection gets each job. */
  void authorize(TestConnection connection) {
    connection.call("mining.authorize", "[\"" + WORKER + "\"]");
    connections.add(connection);
  }

  /** The node has a new tip; returns when all miners have their job on it. */
  void announce(BlockTemplate template) {
    node.announce(template);
    awaitNewJobs();
  }

  /** All miners get another job on the same tip. */
  void refresh() {
    // What a pool does when it is complete again after a bundle was replaced.
    pool.replace(VardiffPolicy.class);
    awaitNewJobs();
  }

  private void awaitNewJobs() {
    List<MinerJob> before = lastJobs();
    transport.runUntil(
        () -> {
          List<MinerJob> now = lastJobs();
          return now.stream().noneMatch(before::contains) && now.size() == connections.size();
        });
  }

  private List<MinerJob> lastJobs() {
    return connections.stream()
        .flatMap(connection -> connection.miner().lastJob().stream())
        .toList();
  }

  /** What was recorded, in its order. */
  List<Share> shares() {
    return shares;
  }

  /** Waits for that many blocks at the node; returns them in their order. */
  List<Bytes> blocks(int count) {
    return Awaitility.await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .until(node::blocks, blocks -> blocks.size() >= count);
  }

  @Override
  public void close() {
    pool.close();
  }
}
