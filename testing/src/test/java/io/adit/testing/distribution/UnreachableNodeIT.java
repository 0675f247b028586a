package io.adit.testing.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.adit.testing.node.BcoinNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A server whose node is not there yet. */
@ExtendWith(Outputs.class)
@Timeout(180)
class UnreachableNodeIT {
  private static final int ATTEMPTS = 3;

  @TempDir Path directory;

  @Test
  void theServerStaysUpSaysSoOnceAndGoesOnWhenTheNodeIsThere() throws IOException {
    AditProcess.Ports ports = AditProcess.Ports.free();
    try (BcoinNode node = BcoinNode.start(directory.resolve("node"))) {
      String config =
          ports.section()
              + """
              mining:
                coin_type: bitcoin-regtest
                pool_address: bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080
              node:
                rpc_url: %s
                rpc_user: %s
                rpc_password: %s
              """
                  .formatted(node.rpcUrl(), node.rpcUser(), node.rpcPassword());
      int port = URI.create(node.rpcUrl()).getPort();
      node.kill();
      try (AditProcess server = AditProcess.start(directory, ports, config);
          StratumClient miner = StratumClient.login(ports.first(), MinerProcess.WORKER)) {
        server.awaitLine("is waited for");
        hangUp(port);
        assertThat(miner.jobs()).isEmpty();
        assertThat(server.isAlive()).isTrue();

        node.restart();
        await().atMost(RunningProcess.LIMIT).until(() -> miner.hasJobOn(node.tip().hash()));

        assertThat(server.count("is waited for")).isEqualTo(1);
        assertThat(server.count(" is ready")).isEqualTo(1);
        assertThat(server.err()).isEmpty();
      }
    }
  }

  /** Closes what connects to that port, some times. */
  private static void hangUp(int port) throws IOException {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      socket.setSoTimeout((int) RunningProcess.LIMIT.toMillis());
      for (int i = 0; i < ATTEMPTS; i++) {
        socket.accept().close();
      }
    }
  }
}
