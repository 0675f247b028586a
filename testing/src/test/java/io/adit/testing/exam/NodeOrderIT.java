package io.adit.testing.exam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.adit.api.pool.Pool;
import io.adit.api.pool.PoolSnapshot.NodeSnapshot;
import java.util.Dictionary;
import java.util.List;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.osgi.service.cm.ConfigurationAdmin;

/** From the order of the nodes in {@code config.yaml} to that in which a pool prefers them. */
@RunWith(PaxExam.class)
public class NodeOrderIT {
  /** Nobody is there; not in the order of their names. */
  private static final List<String> ORDER =
      List.of(
          "bitcoind at http://127.0.0.1:3",
          "bitcoind at http://127.0.0.1:1",
          "bitcoind at http://127.0.0.1:2");

  private static final String CONFIG =
      """
      server:
        host: 127.0.0.1
        port: 0
        metrics:
          port: 0
      mining:
        coin_type: bitcoin-regtest
        pool_address: bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080
      node:
        rpc_url: http://127.0.0.1:3
        rpc_user: adit
        rpc_password: secret
        backups:
          - {rpc_url: "http://127.0.0.1:1", rpc_user: adit, rpc_password: secret}
          - {rpc_url: "http://127.0.0.1:2", rpc_user: adit, rpc_password: secret}
      """;

  private Registry registry;

  @Configuration
  public Option[] server() {
    return AssembledServer.configured(CONFIG);
  }

  /** Not when the test is made: that is done outside of the framework, too. */
  @Before
  public void enter() {
    registry = new Registry();
  }

  @Test
  public void aPoolPrefersItsNodesInTheOrderOfTheFileWheneverTheyCome() throws Exception {
    registry.open();
    Pool pool = registry.the(Pool.class, "(adit.pool=main)");
    await()
        .atMost(Registry.PATIENCE)
        .untilAsserted(() -> assertThat(nodesOf(pool)).containsExactlyElementsOf(ORDER));

    ConfigurationAdmin admin = registry.the(ConfigurationAdmin.class, "(service.id=*)");
    org.osgi.service.cm.Configuration first =
        admin.getFactoryConfiguration("io.adit.node.bitcoind", "main", "?");
    Dictionary<String, Object> properties = first.getProperties();
    first.delete();
    await()
        .atMost(Registry.PATIENCE)
        .untilAsserted(
            () -> assertThat(nodesOf(pool)).containsExactlyElementsOf(ORDER.subList(1, 3)));
    admin.getFactoryConfiguration("io.adit.node.bitcoind", "main", "?").update(properties);

    await("the first comes last, and is preferred again")
        .atMost(Registry.PATIENCE)
        .untilAsserted(() -> assertThat(nodesOf(pool)).containsExactlyElementsOf(ORDER));
  }

  private static List<String> nodesOf(Pool pool) {
    return pool.snapshot().nodes().stream().map(NodeSnapshot::name).toList();
  }
}
