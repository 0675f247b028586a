package io.adit.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adit.api.State;
import io.adit.config.yaml.AditConfig;
import io.adit.config.yaml.ConfigException;
import io.adit.config.yaml.ConfigFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AditServerTest {
  @TempDir private Path home;
  private AditServer server;

  @BeforeEach
  void makeServer() throws IOException, ConfigException {
    Files.createDirectory(home.resolve("bundles"));
    server = new AditServer(options("server: {port: 0, metrics: {enabled: false}}\n"));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private AditServer.Options options(String yaml) throws IOException, ConfigException {
    AditConfig config =
        ConfigFile.load(Files.writeString(home.resolve("adit.yaml"), yaml), Map.of());
    return new AditServer.Options(config, home, home.resolve("data"));
  }

  private void bundle(String name, State.Kind node, State.Kind pool) throws IOException {
    Manifest manifest = manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.putValue("Bundle-ManifestVersion", "2");
    attributes.putValue("Bundle-SymbolicName", name);
    attributes.putValue("Bundle-Activator", FakeParts.class.getName());
    attributes.putValue("Fake-Node", node.name());
    attributes.putValue("Fake-Pool", pool.name());
    attributes.putValue(
        "Import-Package",
        "io.adit.api;version=\"[0.1,1)\",io.adit.api.node,io.adit.api.pool,io.adit.api.store,"
            + "org.osgi.framework,org.osgi.service.condition,org.osgi.util.tracker,"
            + "org.slf4j;version=\"[1.7,2)\"");
    jar(name, manifest, FakeParts.class);
  }

  private static Manifest manifest() {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    return manifest;
  }

  private void jar(String name, Manifest manifest, Class<?>... classes) throws IOException {
    try (OutputStream file = Files.newOutputStream(home.resolve("bundles/" + name + ".jar"));
        JarOutputStream jar = new JarOutputStream(file, manifest)) {
      for (Class<?> type : classes) {
        String path = type.getName().replace('.', '/') + ".class";
        jar.putNextEntry(new JarEntry(path));
        try (var in = type.getClassLoader().getResourceAsStream(path)) {
          in.transferTo(jar);
        }
      }
    }
  }

  @Test
  void whenNodeAndStoreAreKnownThePoolsMayListen() throws Exception {
    bundle("fake", State.Kind.READY, State.Kind.READY);

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
    bundle("fake", State.Kind.READY, State.Kind.READY);
    String text = "server: {host: \"${HOST:localhost}\", port: 0, metrics: {enabled: false}}\n";
    try (AditServer fromPipe = new AditServer(options(text))) {
      Files.delete(home.resolve("adit.yaml"));

      fromPipe.start();

      assertThat(home.resolve("data/config")).hasContent(text);
    }
  }

  @Test
  void aNodeThatWaitsDoesNotHoldTheServerUp() throws Exception {
    bundle("fake", State.Kind.WAITING, State.Kind.WAITING);

    server.start();

    assertThat(server.node("main"))
        .hasValueSatisfying(node -> assertThat(node.state().kind()).isEqualTo(State.Kind.WAITING));
  }

  @Test
  void aNodeThatRefusesEndsTheStartBeforeAnythingListens() throws Exception {
    bundle("fake", State.Kind.REFUSED, State.Kind.READY);

    assertThatThrownBy(server::start)
        .isInstanceOf(StartException.class)
        .hasMessage("the node of pool main: of a test");
    assertThat(server.pools()).isEmpty();
  }

  @Test
  void aPoolThatRefusesEndsTheStart() throws Exception {
    bundle("fake", State.Kind.READY, State.Kind.REFUSED);

    assertThatThrownBy(server::start)
        .isInstanceOf(StartException.class)
        .hasMessage("pool main: of a test");
  }

  @Test
  void aJarThatIsNoBundleIsNamed() throws Exception {
    jar("plain", manifest());

    assertThatThrownBy(server::start)
        .isInstanceOf(StartException.class)
        .hasMessageEndingWith("plain.jar is not a bundle: it has no Bundle-SymbolicName");
  }

  @Test
  void aBundleThatLacksSomethingIsNamedWithWhatItLacks() throws Exception {
    Manifest manifest = manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.putValue("Bundle-ManifestVersion", "2");
    attributes.putValue("Bundle-SymbolicName", "needy");
    attributes.putValue("Import-Package", "not.there");
    jar("needy", manifest);

    assertThatThrownBy(server::start)
        .isInstanceOf(StartException.class)
        .hasMessageContaining("bundle needy does not start")
        .hasMessageContaining("not.there");
  }

  @Test
  void whatLetsMinersInStopsBeforeTheLedger() throws Exception {
    bundle("io.adit.aaa", State.Kind.READY, State.Kind.READY);
    bundle("io.adit.ledger", State.Kind.READY, State.Kind.READY);
    bundle("io.adit.pool", State.Kind.READY, State.Kind.READY);
    server.start();

    boolean ended = server.stop();

    assertThat(ended).isTrue();
    assertThat(Files.readAllLines(home.resolve("data/stopped")))
        .containsExactly("io.adit.pool", "io.adit.ledger", "io.adit.aaa");
  }

  @Test
  void aServerThatStoppedLeavesItsDirectoryToTheNext() throws Exception {
    bundle("fake", State.Kind.READY, State.Kind.READY);
    server.start();
    server.stop();

    try (AditServer next =
        new AditServer(options("server: {port: 0, metrics: {enabled: false}}\n"))) {
      next.start();

      assertThat(next.pools()).hasSize(1);
    }
  }
}
