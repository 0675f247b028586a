package io.adit.config.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.adit.api.miner.MinerProfiles;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

class FileMinerProfilesTest {
  private static final Duration INTERVAL = Duration.ofMillis(10);

  @TempDir private Path directory;
  private Path file;
  private FileMinerProfiles profiles;
  private final Registry registry = new Registry();
  private final List<String> reported = new CopyOnWriteArrayList<>();

  /** The part of a service registry that a provider sees. */
  private static final class Registry {
    final List<MinerProfiles> services = new CopyOnWriteArrayList<>();
    final List<String> events = new CopyOnWriteArrayList<>();

    BundleContext context() {
      return fake(
          BundleContext.class,
          (method, args) -> {
            assertThat(method).isEqualTo("registerService");
            assertThat(args[0]).isEqualTo(MinerProfiles.class);
            return register((MinerProfiles) args[1]);
          });
    }

    private ServiceRegistration<?> register(MinerProfiles service) {
      services.add(service);
      events.add("+ " + service.of("toaster").name());
      return fake(
          ServiceRegistration.class,
          (method, args) -> {
            assertThat(method).isEqualTo("unregister");
            assertThat(services.remove(service)).isTrue();
            events.add("- " + service.of("toaster").name());
            return null;
          });
    }

    /** What is known of the toaster by the one service that is there. */
    String toaster() {
      assertThat(services).hasSize(1);
      return services.get(0).of("toaster").name();
    }
  }

  private interface Call {
    Object answer(String method, Object[] args);
  }

  private static <T> T fake(Class<T> type, Call call) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, args) -> call.answer(method.getName(), args)));
  }

  @BeforeEach
  void nameTheFile() {
    file = directory.resolve("miners.yaml");
  }

  @AfterEach
  void stop() {
    if (profiles != null) {
      profiles.stop();
    }
  }

  private void start(String name) {
    profiles =
        new FileMinerProfiles(
            registry.context(),
            name,
            Map.of(),
            INTERVAL,
            problem -> reported.add(problem.line() + " " + problem.key()));
  }

  private static String toaster(String name) {
    return "miners:\n  - name: " + name + "\n    agent: toaster\n";
  }

  /** As editors and deployments do it: never half a file. */
  private void replace(String text) throws IOException {
    Path next = Files.writeString(directory.resolve("next"), text);
    Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  @Test
  void withoutAFileThereAreTheBuiltInProfiles() {
    start("");

    assertThat(registry.toaster()).isEqualTo("unknown");
    assertThat(registry.services.get(0)).isEqualTo(MinersFile.builtIn());
  }

  @Test
  void theOperatorsProfilesComeBeforeTheBuiltInOnes() throws IOException {
    replace("miners: [{name: mine, agent: bitaxe*}]\n");

    start(file.toString());

    MinerProfiles service = registry.services.get(0);
    assertThat(service.of("bitaxe/BM1370/v2.9.0").name()).isEqualTo("mine");
    assertThat(service.of("NerdMinerV2").name()).isEqualTo("NerdMiner");
  }

  @Test
  void aNewFileIsANewServiceThatIsThereBeforeTheOldOneGoes() throws IOException {
    replace(toaster("A"));
    start(file.toString());
    MinerProfiles first = registry.services.get(0);

    replace(toaster("B"));

    await().until(() -> registry.events.size() == 3);
    assertThat(registry.events).containsExactly("+ A", "+ B", "- A");
    assertThat(first.of("toaster").name()).isEqualTo("A");
  }

  @Test
  void aFileThatIsWrittenInPlaceIsTakenToo() throws IOException {
    replace(toaster("A"));
    start(file.toString());

    Files.writeString(file, toaster("longer"));

    await().until(() -> registry.events.contains("- A"));
    assertThat(registry.toaster()).isEqualTo("longer");
  }

  @Test
  void aWrongFileChangesNothingAndIsReportedOnce() throws IOException {
    replace(toaster("A"));
    start(file.toString());

    replace(toaster("B") + "    max_coinbase_size: big\n");

    await().until(() -> !reported.isEmpty());
    replace(toaster("C"));
    await().until(() -> registry.events.contains("- A"));
    assertThat(reported).containsExactly("4 miners[0].max_coinbase_size");
    assertThat(registry.events).containsExactly("+ A", "+ C", "- A");
  }

  @Test
  void aFileThatGoesChangesNothingAndMayComeBack() throws IOException {
    replace(toaster("A"));
    start(file.toString());

    Files.delete(file);

    await().until(() -> !reported.isEmpty());
    assertThat(registry.toaster()).isEqualTo("A");
    replace(toaster("B"));
    await().until(() -> registry.events.contains("- A"));
    assertThat(registry.toaster()).isEqualTo("B");
    assertThat(reported).containsExactly("1 ");
  }

  @Test
  void aFileThatIsWrongAtTheStartLeavesTheBuiltInProfiles() throws IOException {
    replace("miners: 7\n");

    start(file.toString());

    assertThat(registry.services).containsExactly(MinersFile.builtIn());
    assertThat(reported).containsExactly("1 miners");
    replace(toaster("A"));
    await().until(() -> registry.events.size() == 3);
    assertThat(registry.toaster()).isEqualTo("A");
  }

  @Test
  void anotherFileMayBeNamedWithoutAGap() throws IOException {
    replace(toaster("A"));
    Path other = Files.writeString(directory.resolve("other.yaml"), toaster("B"));
    start(file.toString());

    profiles.follow(other.toString());
    profiles.follow("");

    assertThat(registry.events).containsExactly("+ A", "+ B", "- A", "+ unknown", "- B");
  }

  @Test
  void nothingIsLeftWhenItStops() throws IOException {
    replace(toaster("A"));
    start(file.toString());
    assertThat(watches()).isOne();

    profiles.stop();

    assertThat(registry.events).containsExactly("+ A", "- A");
    assertThat(watches()).isZero();
  }

  private static long watches() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("adit-file-watch"))
        .count();
  }
}
