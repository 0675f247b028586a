package io.adit.testing.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.adit.testing.node.BcoinNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Two pools at once on one validating node: one that pays the pool, one that pays its miners. */
@ExtendWith(Outputs.class)
@Timeout(300)
class SoloRealNodeIT {
  private static final int BLOCKS = 5;

  /** BIP 173's key on regtest, and its output script. */
  private static final String POOL = "bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080";

  private static final String POOL_SCRIPT = "160014751e76e8199196d454941c45d1b3a323f1433bd6";
  private static final String MINER = "2N2JD6wb56AfK4tfmM6PwdVmoYk2dCKf4Br";
  private static final String MINER_SCRIPT = "17a9146349a418fc4578d10a372b54b45c280cc8c4382f87";

  /** Satoshis, least byte first: 50, 49.25 and 0.75 coins. */
  private static final String WHOLE = "00f2052a01000000";

  private static final String LESS_THE_FEE = "40898d2501000000";
  private static final String FEE = "c068780400000000";

  @TempDir Path directory;

  private static String config(BcoinNode node, AditProcess.Ports ports) {
    return """
        server:
          host: 127.0.0.1
          metrics:
            port: %d
        mining:
          coin_type: bitcoin-regtest
          pool_address: %s
          # About 860000 hashes: slow enough for both miners to be there long before the first halving.
          initial_difficulty: 0.0002
          min_difficulty: 0.0002
          max_difficulty: 0.0002
        node:
          rpc_url: %s
          rpc_user: %s
          rpc_password: %s
        pools:
          - name: shared
            server:
              port: %d
          - name: solo
            server:
              port: %d
            mining:
              payout: solo
              pool_fee: 1.5
        """
        .formatted(
            ports.metrics(),
            POOL,
            node.rpcUrl(),
            node.rpcUser(),
            node.rpcPassword(),
            ports.stratum().get(0),
            ports.stratum().get(1));
  }

  @Test
  void aSoloMinersBlocksPayItLessTheFeeAndTheOthersPayThePool() {
    AditProcess.Ports ports = AditProcess.Ports.free(2);
    try (BcoinNode node = BcoinNode.start(directory.resolve("node"));
        AditProcess server = AditProcess.start(directory, ports, config(node, ports));
        MinerProcess shared =
            MinerProcess.startAs(POOL + ".a", MinerProcess.tcp(ports.stratum().get(0)));
        MinerProcess solo =
            MinerProcess.startAs(MINER + ".b", MinerProcess.tcp(ports.stratum().get(1)))) {
      await()
          .atMost(Duration.ofMinutes(2))
          .until(
              () ->
                  inChain(server, node, "shared").size() >= BLOCKS
                      && inChain(server, node, "solo").size() >= BLOCKS);
      assertThat(shared.stop()).isZero();
      assertThat(solo.stop()).isZero();

      // Below 150, before the first halving of regtest.
      assertThat(inChain(server, node, "shared").subList(0, BLOCKS))
          .allSatisfy(block -> assertThat(block).contains(WHOLE + POOL_SCRIPT));
      assertThat(inChain(server, node, "solo").subList(0, BLOCKS))
          .allSatisfy(
              block ->
                  assertThat(block)
                      .contains(LESS_THE_FEE + MINER_SCRIPT)
                      .contains(FEE + POOL_SCRIPT));
    }
  }

  /** The blocks of a pool that are in the node's best chain, in the order of their finding. */
  private static List<String> inChain(AditProcess server, BcoinNode node, String pool) {
    Pattern accepted = Pattern.compile(" " + pool + ": block \\d+ accepted: ([0-9a-f]{64})");
    return server.out().stream()
        .map(accepted::matcher)
        .filter(Matcher::find)
        .map(line -> node.block(line.group(1)))
        .filter(BcoinNode.Block::inBestChain)
        .map(block -> block.raw().toHex())
        .toList();
  }
}
