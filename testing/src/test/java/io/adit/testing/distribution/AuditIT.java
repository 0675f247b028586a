package io.adit.testing.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What miners were told is what is in the tables, and what is in the tables is what the node has,
 * whatever was killed in between. {@code -Daudit.kills=200} for more, {@code -Daudit.seed=N} for
 * the same again.
 */
@ExtendWith(Outputs.class)
@Timeout(3600)
class AuditIT {
  private static final int KILLS = Integer.getInteger("audit.kills", 20);
  private static final long SEED = Long.getLong("audit.seed", System.nanoTime());
  private static final int MINERS = 16;
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  /** Shares that a miner hands in at once. */
  private static final int WINDOW = 20;

  /** No more shares than two cores can store beside everything else. */
  private static final Duration BETWEEN_SHARES = Duration.ofMillis(30);

  /** So that the node has time to breathe. */
  private static final Duration BETWEEN_BLOCKS = Duration.ofMillis(300);

  private static final int CONFIRMATIONS = 5;

  @TempDir private Path directory;

  private final Random random = new Random(SEED);
  private final AditProcess.Ports ports = AditProcess.Ports.free(2);
  private final List<AuditMiner> miners = new ArrayList<>();
  private final List<String> events = new ArrayList<>();
  private AuditPostgres postgres;
  private AuditNode node;
  private AuditMiner blocks;
  private String config;
  private AditProcess server;

  private void start(String durability) {
    postgres = new AuditPostgres(directory.resolve("postgres"));
    node = new AuditNode(directory.resolve("node"));
    config =
        """
        server:
          host: 127.0.0.1
          metrics:
            port: %d
        ledger:
          durability: %s
        mining:
          confirmations: %d
        %s
        pools:
          - name: shares
            server:
              port: %d
            mining:
              initial_difficulty: 0.000000001
              min_difficulty: 0.000000001
              max_difficulty: 0.000000001
            node:
              devnet_difficulty: 1000000
          - name: blocks
            server:
              port: %d
            mining:
              coin_type: bitcoin-regtest
              pool_address: %s
              # Harder than a block, so that each share is one.
              initial_difficulty: 0.00001
              min_difficulty: 0.00001
              max_difficulty: 0.00001
            node:
        %s
        """
            .formatted(
                ports.metrics(),
                durability,
                CONFIRMATIONS,
                postgres.section(),
                ports.stratum().get(0),
                ports.stratum().get(1),
                node.poolAddress(),
                node.section().indent(6));
    server = AditProcess.start(directory, ports, config);
    for (int i = 0; i < MINERS; i++) {
      miners.add(new AuditMiner(ports.stratum().get(0), "audit.rig" + i, WINDOW, BETWEEN_SHARES));
    }
    blocks = new AuditMiner(ports.stratum().get(1), "audit.blocks", 1, BETWEEN_BLOCKS);
    miners.add(blocks);
  }

  @Test
  void whatWasAnsweredTrueIsStoredOnceWhateverIsKilled() throws IOException {
    System.out.println("audit: seed " + SEED + ", kills " + KILLS);
    start("os");
    try {
      List<Victim> victims = List.of(postgres, node);
      for (int kills = 0; kills < KILLS; ) {
        awaitMoreShares(200 + random.nextInt(2000));
        // Every second time, the server.
        int which = random.nextInt(2 * victims.size());
        if (which >= victims.size()) {
          killServer();
          kills++;
        } else if (victims.get(which).isDown()) {
          events.add(victims.get(which) + " is back");
          victims.get(which).revive();
        } else {
          events.add(victims.get(which).toString());
          victims.get(which).kill();
          kills++;
        }
      }
      for (Victim victim : victims) {
        if (victim.isDown()) {
          victim.revive();
        }
      }
      long before = blocks.accepted();
      await("a block more, " + this).atMost(PATIENCE).until(() -> blocks.accepted() > before);
      audit();
    } finally {
      end();
    }
  }

  @Test
  void withFsyncWhatWasAnsweredTrueIsStoredOnceToo() throws IOException {
    start("fsync");
    try {
      awaitMoreShares(2000);
      killServer();
      awaitMoreShares(2000);
      audit();
    } finally {
      end();
    }
  }

  private long accepted() {
    return miners.stream().mapToLong(AuditMiner::accepted).sum();
  }

  private void awaitMoreShares(long more) {
    long wanted = accepted() + more;
    await("shares, " + this)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(1))
        .until(() -> accepted() >= wanted);
  }

  private void killServer() {
    events.add("server");
    server.kill();
    server = AditProcess.start(directory, ports, config);
  }

  private void audit() {
    miners.forEach(AuditMiner::close);
    System.out.println("audit: " + events + "\n" + miners);
    try (Database database = postgres.open()) {
      long least = accepted();
      await("all accepted shares in the table, " + this)
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(500))
          .untilAsserted(
              () ->
                  assertThat(database.count("shares"))
                      .as("ledger: %s", ledger())
                      .isGreaterThanOrEqualTo(least));
      await("the fate of each block, " + this)
          .atMost(PATIENCE)
          .untilAsserted(() -> auditBlocks(database));
      assertThat(server.stop()).isZero();
      auditShares(database, least);
    }
  }

  private String ledger() {
    return server.metrics().entrySet().stream()
        .filter(sample -> sample.getKey().startsWith("adit_ledger"))
        .toList()
        .toString();
  }

  private void auditShares(Database database, long least) {
    long stored = database.count("shares");
    System.out.println("audit: " + least + " answered true, " + stored + " stored");
    for (AuditMiner miner : miners) {
      assertThat(database.count("shares WHERE worker = '" + miner.worker() + "'"))
          .as("%s, %s", miner, this)
          .isBetween(miner.accepted(), miner.accepted() + miner.unanswered());
      // A block may come second: to someone else's, which its own former one may have become.
      assertThat(miner.refused().keySet())
          .as("%s, %s", miner, this)
          .allMatch(code -> miner.equals(blocks) && code == 21);
    }
    assertThat(database.column("SELECT SUM(shares) FROM share_minutes"))
        .as("%s", this)
        .containsExactly(Long.toString(stored));
    assertThat(database.column("SELECT SUM(shares) FROM workers"))
        .as("%s", this)
        .containsExactly(Long.toString(stored));
  }

  private void auditBlocks(Database database) {
    List<String> chain = node.chain();
    int deep = Math.max(0, chain.size() - CONFIRMATIONS + 1);
    assertThat(hashes(database, "= 'CONFIRMED'"))
        .as("confirmed, %s", this)
        .containsExactlyInAnyOrderElementsOf(chain.subList(0, deep));
    assertThat(hashes(database, "= 'PENDING'"))
        .as("pending, %s", this)
        .containsExactlyInAnyOrderElementsOf(chain.subList(deep, chain.size()));
    List<String> others = hashes(database, "NOT IN ('CONFIRMED', 'PENDING')");
    assertThat(hashes(database, "IN ('ORPHANED', 'REJECTED')"))
        .as("the others, %s", this)
        .containsExactlyInAnyOrderElementsOf(others);
    assertThat((long) chain.size() + others.size())
        .as("%s, %s", blocks, this)
        .isBetween(blocks.accepted(), blocks.accepted() + blocks.unanswered());
    System.out.println(
        "audit: " + chain.size() + " blocks in the node's chain, " + others.size() + " others");
  }

  private static List<String> hashes(Database database, String status) {
    return database.column("SELECT hash FROM blocks WHERE status " + status);
  }

  private void end() {
    miners.forEach(AuditMiner::close);
    server.close();
    postgres.close();
    node.close();
  }

  @Override
  public String toString() {
    return "seed " + SEED + ", kills " + events;
  }
}
