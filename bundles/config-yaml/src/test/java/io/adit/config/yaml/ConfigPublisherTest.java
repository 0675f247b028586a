package io.adit.config.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

class ConfigPublisherTest {
  @TempDir private Path directory;

  /** What was published, by its pid. */
  private final Map<String, Dictionary<?, ?>> published = new HashMap<>();

  private void publish(Map<String, String> properties) {
    BundleContext context =
        fake(
            BundleContext.class,
            (proxy, method, args) -> properties.get(((String) args[0]).replace("adit.", "")));
    ConfigurationAdmin admin =
        fake(
            ConfigurationAdmin.class,
            (proxy, method, args) ->
                method.getName().equals("listConfigurations")
                    ? null
                    : configuration((String) args[0]));
    assertThat(new ConfigPublisher(context, admin)).isNotNull();
  }

  private Configuration configuration(String pid) {
    return fake(
        Configuration.class,
        (proxy, method, args) -> {
          if (method.getName().equals("getPid")) {
            return pid;
          }
          published.put(pid, (Dictionary<?, ?>) args[0]);
          return true;
        });
  }

  private static <T> T fake(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(
            ConfigPublisherTest.class.getClassLoader(), new Class<?>[] {type}, handler));
  }

  @Test
  void theTextThatWasCheckedCountsAndTheFileIsNotReadAgain() throws IOException {
    Path file = Files.writeString(directory.resolve("adit.yaml"), "server: {port: 2222}\n");

    publish(Map.of("config.file", file.toString(), "config.text", "server: {port: 1111}\n"));

    assertThat(published.get("io.adit.pool").get("ports")).isEqualTo(new int[] {1111});
  }

  @Test
  void withoutATextTheFileIsRead() throws IOException {
    Path file = Files.writeString(directory.resolve("adit.yaml"), "server: {port: 2222}\n");

    publish(Map.of("config.file", file.toString()));

    assertThat(published.get("io.adit.pool").get("ports")).isEqualTo(new int[] {2222});
  }

  @Test
  void aTextThatIsWrongPublishesNothing() {
    publish(Map.of("config.file", "adit.yaml", "config.text", "server: {port: x}\n"));

    assertThat(published).isEmpty();
  }

  @Test
  void withoutAFileEveryDefaultIsPublished() {
    publish(Map.of());

    List<String> pids = new ArrayList<>(published.keySet());
    assertThat(pids).contains("io.adit.pool", "io.adit.node.devnet", "io.adit.storage.jdbc");
  }
}
