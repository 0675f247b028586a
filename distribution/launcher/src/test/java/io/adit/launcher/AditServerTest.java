package io.adit.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.adit.api.State;
import io.adit.config.yaml.AditConfig;
import io.adit.config.yaml.ConfigException;
import io.adit.config.yaml.ConfigFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class AditServerTest {
  private static final String NO_METRICS = "server: {port: 0, metrics: {enabled: false}}\n";

  @TempDir private Path directory;
  private FakeHome home;
  private AditServer server;

  @BeforeEach
  void makeServer() throws IOException, ConfigException {
    home = FakeHome.in(directory);
    server = new AditServer(options(NO_METRICS));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private AditServer.Options options(String yaml) throws IOException, ConfigException {
    AditConfig config =
        ConfigFile.load(Files.writeString(directory.resolve("adit.yaml"), yaml), Map.of());
    return new AditServer.Options(config, directory, directory.resolve("data"));
  }

  @Test
  void whenNodeAndStoreAreKnownThePoolsMayListen() throws Exception {
    home.bundle("fake", State.Kind.READY, State.Kind.READY);

    server.start();

    assertThat(server.pools())
        .singleElement()
        .satisfies(
            pool -> {
              assertThat(pool.name()).isEqualTo("main");
              assertThat(pool.endpoints()).contains("stratum+tcp://0.0.0.0:4321");
            });
    assertThat(Banner.of(server, options(""), "./adit", Duration.ofMillis(1234)))
        .contains(
            "up after 1.2 s",
            "fake store",
            "fake node",
            "stratum+tcp://0.0.0.0:4321  bitcoin",
            "                 stratum+ssl://0.0.0.0:4322",
            "./adit miner stratum+tcp://localhost:4321 -u bc1q");
  }

  @Test
  void theBundlesGetTheConfigurationThatWasCheckedWhateverHasBecomeOfItsFile() throws Exception {
    home.bundle("fake", State.Kind.READY, State.Kind.READY);
    String text = "server: {host: \"${HOST:localhost}\", port: 0, metrics: {enabled: false}}\n";
    try (AditServer fromPipe = new AditServer(options(text))) {
      Files.delete(home.path().resolve("adit.yaml"));

      fromPipe.start();

      assertThat(home.path().resolve("data/config")).hasContent(text);
    }
  }

  @Test
  void aNodeThatWaitsDoesNotHoldTheServerUp() throws Exception {
    home.bundle("fake", State.Kind.WAITING, State.Kind.WAITING);

    server.start();

    assertThat(server.nodes("main"))
        .extracting(node -> node.state().kind())
        .containsExactly(State.Kind.WAITING);
  }

  @Test
  void theBannerShowsEveryNode() throws Exception {
    home.bundle("first", State.Kind.READY, State.Kind.READY);
    home.bundle("second", State.Kind.WAITING, State.Kind.READY);

    server.start();

    assertThat(Banner.of(server, options(""), "./adit", Duration.ofMillis(1234)))
        .contains("    node         fake node" + System.lineSeparator())
        .contains(" ".repeat(17) + "fake node: waiting, of a test" + System.lineSeparator());
  }

  @Test
  void oneOfSeveralNodesThatRefusesEndsTheStart() throws Exception {
    home.bundle("first", State.Kind.READY, State.Kind.READY);
    home.bundle("second", State.Kind.REFUSED, State.Kind.READY);

    assertThatThrownBy(server::start)
        .isInstanceOf(StartException.class)
        .hasMessage("the node of pool main: of a test");
  }

  @Test
  void aNodeThatRefusesEndsTheStartBeforeAnythingListens() throws Exception {
    home.bundle("fake", State.Kind.REFUSED, State.Kind.READY);

    assertThatThrownBy(server::start)
        .isInstanceOf(StartException.class)
        .hasMessage("the node of pool main: of a test");
    assertThat(server.pools()).isEmpty();
  }

  @Test
  void aPoolThatRefusesEndsTheStart() throws Exception {
    home.bundle("fake", State.Kind.READY, State.Kind.REFUSED);

    assertThatThrownBy(server::start)
        .isInstanceOf(StartException.class)
        .hasMessage("pool main: of a test");
  }

  @Test
  void aJarThatIsNoBundleIsNamed() throws Exception {
    home.jar("plain", Map.of());

    assertThatThrownBy(server::start)
        .isInstanceOf(StartException.class)
        .hasMessageEndingWith("plain.jar is not a bundle: it has no Bundle-SymbolicName");
  }

  @Test
  void aBundleThatLacksSomethingIsNamedWithWhatItLacks() throws Exception {
    home.jar(
        "needy",
        Map.of(
            "Bundle-ManifestVersion",
            "2",
            "Bundle-SymbolicName",
            "needy",
            "Import-Package",
            "not.there"));

    assertThatThrownBy(server::start)
        .isInstanceOf(StartException.class)
        .hasMessageContaining("bundle needy does not start")
        .hasMessageContaining("not.there");
  }

  @Test
  void whatLetsMinersInStopsBeforeTheLedger() throws Exception {
    home.bundle("io.adit.aaa", State.Kind.READY, State.Kind.READY);
    home.bundle("io.adit.ledger", State.Kind.READY, State.Kind.READY);
    home.bundle("io.adit.pool", State.Kind.READY, State.Kind.READY);
    server.start();

    boolean ended = server.stop();

    assertThat(ended).isTrue();
    assertThat(Files.readAllLines(directory.resolve("data/stopped")))
        .containsExactly("io.adit.pool", "io.adit.ledger", "io.adit.aaa");
  }

  @Test
  void aServerThatStoppedLeavesItsDirectoryToTheNext() throws Exception {
    home.bundle("fake", State.Kind.READY, State.Kind.READY);
    server.start();
    server.stop();

    try (AditServer next = new AditServer(options(NO_METRICS))) {
      next.start();

      assertThat(next.pools()).hasSize(1);
    }
  }

  @Test
  void whatIsStartingIsStoppedAtOnceAndInOrder() throws Exception {
    home.bundle("io.adit.aaa", State.Kind.READY, State.Kind.STARTING);
    home.bundle("io.adit.pool", State.Kind.READY, State.Kind.STARTING);
    server = new AditServer(options(NO_METRICS), Duration.ofSeconds(30));
    FutureTask<Void> start =
        new FutureTask<>(
            () -> {
              server.start();
              return null;
            });
    new Thread(start, "start").start();
    await().until(() -> Files.exists(directory.resolve("data/opened")));

    boolean ended = server.stop();

    assertThat(ended).isTrue();
    assertThatThrownBy(start::get).hasCauseInstanceOf(StartException.class);
    assertThat(Files.readAllLines(directory.resolve("data/stopped")))
        .containsExactly("io.adit.pool", "io.adit.aaa");
  }

  @Test
  void anHttpServerThatDoesNotListenEndsTheStart() throws Exception {
    home.bundle("fake", State.Kind.READY, State.Kind.READY);
    server = new AditServer(options("server: {port: 0, metrics: {port: 0}}\n"), Duration.ZERO);

    assertThatThrownBy(server::start)
        .isInstanceOf(StartException.class)
        .hasMessageStartingWith("metrics: nothing serves HTTP on 0.0.0.0:0");
  }
}
