package io.adit.testing.exam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.adit.api.node.Node;
import io.adit.api.pool.Pool;
import io.adit.api.store.ShareStore;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;

/** What an operator installs makes one whole server, each test's in a framework of its own. */
@RunWith(PaxExam.class)
public class AssembledServerIT {
  /** The native code of the other processor has nothing to attach to. */
  private static final String NATIVE = "io.netty.transport-native-epoll.linux-";

  private static final Map<String, String> SERVICES =
      Map.ofEntries(
          Map.entry("io.adit.api.transport.Transport", "(service.id=*)"),
          Map.entry("io.adit.api.stratum.StratumCodec", "(service.id=*)"),
          Map.entry("io.adit.api.job.JobManager", "(service.id=*)"),
          Map.entry("io.adit.api.ledger.ShareLedger", "(service.id=*)"),
          Map.entry("io.adit.api.ledger.BlockLedger", "(service.id=*)"),
          Map.entry("io.adit.api.ledger.StatisticsLedger", "(service.id=*)"),
          Map.entry("io.adit.api.miner.MinerProfiles", "(service.id=*)"),
          Map.entry("io.adit.api.pow.PowAlgorithm", "(adit.pow=sha256d)"),
          Map.entry("io.adit.api.vardiff.VardiffPolicy", "(adit.vardiff=retarget)"),
          Map.entry("io.adit.api.node.Node", "(adit.node=main)"),
          Map.entry("io.adit.api.store.ShareStore", "(service.pid=io.adit.storage.jdbc)"),
          Map.entry("io.adit.api.store.BlockStore", "(service.pid=io.adit.storage.jdbc)"),
          Map.entry("io.adit.api.store.StatisticsStore", "(service.pid=io.adit.storage.jdbc)"),
          Map.entry("jakarta.servlet.Servlet", "(osgi.http.whiteboard.servlet.pattern=/metrics)"),
          Map.entry("io.adit.api.pool.Pool", "(adit.pool=main)"));

  private Registry registry;

  @Configuration
  public Option[] server() {
    return AssembledServer.with(0);
  }

  /** Not when the test is made: that is done outside of the framework, too. */
  @Before
  public void enter() {
    registry = new Registry();
  }

  @Test
  public void noBundleIsLeftUnresolved() {
    List<String> left =
        Arrays.stream(registry.context().getBundles())
            .filter(bundle -> bundle.getState() != stateOf(bundle))
            .map(Bundle::getSymbolicName)
            .toList();
    // One processor's at least fits; on a machine of another kind, neither does.
    assertThat(left).allMatch(name -> name.startsWith(NATIVE));
  }

  private static int stateOf(Bundle bundle) {
    boolean fragment =
        (bundle.adapt(BundleRevision.class).getTypes() & BundleRevision.TYPE_FRAGMENT) != 0;
    return fragment ? Bundle.RESOLVED : Bundle.ACTIVE;
  }

  @Test
  public void everyServiceOfAServerIsThere() {
    registry.open();
    await()
        .atMost(Registry.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(SERVICES)
                    .allSatisfy(
                        (type, filter) ->
                            assertThat(registry.findNamed(type, filter)).isPresent()));
  }

  @Test
  public void thePoolWaitsUntilTheServerIsOpenAndIsReadyThen() {
    ServiceComponentRuntime components =
        registry.the(ServiceComponentRuntime.class, "(service.id=*)");
    await("node and store are ready, the pool waits for nothing but to be let in")
        .atMost(Registry.PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(registry.find(Node.class, "(adit.node=main)"))
                  .hasValueSatisfying(node -> assertThat(node.state().isReady()).isTrue());
              assertThat(registry.find(ShareStore.class, "(service.pid=io.adit.storage.jdbc)"))
                  .hasValueSatisfying(store -> assertThat(store.state().isReady()).isTrue());
              assertThat(missingFor(components, "io.adit.pool"))
                  .containsExactly("osgi.ds.satisfying.condition");
            });
    assertThat(registry.find(Pool.class, "(adit.pool=main)")).isEmpty();

    registry.open();

    assertThat(registry.readyPool().snapshot().endpoints())
        .singleElement()
        .asString()
        .startsWith("stratum+tcp://127.0.0.1:");
  }

  /** Names of the references that the one configuration of a component waits for. */
  private List<String> missingFor(ServiceComponentRuntime components, String component) {
    return components.getComponentDescriptionDTOs().stream()
        .filter(description -> description.name.equals(component))
        .flatMap(description -> components.getComponentConfigurationDTOs(description).stream())
        .filter(made -> made.state == ComponentConfigurationDTO.UNSATISFIED_REFERENCE)
        .flatMap(made -> Arrays.stream(made.unsatisfiedReferences))
        .map(reference -> reference.name)
        .toList();
  }

  @Test
  public void metricsOfThePoolAreServed() throws Exception {
    registry.open();
    registry.readyPool();
    String endpoint =
        await("HTTP is served")
            .atMost(Registry.PATIENCE)
            .until(this::httpEndpoint, Optional::isPresent)
            .orElseThrow();
    HttpRequest request = HttpRequest.newBuilder(URI.create(endpoint).resolve("/metrics")).build();
    await("the block that the pool mines is in the metrics")
        .atMost(Registry.PATIENCE)
        .untilAsserted(
            () -> {
              HttpResponse<String> response =
                  HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
              assertThat(response.statusCode()).isEqualTo(200);
              assertThat(response.body()).contains("\nstratum_current_block_height 1.0\n");
            });
  }

  private Optional<String> httpEndpoint() {
    return registry
        .findNamed(null, "(osgi.http.endpoint=*)")
        .map((ServiceReference<?> reference) -> reference.getProperty("osgi.http.endpoint"))
        .map(value -> value instanceof String[] all ? all[0] : value.toString());
  }
}
