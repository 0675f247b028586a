package io.adit.testing.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.adit.testing.node.BcoinNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.bitcoinj.base.BitcoinNetwork;
import org.bitcoinj.base.ScriptType;
import org.bitcoinj.crypto.ECKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The main job: the built distribution and its miner, and a validating node. What the server says
 * of its blocks is held against the node's own chain.
 */
@ExtendWith(Outputs.class)
@Timeout(300)
class RealNodeIT {
  private static final int BLOCKS = 450;
  private static final int BLOCKS_ALONE = 150;
  private static final int KILLED_AT = 250;
  private static final int LEGACY = 2;
  private static final int SEGWIT = 3;

  /** News of a tip that comes much sooner than this has come by long poll. */
  private static final Duration POLL = Duration.ofSeconds(30);

  private static final Duration WELL_UNDER_THE_POLL = Duration.ofSeconds(5);

  @TempDir Path directory;

  private String config(BcoinNode node, AditProcess.Ports ports) {
    return ports.section()
        + """
        mining:
          coin_type: bitcoin-regtest
          pool_address: %s
          # About 43000 hashes: a block every few milliseconds, but rarely a second one on the same tip.
          initial_difficulty: 0.00001
          min_difficulty: 0.00001
          max_difficulty: 0.00001
        node:
          type: bitcoind
          rpc_url: %s
          rpc_user: %s
          rpc_password: %s
          poll_interval: %ds
        """
            .formatted(
                addressOf(node.publicKey()),
                node.rpcUrl(),
                node.rpcUser(),
                node.rpcPassword(),
                POLL.toSeconds());
  }

  /** The node's wallet can spend what is paid there: it is its own key, as P2WPKH. */
  private static String addressOf(String publicKey) {
    return ECKey.fromPublicOnly(HexFormat.of().parseHex(publicKey))
        .toAddress(ScriptType.P2WPKH, BitcoinNetwork.REGTEST)
        .toString();
  }

  @Test
  void mines450BlocksOfAChainThatAValidatingNodeAgreesWith() {
    long start = System.nanoTime();
    AditProcess.Ports ports = AditProcess.Ports.free();
    try (BcoinNode node = BcoinNode.start(directory.resolve("node"));
        AditProcess server = AditProcess.start(directory, ports, config(node, ports));
        StratumClient onlooker = StratumClient.login(ports.first(), MinerProcess.WORKER)) {
      MinedChain chain = new MinedChain(node, server);

      long mined = mineAlone(server, chain);
      someoneElseMines(node, onlooker, chain);
      try (MinerProcess miner = MinerProcess.start(MinerProcess.tcp(server.port()))) {
        chain.awaitHeight(KILLED_AT);
        killAndRestart(node, server, chain);
        chain.awaitHeight(BcoinNode.FIRST_SEGWIT_BLOCK);
        List<String> sent = node.send(LEGACY, SEGWIT);
        chain.awaitTransactions(sent.size());
        chain.awaitOurs(BLOCKS);
        assertThat(miner.stop()).isZero();
        mined += miner.summary().blocks();
      }
      await().atMost(RunningProcess.LIMIT).until(() -> chain.pending() == 0);
      chain.check();
      double seconds = (System.nanoTime() - start) / 1e9;

      assertThat(chain.ours()).hasSizeGreaterThanOrEqualTo(BLOCKS);
      assertThat(chain.witnesses()).isEqualTo(SEGWIT);
      assertThat(server.metrics().get("stratum_blocks_found_total"))
          .isEqualTo(chain.accepted().size());
      // Of what was on its way when the miner was told to end, it has not heard.
      assertThat(chain.found() - mined).isBetween(0L, 20L);
      assertThat(server.stop()).isZero();
      assertStored(server, chain);
      print(chain, seconds);
    }
  }

  /** With a miner that ends by itself; returns how many blocks it says it has found. */
  private long mineAlone(AditProcess server, MinedChain chain) {
    try (MinerProcess miner =
        MinerProcess.start(
            MinerProcess.tcp(server.port()), "--blocks", Integer.toString(BLOCKS_ALONE))) {
      assertThat(miner.awaitExit()).isZero();
      await().atMost(RunningProcess.LIMIT).until(() -> chain.pending() == 0);
      chain.check();
      // Two blocks may be answered in one packet.
      assertThat(miner.summary().blocks()).isGreaterThanOrEqualTo(BLOCKS_ALONE);
      return miner.summary().blocks();
    }
  }

  /** Nothing but long polling tells the server: it has no block of its own on the way. */
  private void someoneElseMines(BcoinNode node, StratumClient onlooker, MinedChain chain) {
    // Every second one pays to a P2PKH coin.
    for (int i = 0; i < 2 * LEGACY; i++) {
      BcoinNode.Tip theirs = node.mine(1);
      chain.theirs(theirs);
      await("a job on someone else's block")
          .atMost(WELL_UNDER_THE_POLL)
          .until(() -> onlooker.hasJobOn(theirs.hash()));
    }
  }

  private void killAndRestart(BcoinNode node, AditProcess server, MinedChain chain) {
    node.kill();
    server.awaitLine("WARN .* is waited for");
    assertThat(server.isAlive()).isTrue();
    assertThat(server.metrics().get("stratum_active_connections")).isEqualTo(2);
    node.restart();
    int height = node.tip().height();
    chain.awaitHeight(height + 20);
    assertThat(server.count("is waited for")).isEqualTo(1);
    assertThat(server.count(" is ready")).isEqualTo(2);
  }

  private void assertStored(AditProcess server, MinedChain chain) {
    try (Database database = server.database()) {
      assertThat(
              database.column(
                  "SELECT hash FROM blocks WHERE status IN ('PENDING', 'CONFIRMED', 'ORPHANED')"))
          .containsExactlyInAnyOrderElementsOf(chain.accepted());
      assertThat(database.count("blocks WHERE status = 'FOUND'")).isZero();
      assertThat(database.count("blocks")).isEqualTo(chain.found());
      assertThat(database.count("shares")).isEqualTo(chain.found());
    }
  }

  private static void print(MinedChain chain, double seconds) {
    String summary =
        String.format(
            Locale.ROOT,
            "Real node (bcoin, regtest): %d blocks of our miner in the node's best chain, which is %d"
                + " high (%d by someone else), after %.1f s; %d blocks found in all, the others second"
                + " on their tip; %d transactions in our blocks, %d with a witness; the node"
                + " was killed and restarted at about %d",
            chain.ours().size(),
            chain.tip().height(),
            chain.tip().height() - chain.ours().size(),
            seconds,
            chain.found(),
            chain.transactions(),
            chain.witnesses(),
            KILLED_AT);
    System.out.println(summary);
  }
}
